import { replySubject } from '../../domain/inbound/subject-key.ts';
import { hashId } from '../../domain/hash.ts';
import { messageIdFor } from '../../domain/messages/message-id.ts';
import { parseMailAddress } from '../../domain/messages/mail-address.ts';
import { teamAddresses } from '../../domain/workspace/conversation-settings.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { MentionStore } from '../work/ports.ts';
import type { ChangeConversation } from './change-conversation.ts';
import type {
  ConversationMessage,
  ConversationMessageStore,
  ConversationRow,
  ConversationState,
  ConversationStore,
} from './ports.ts';

/** Writes a message of the team into a conversation: an answer that goes out, or a note that only the team sees. */
export type WriteMessage = (input: {
  tenant: string;
  conversation: string;
  kind: 'out' | 'note';
  text: string;
  /** Who writes. */
  by?: string;
  /** Users to whom a note is pointed out. */
  mentions?: readonly string[];
  /** The state afterwards: by default `waiting` after an answer, unchanged after a note. */
  state?: ConversationState | 'as it is';
  /** The first message of a conversation that the team opens: it answers nothing. */
  opens?: boolean;
  /** The same key is the same message. */
  key: string;
}) => Promise<ConversationMessage | undefined>;

type Settings = Parameters<typeof teamAddresses>[0];

/** The sender of answers in a conversation: the address that was written to, else where answers of customers go. */
export const senderOf = (input: { settings: Settings; ours: string | undefined }): string => {
  const { settings, ours } = input;
  const known = ours === undefined ? undefined : teamAddresses(settings).get(ours);
  return known ?? settings.replyTo ?? settings.from;
};

/** The domain of Message-IDs under a sender. */
export const domainOf = (sender: string): string => {
  const parsed = parseMailAddress(sender);
  return parsed.ok ? (parsed.address.email.split('@')[1] ?? 'localhost') : 'localhost';
};

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly conversationMessages: Pick<ConversationMessageStore, 'insert' | 'get'>;
  readonly changeConversation: ChangeConversation;
  readonly mentions: Pick<MentionStore, 'add'>;
  readonly live: LiveWorkspaces;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
};

const headerOf = (input: { row: ConversationRow; settings: Settings; id: string }): { header?: string } => {
  const { row, settings, id } = input;
  if (row.channel !== 'email') return {};
  return { header: `${id}@${domainOf(senderOf({ settings, ours: row.ours }))}` };
};

/** Makes the writing of messages by the team; undefined when there is no such conversation. An answer is stored and then sent by the loop of answers. */
export const createWriteMessage = (use: Needs): WriteMessage => {
  return async ({ tenant, conversation, kind, text, by, mentions, state, opens, key }) => {
    const row = await use.conversations.get({ tenant, id: conversation });
    if (row === undefined) return undefined;
    const { settings } = (await use.live.of(tenant)).published;
    const isOut = kind === 'out';
    const id = isOut
      ? messageIdFor({ tenant, runId: `conversation:${row.id}`, step: key, visit: 1 })
      : `n${hashId('note', tenant, row.id, key)}`;
    const at = use.clock.now(tenant);
    const message: ConversationMessage = {
      id,
      tenant,
      conversation: row.id,
      ...(row.profileId === undefined ? {} : { profileId: row.profileId }),
      direction: kind,
      channel: row.channel,
      address: row.address,
      subject: row.channel === 'email' && opens !== true ? replySubject(row.subject) : row.subject,
      text,
      files: [],
      at,
      ...(by === undefined ? {} : { by }),
      ...(mentions === undefined ? {} : { mentions }),
      ...(isOut ? { ...headerOf({ row, settings, id }), status: 'sending', attempts: 0 } : {}),
    };
    // First: anyone who repeats a call that was cut off finds the note there already.
    for (const user of isOut ? [] : (mentions ?? [])) {
      const { profileId } = row;
      const mentioned = { id: hashId('mention', tenant, id, user), user, conversation: row.id };
      await use.mentions.add({ tenant, ...mentioned, profileId, by, at });
    }
    const due = isOut ? { due: use.clock.systemTime() } : {};
    const added = await use.conversationMessages.insert({ row: message, ...due });
    if (added === 'duplicate') return use.conversationMessages.get({ tenant, id });
    const after = state === 'as it is' ? undefined : (state ?? (isOut ? 'waiting' : undefined));
    const lastAt = isOut ? at : undefined;
    await use.changeConversation({ tenant, id: row.id, change: { state: after, lastAt } });
    return message;
  };
};
