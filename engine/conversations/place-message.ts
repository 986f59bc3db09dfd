import { isForNobody } from '../../domain/consents/opt-out-words.ts';
import { hashId } from '../../domain/hash.ts';
import { conversationSettingsOf } from '../../domain/workspace/conversation-settings.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ChangeConversation } from './change-conversation.ts';
import type { Place } from './find-conversation.ts';
import type { createFindSender, Sender } from './find-sender.ts';
import type { ConversationRow, ConversationStore, Incoming } from './ports.ts';

/** Which conversation a message goes to, and whether it is its person's word. */
export type Placed = { readonly row: ConversationRow; readonly isNew: boolean; readonly isTheirs: boolean };

/** Whether a message may go on with the conversation that was found: address and subject alone prove nothing. */
const mayJoin = (input: { place: Place; sender: Sender }): boolean => {
  const { conversation, by } = input.place;
  if (conversation === undefined) return false;
  return by === 'reference' || conversation.profileId === input.sender.profileId;
};

/** The id of the conversation that a message opens. */
export const openedBy = ({ tenant, id }: { tenant: string; id: string }): string =>
  `c${hashId('conversation', tenant, id)}`;

const newConversation = (input: { incoming: Incoming; sender: Sender; matter: string }): ConversationRow => {
  const { incoming, sender, matter } = input;
  const { tenant, id, channel, identity, name, ours, instance, subject, at, automatic, optOut } = incoming;
  const isSolved = automatic !== undefined || isForNobody(optOut?.word);
  return {
    id: openedBy({ tenant, id }),
    tenant,
    ...sender,
    channel,
    address: identity,
    ...(name === undefined ? {} : { name }),
    ...(ours === undefined ? {} : { ours }),
    instance,
    subject,
    matter,
    state: isSolved ? 'solved' : 'open',
    tags: [],
    records: [],
    openedAt: at,
    lastAt: at,
    ...(isSolved ? { solvedAt: at } : {}),
    ...(automatic === undefined ? {} : { automatic: true }),
    tells: [],
    rev: 0,
  };
};

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get' | 'insert'>;
  readonly findSender: ReturnType<typeof createFindSender>;
  readonly changeConversation: ChangeConversation;
  readonly live: LiveWorkspaces;
  readonly clock: Pick<Clock, 'systemTime'>;
};

export type PlaceMessage = (input: { incoming: Incoming; place: Place; matter: string }) => Promise<Placed>;

/** Makes what puts a message into a conversation: the one that was found, where it may join, else a new one. */
export const createPlaceMessage = (use: Needs): PlaceMessage => {
  const { conversations } = use;

  /** Who answers a mail that the team sent to an address has that address: it is known now whose conversation it is. */
  const known = async (row: ConversationRow, { answers, answered }: Place): Promise<ConversationRow> => {
    const { tenant, id, suggested } = row;
    const isAnswer = answers !== undefined && answered === undefined;
    if (row.profileId !== undefined || suggested === undefined || !isAnswer) return row;
    return (await use.changeConversation({ tenant, id, change: { profileId: suggested } })) ?? row;
  };

  return async ({ incoming, place, matter }) => {
    const { settings } = (await use.live.of(incoming.tenant)).published;
    const { conversation, by, answered } = place;
    const { authentication, identity } = incoming;
    if (conversation !== undefined && by === 'reference') {
      const isTheirs = conversation.address === identity && authentication !== 'fail';
      const row = isTheirs ? await known(conversation, place) : conversation;
      return { row, isNew: false, isTheirs };
    }
    const { profileId } = incoming;
    const sender =
      profileId === undefined
        ? await use.findSender({ incoming, answered, settings: conversationSettingsOf(settings) })
        : { profileId };
    if (conversation !== undefined && mayJoin({ place, sender })) {
      return { row: conversation, isNew: false, isTheirs: true };
    }
    const row = newConversation({ incoming, sender, matter });
    const made = await conversations.insert({ row, systemTime: use.clock.systemTime() });
    if (made === 'inserted') return { row, isNew: true, isTheirs: true };
    const { tenant, id } = row;
    // Made by an attempt before this one that was broken off.
    return { row: (await conversations.get({ tenant, id })) ?? row, isNew: true, isTheirs: true };
  };
};
