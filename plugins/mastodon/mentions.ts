import { z } from 'zod';
import type { Cursor, Failure, HttpAnswer, InboundMessage, Poll, Polled } from '../contract.ts';
import type { MastodonConfig } from './config.ts';
import { toPlainText } from './plain-text.ts';
import { ask, type Ctx, failureOf } from './statuses.ts';

const pageSize = 40;

const status = z.object({
  id: z.string(),
  content: z.string(),
  visibility: z.string(),
  created_at: z.string(),
  in_reply_to_id: z.string().nullish(),
});
const notification = z.object({
  id: z.string(),
  type: z.string(),
  account: z.object({
    acct: z.string().min(1),
    display_name: z.string().optional(),
    bot: z.boolean().optional(),
  }),
  status: status.nullish(),
});
type Notification = z.output<typeof notification>;
const context = z.object({ ancestors: z.array(z.object({ id: z.string() })) });
const cursorSchema = z.object({ after: z.string() });

type LookCtx = Pick<Ctx, 'config' | 'http' | 'systemTime' | 'failure'>;

/** An answer of 200 that cannot be read is none of Mastodon's. */
const failed = (ctx: LookCtx, answer: HttpAnswer): Failure =>
  answer.status === 200
    ? { kind: 'retry', code: 'no-answer', message: 'Mastodon answered a look with something else.' }
    : failureOf(ctx, answer);

/** The address of an account as every server writes it: those of the own server come without its name. */
export const addressOf = ({ acct, server }: { acct: string; server: string }): string =>
  (acct.includes('@') ? acct : `${acct}@${new URL(server).host}`).toLowerCase();

/** The post that a thread began with; of one whose beginning is gone, what was answered. */
const rootOf = async (
  ctx: LookCtx,
  said: z.output<typeof status>,
): Promise<{ readonly kind: 'root'; readonly id: string } | Failure> => {
  const { id, in_reply_to_id: parent } = said;
  if (parent === null || parent === undefined) return { kind: 'root', id };
  const answer = await ask(ctx, `/api/v1/statuses/${encodeURIComponent(id)}/context`);
  if (answer.status === 404) return { kind: 'root', id: parent };
  const read = answer.status === 200 ? context.safeParse(answer.json).data : undefined;
  return read === undefined ? failed(ctx, answer) : { kind: 'root', id: read.ancestors[0]?.id ?? parent };
};

const messageOf = async (
  ctx: LookCtx,
  told: Notification,
): Promise<{ readonly kind: 'said'; readonly messages: readonly InboundMessage[] } | Failure> => {
  const { account, status: said } = told;
  if (told.type !== 'mention' || said === null || said === undefined) return { kind: 'said', messages: [] };
  const root = await rootOf(ctx, said);
  if (root.kind !== 'root') return root;
  const message: InboundMessage = {
    type: 'message',
    id: said.id,
    channel: 'mastodon',
    from: {
      address: addressOf({ acct: account.acct, server: ctx.config.server }),
      ...(account.display_name === undefined || account.display_name === ''
        ? {}
        : { name: account.display_name.slice(0, 200) }),
    },
    // The servers vouch for their accounts to each other.
    authenticated: true,
    ...(account.bot === true ? { automatic: true } : {}),
    text: toPlainText(said.content),
    // Answers to what is private stay private.
    thread: said.visibility === 'direct' ? `direct:${root.id}` : root.id,
    timestamp: said.created_at,
  };
  return { kind: 'said', messages: [message] };
};

const page = async (ctx: LookCtx, query: string): Promise<readonly Notification[] | Failure> => {
  const answer = await ask(ctx, `/api/v1/notifications?types[]=mention&${query}`);
  const read = z.array(notification).safeParse(answer.json);
  if (answer.status === 200 && read.success) return read.data;
  return failed(ctx, answer);
};

const look = async (ctx: LookCtx, cursor: Cursor | undefined): Promise<Polled> => {
  const after = cursorSchema.safeParse(cursor).data?.after;
  if (after === undefined) {
    // What was said before the connector was there is nobody's turn any more.
    const latest = await page(ctx, 'limit=1');
    if ('kind' in latest) return latest;
    return { kind: 'done', found: [], cursor: { after: latest[0]?.id ?? '0' } };
  }
  const told = await page(ctx, `limit=${pageSize}&min_id=${encodeURIComponent(after)}`);
  if ('kind' in told) return told;
  const found: InboundMessage[] = [];
  // They come newest first.
  for (const one of told.toReversed()) {
    const read = await messageOf(ctx, one);
    if (read.kind !== 'said') return read;
    found.push(...read.messages);
  }
  return {
    kind: 'done',
    found,
    cursor: { after: told[0]?.id ?? after },
    more: told.length === pageSize,
  };
};

/** Mentions of the account, and replies to its posts. */
export const mentionsPoll: Poll<MastodonConfig, undefined> = {
  title: 'Mentions and replies',
  everyMs: ({ everySeconds }) => everySeconds * 1_000,
  run: async (ctx, cursor) =>
    ctx.config.listen ? look(ctx, cursor) : { kind: 'done', found: [], cursor: cursor ?? null },
};
