import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { subjectKey } from '../../domain/inbound/subject-key.ts';
import type { Clock } from '../clock/clock.ts';
import { afterMessage } from './after-message.ts';
import { type createFindConversation, matterOf, type Place } from './find-conversation.ts';
import { openedBy, type Placed, type PlaceMessage } from './place-message.ts';
import type {
  ConversationFileStore,
  ConversationMessage,
  ConversationMessageStore,
  ConversationRow,
  ConversationStore,
  Incoming,
  KeptFile,
} from './ports.ts';
import type { HeedOptOut } from './heed-opt-out.ts';
import type { TellConversations } from './tell-conversation.ts';

/** What became of a message that arrived. */
export type Taken =
  | { readonly kind: 'taken'; readonly conversation: string }
  /** It was taken before. */
  | { readonly kind: 'duplicate' }
  /** A copy of a message that we sent. */
  | { readonly kind: 'own' };

export type TakeMessage = (incoming: Incoming) => Promise<Taken>;

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get' | 'save'>;
  readonly conversationMessages: Pick<ConversationMessageStore, 'get' | 'insert' | 'settle' | 'countFrom'>;
  readonly conversationFiles: Pick<ConversationFileStore, 'put'>;
  readonly findConversation: ReturnType<typeof createFindConversation>;
  readonly placeMessage: PlaceMessage;
  readonly tellConversations: TellConversations;
  readonly heedOptOut: HeedOptOut;
  readonly clock: Pick<Clock, 'systemTime'>;
};

const hourMs = 3_600_000;
/** What an address sends beyond this in an hour is kept and not heard: programs may answer each other without end. */
const anHourMax = 60;
const triesMax = 20;

const optional = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> => {
  const fields: Partial<Record<K, V>> = {};
  if (value !== undefined) fields[name] = value;
  return fields;
};

const messageOf = (input: {
  incoming: Incoming;
  placed: Placed;
  place: Place;
  files: readonly KeptFile[];
}): ConversationMessage => {
  const { incoming, placed, place, files } = input;
  const { tenant, id, channel, subject, text, reply, leftOut, at, authentication } = incoming;
  const { row, isTheirs } = placed;
  return {
    id,
    tenant,
    conversation: row.id,
    ...optional('profileId', row.profileId),
    direction: 'in',
    channel,
    address: incoming.identity,
    ...optional('name', incoming.name),
    subject,
    text,
    ...optional('reply', reply === text ? undefined : reply),
    ...optional('header', incoming.header),
    ...optional('answers', place.answers),
    files,
    ...optional('leftOut', leftOut.length === 0 ? undefined : leftOut),
    at,
    authentication,
    ...optional('automatic', incoming.automatic),
    ...optional('optOut', incoming.optOut),
    ...(isTheirs ? {} : { isOther: true }),
    pending: true,
  };
};

const keepFiles = async (input: {
  use: Needs;
  incoming: Incoming;
  row: ConversationRow;
}): Promise<readonly KeptFile[]> => {
  const { use, incoming, row } = input;
  const { tenant, identity: address } = incoming;
  const kept: KeptFile[] = [];
  for (const [n, { name, type, bytes }] of incoming.attachments.entries()) {
    const id = `f${hashId('file', tenant, incoming.id, n)}`;
    const { profileId, id: conversation } = row;
    await use.conversationFiles.put({ tenant, file: id, conversation, profileId, address, bytes });
    kept.push({ id, name, type, size: bytes.byteLength });
  }
  return kept;
};

/** Changes the conversation by a message that is stored, and tells of it. */
const note = async (input: { use: Needs; message: ConversationMessage; isNew: boolean }): Promise<void> => {
  const { use, message, isNew } = input;
  const { tenant, conversation: id, address, at } = message;
  const limit = anHourMax + 1;
  const sent = await use.conversationMessages.countFrom({ tenant, address, since: at - hourMs, limit });
  for (let tries = 0; tries < triesMax; tries += 1) {
    const row = await use.conversations.get({ tenant, id });
    if (row === undefined) return;
    const changed = afterMessage({ row, message, isNew, isHeard: sent <= anHourMax });
    const saved = await use.conversations.save({ row: changed, systemTime: use.clock.systemTime() });
    if (saved === 'conflict') continue;
    await use.heedOptOut.heed({ row: changed, message });
    await use.conversationMessages.settle({ tenant, id: message.id });
    await use.tellConversations.tell(changed);
    return;
  }
  throw new CicloError({
    code: 'unavailable',
    message: 'The conversation is being changed by too many at once.',
  });
};

/**
 * Makes the intake of messages, whatever channel they come on: each is taken once under its id, goes to the conversation it belongs to
 * or opens one, and is told to rules and journeys when it is the person's word. Every part can be repeated, so a crash in the
 * middle is made good when the message is told of again.
 */
export const createTakeMessage = (use: Needs): TakeMessage => {
  const { conversationMessages: messages } = use;
  return async (arrived) => {
    const { tenant, id } = arrived;
    const before = await messages.get({ tenant, id });
    if (before !== undefined) {
      const isNew = before.conversation === openedBy({ tenant, id });
      if (before.pending === true) await note({ use, message: before, isNew });
      return { kind: 'duplicate' };
    }
    const optOut = await use.heedOptOut.wordOf(arrived);
    const { optOut: _told, ...rest } = arrived;
    const incoming = optOut === undefined ? rest : { ...rest, optOut };
    const matter = matterOf({ thread: incoming.thread, subjectKey: subjectKey(incoming.subject) });
    const place = await use.findConversation({ incoming, matter });
    if (place.isOwn) return { kind: 'own' };
    const placed = await use.placeMessage({ incoming, place, matter });
    const files = await keepFiles({ use, incoming, row: placed.row });
    const message = messageOf({ incoming, placed, place, files });
    // Of two that take it at once one goes on.
    if ((await messages.insert({ row: message })) === 'duplicate') return { kind: 'duplicate' };
    await note({ use, message, isNew: placed.isNew });
    return { kind: 'taken', conversation: placed.row.id };
  };
};
