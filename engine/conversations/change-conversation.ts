import { CicloError } from '../../domain/errors.ts';
import { conversationNames } from '../../domain/events/conversation-names.ts';
import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Clock } from '../clock/clock.ts';
import type {
  ConversationFileStore,
  ConversationMessageStore,
  ConversationRow,
  ConversationState,
  ConversationStore,
  LinkedRecord,
  Tell,
} from './ports.ts';
import type { TellConversations } from './tell-conversation.ts';

/** What is changed; null takes away, what is not named stays. */
export type ConversationChange = {
  readonly state?: ConversationState | undefined;
  readonly assignee?: string | null | undefined;
  /** The assignee is changed only where nobody else is it. */
  readonly isClaim?: boolean | undefined;
  readonly team?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  readonly snoozedUntil?: number | null | undefined;
  readonly link?: LinkedRecord | undefined;
  readonly unlink?: LinkedRecord | undefined;
  /** The person, once it is known who writes. */
  readonly profileId?: string | undefined;
  /** When the latest message was written, where the change comes of one. */
  readonly lastAt?: number | undefined;
};

export const conversationLimits = { tags: 50, records: 50 } as const;

const triesMax = 20;

const isSame = (a: LinkedRecord, b: LinkedRecord): boolean => a.kind === b.kind && a.id === b.id;

/** The value after a change: the new one, none for null, what was there where nothing is said. */
const after = <T>(changed: T | null | undefined, before: T | undefined): T | undefined =>
  changed === undefined ? before : (changed ?? undefined);

const optional = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> => {
  const fields: Partial<Record<K, V>> = {};
  if (value !== undefined) fields[name] = value;
  return fields;
};

const recordsAfter = (row: ConversationRow, change: ConversationChange): readonly LinkedRecord[] => {
  const { link, unlink } = change;
  const kept = row.records.filter((one) => unlink === undefined || !isSame(one, unlink));
  return link === undefined || kept.some((one) => isSame(one, link)) ? kept : [...kept, link];
};

/** The names of what a change tells, each with what belongs to it. */
const toldBy = (
  before: ConversationRow,
  changed: ConversationRow,
): readonly { readonly name: string; readonly properties: JsonObject }[] => {
  const about = { conversation: changed.id, channel: changed.channel, subject: changed.subject };
  const { assignee, team } = changed;
  const whose = { ...optional('assignee', assignee), ...optional('team', team) };
  const isAssigned = before.assignee !== assignee || before.team !== team;
  return [
    ...(isAssigned ? [{ name: conversationNames.assigned, properties: { ...about, ...whose } }] : []),
    ...(before.state !== 'solved' && changed.state === 'solved'
      ? [{ name: conversationNames.solved, properties: { ...about, ...whose } }]
      : []),
    ...(before.state === 'solved' && changed.state !== 'solved'
      ? [{ name: conversationNames.reopened, properties: { ...about, ...whose } }]
      : []),
    ...(before.profileId === undefined && changed.profileId !== undefined
      ? [{ name: conversationNames.opened, properties: about }]
      : []),
  ];
};

/** A conversation after a change, with the events that tell of it; the same object when nothing changes. */
export const changedConversation = (input: {
  row: ConversationRow;
  change: ConversationChange;
  now: number;
}): ConversationRow => {
  const { row, change, now } = input;
  const { assignee, team, snoozedUntil, solvedAt, profileId, suggested, ...rest } = row;
  const state = change.state ?? row.state;
  const isSolved = state === 'solved';
  const person = profileId ?? change.profileId;
  const changed: ConversationRow = {
    ...rest,
    state,
    subject: change.subject ?? row.subject,
    tags: [...new Set(change.tags ?? row.tags)],
    records: recordsAfter(row, change),
    lastAt: Math.max(row.lastAt, change.lastAt ?? 0),
    ...optional('assignee', after(change.assignee, assignee)),
    ...optional('team', after(change.team, team)),
    ...optional('snoozedUntil', isSolved ? undefined : after(change.snoozedUntil, snoozedUntil)),
    ...optional('solvedAt', isSolved ? (solvedAt ?? now) : undefined),
    ...optional('profileId', person),
    ...optional('suggested', person === undefined ? suggested : undefined),
  };
  const tells = toldBy(row, changed).map(({ name, properties }): Tell => ({
    id: `conversation:${hashId(row.tenant, row.id, row.rev, name)}`,
    name,
    at: now,
    properties,
  }));
  return { ...changed, tells: [...row.tells, ...tells] };
};

export type ChangeConversation = (input: {
  tenant: string;
  id: string;
  change: ConversationChange;
}) => Promise<ConversationRow | undefined>;

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get' | 'save'>;
  readonly conversationMessages: Pick<ConversationMessageStore, 'give'>;
  readonly conversationFiles: Pick<ConversationFileStore, 'give'>;
  readonly tellConversations: TellConversations;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
};

const refuseTooMany = (row: ConversationRow): void => {
  const { tags, records } = row;
  if (tags.length <= conversationLimits.tags && records.length <= conversationLimits.records) return;
  throw new CicloError({
    code: 'unprocessable',
    message: `A conversation has at most ${conversationLimits.tags} tags and ${conversationLimits.records} records.`,
  });
};

/**
 * Makes the change of a conversation by the team: undefined when there is none. What it tells is written with it. Throws
 * `conflict` where it is about another person already, `unprocessable` beyond the limits.
 */
export const createChangeConversation = (use: Needs): ChangeConversation => {
  const { conversations, clock } = use;
  return async ({ tenant, id, change }) => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const row = await conversations.get({ tenant, id });
      if (row === undefined) return undefined;
      const { profileId } = change;
      if (profileId !== undefined && row.profileId !== undefined && row.profileId !== profileId) {
        throw new CicloError({
          code: 'conflict',
          message: 'The conversation is with another person already.',
        });
      }
      if (change.isClaim === true && row.assignee !== undefined && row.assignee !== change.assignee) {
        throw new CicloError({ code: 'conflict', message: 'Somebody else has the conversation already.' });
      }
      const changed = changedConversation({ row, change, now: clock.now(tenant) });
      refuseTooMany(changed);
      if ((await conversations.save({ row: changed, systemTime: clock.systemTime() })) === 'conflict')
        continue;
      if (profileId !== undefined) {
        const given = { tenant, conversation: id, profileId };
        await Promise.all([use.conversationMessages.give(given), use.conversationFiles.give(given)]);
      }
      await use.tellConversations.tell(changed);
      return changed;
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The conversation is being changed by too many at once.',
    });
  };
};
