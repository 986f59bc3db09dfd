import { z } from 'zod';
import type { Cursor, InboundMessage, Poll, Polled } from '../contract.ts';
import type { BlueskyConfig } from './config.ts';
import { ask, type Ctx, failureOf, type Sessions } from './session.ts';

const pageSize = 50;
const pagesMax = 10;

const notification = z.object({
  uri: z.string(),
  author: z.object({ did: z.string(), handle: z.string(), displayName: z.string().optional() }),
  reason: z.string(),
  record: z
    .object({
      text: z.string().optional(),
      createdAt: z.string().optional(),
      reply: z.object({ root: z.object({ uri: z.string() }) }).optional(),
    })
    .optional()
    .catch(undefined),
  indexedAt: z.string(),
});
type Notification = z.output<typeof notification>;
const pageSchema = z.object({ notifications: z.array(notification), cursor: z.string().optional() });
const cursorSchema = z.object({
  /** When the last that was taken was indexed. */
  after: z.string(),
  /** Where the first look began: nothing from before it is told. */
  first: z.string().optional(),
  /** Of looks that have not come back to `after` yet: the newest that they saw, and the page that follows. */
  rest: z.object({ newest: z.string(), page: z.string() }).optional(),
});
type Place = z.output<typeof cursorSchema>;

/** What is indexed late has a time from before, and the clocks of servers differ; what comes again is taken once, by its id. */
const overlapMs = 5 * 60_000;

/** From when on notifications are told. */
const floorOf = ({ after, first = '' }: Place): string => {
  const at = Date.parse(after);
  const earlier = Number.isNaN(at) ? '' : new Date(at - overlapMs).toISOString();
  return earlier > first ? earlier : first;
};

type LookCtx = Pick<Ctx, 'config' | 'http' | 'resource' | 'systemTime' | 'failure'>;

const messageOf = ({ uri, author, record, indexedAt }: Notification): InboundMessage => ({
  type: 'message',
  id: uri,
  channel: 'bluesky',
  from: { address: author.did, name: (author.displayName ?? author.handle).slice(0, 200) },
  // The server knows whose repository it read.
  authenticated: true,
  text: record?.text ?? '',
  thread: (record?.reply?.root.uri ?? uri).slice(0, 500),
  timestamp: record?.createdAt ?? indexedAt,
});

type Page =
  | { readonly ok: true; readonly page: z.output<typeof pageSchema> }
  | { readonly ok: false; readonly failed: Polled };

const pageOf = async (ctx: LookCtx, cursor: string | undefined, limit: number): Promise<Page> => {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const reason of ['mention', 'reply', 'quote']) query.append('reasons', reason);
  if (cursor !== undefined) query.set('cursor', cursor);
  const asked = await ask(ctx, `app.bsky.notification.listNotifications?${query.toString()}`);
  if (!asked.ok) return { ok: false, failed: asked.failure };
  const read = pageSchema.safeParse(asked.answer.json);
  if (asked.answer.status === 200 && read.success) return { ok: true, page: read.data };
  if (asked.answer.status !== 200) return { ok: false, failed: failureOf(ctx, asked.answer) };
  const message = 'Bluesky answered a look at the notifications with something else.';
  return { ok: false, failed: { kind: 'retry', code: 'no-answer', message } };
};

const begin = async (ctx: LookCtx): Promise<Polled> => {
  // What was said before the connector was there is nobody's turn any more.
  const read = await pageOf(ctx, undefined, 1);
  if (!read.ok) return read.failed;
  const first = read.page.notifications[0]?.indexedAt ?? '';
  return { kind: 'done', found: [], cursor: { after: first, first } };
};

const look = async (ctx: LookCtx, cursor: Cursor | undefined): Promise<Polled> => {
  const place = cursorSchema.safeParse(cursor).data;
  if (place === undefined) return begin(ctx);
  const floor = floorOf(place);
  const told: Notification[] = [];
  let next = place.rest?.page;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const read = await pageOf(ctx, next, pageSize);
    if (!read.ok) return read.failed;
    // Two can have one instant; what was taken before is taken once, by its id.
    const newer = read.page.notifications.filter(({ indexedAt }) => indexedAt >= floor);
    told.push(...newer);
    const isLast = newer.length < read.page.notifications.length || newer.length === 0;
    next = isLast ? undefined : read.page.cursor;
    if (next === undefined) break;
  }
  const heard = told.filter(({ reason }) => reason === 'mention' || reason === 'reply' || reason === 'quote');
  const { after, first = '' } = place;
  const seen = place.rest?.newest ?? told[0]?.indexedAt ?? after;
  const newest = seen > after ? seen : after;
  return {
    kind: 'done',
    // They come newest first.
    found: heard.toReversed().map(messageOf),
    ...(next === undefined
      ? { cursor: { after: newest, first } }
      : { cursor: { after, first, rest: { newest, page: next } }, more: true }),
  };
};

/** Mentions of the account, replies to its posts, and posts that quote them. */
export const notificationsPoll: Poll<BlueskyConfig, Sessions> = {
  title: 'Mentions, replies and quotes',
  everyMs: ({ everySeconds }) => everySeconds * 1_000,
  run: async (ctx, cursor) =>
    ctx.config.listen ? look(ctx, cursor) : { kind: 'done', found: [], cursor: cursor ?? null },
};
