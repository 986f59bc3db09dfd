import { CicloError } from '../../domain/errors.ts';
import { conversationNames } from '../../domain/events/conversation-names.ts';
import { addressField, addressOf } from '../../domain/gate/reach.ts';
import { hashId } from '../../domain/hash.ts';
import { subjectKey } from '../../domain/inbound/subject-key.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Clock } from '../clock/clock.ts';
import { matterOf } from './find-conversation.ts';
import type { ConversationRow, ConversationStore, LinkedRecord } from './ports.ts';
import type { TellConversations } from './tell-conversation.ts';
import type { WriteMessage } from './write-message.ts';

/**
 * Opens a conversation with a person by a first message, which goes out as an answer does: through the gate, as a transactional
 * message. The same key is the same conversation. Throws `unprocessable` for somebody without an address on the channel.
 */
export type OpenConversation = (input: {
  readonly tenant: string;
  readonly profile: Profile;
  readonly channel: string;
  readonly subject: string;
  readonly text: string;
  /** Who writes. */
  readonly by?: string;
  readonly assignee?: string;
  readonly team?: string;
  readonly record?: LinkedRecord;
  readonly key: string;
}) => Promise<ConversationRow>;

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get' | 'insert'>;
  readonly writeMessage: WriteMessage;
  readonly tellConversations: TellConversations;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
};

type Input = Parameters<OpenConversation>[0];

const optional = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> => {
  const fields: Partial<Record<K, V>> = {};
  if (value !== undefined) fields[name] = value;
  return fields;
};

const rowOf = (input: Input & { address: string; now: number }): ConversationRow => {
  const { tenant, profile, channel, subject, assignee, team, record, key, address, now } = input;
  const id = `c${hashId('opened conversation', tenant, key)}`;
  return {
    id,
    tenant,
    profileId: profile.id,
    channel,
    address: `${addressField(channel)}:${address}`,
    subject,
    matter: matterOf({ subjectKey: subjectKey(subject) }),
    state: 'waiting',
    ...optional('assignee', assignee),
    ...optional('team', team),
    tags: [],
    records: record === undefined ? [] : [record],
    openedAt: now,
    lastAt: now,
    tells: [
      {
        id: `conversation:${hashId(tenant, id, 'opened')}`,
        name: conversationNames.opened,
        at: now,
        properties: { conversation: id, channel, subject, by: 'team' },
      },
    ],
    rev: 0,
  };
};

/** Makes the opening of conversations by the team. Every part can be repeated under the same key. */
export const createOpenConversation = (use: Needs): OpenConversation => {
  const { conversations, clock } = use;
  return async (input) => {
    const { tenant, profile, channel, text, by, key } = input;
    const address = addressOf({ profile, channel });
    if (address === undefined)
      throw new CicloError({
        code: 'unprocessable',
        message: `The person has no address on the channel \`${channel}\`.`,
      });
    const row = rowOf({ ...input, address, now: clock.now(tenant) });
    await conversations.insert({ row, systemTime: clock.systemTime() });
    const message = { text, ...optional('by', by), key: `open:${key}` };
    await use.writeMessage({ tenant, conversation: row.id, kind: 'out', opens: true, ...message });
    const opened = await conversations.get({ tenant, id: row.id });
    // Erased meanwhile.
    if (opened === undefined) return row;
    await use.tellConversations.tell(opened);
    return opened;
  };
};
