import { z } from 'zod';
import type { Cursor, Failure, HttpAnswer, InboundMessage, Poll, Polled } from '../contract.ts';
import type { XConfig } from './config.ts';
import { ask, type Ctx, failureOf } from './requests.ts';

const pageSize = 100;
/** X tells of no more than the latest 800 mentions. */
const pagesMax = 8;

const me = z.object({ data: z.object({ id: z.string() }) });
const pageSchema = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        author_id: z.string(),
        conversation_id: z.string().optional(),
        created_at: z.string().optional(),
      }),
    )
    .optional(),
  includes: z
    .object({
      users: z
        .array(z.object({ id: z.string(), username: z.string(), name: z.string().optional() }))
        .optional(),
    })
    .optional(),
  meta: z.object({ newest_id: z.string().optional(), next_token: z.string().optional() }).optional(),
});
type Page = z.output<typeof pageSchema>;
const cursorSchema = z.object({ me: z.string(), after: z.string() });

type LookCtx = Pick<Ctx, 'config' | 'http' | 'systemTime' | 'failure'>;

const messagesOf = (page: Page, own: string): readonly InboundMessage[] => {
  const users = new Map((page.includes?.users ?? []).map((user) => [user.id, user]));
  // They come newest first.
  return (page.data ?? []).toReversed().flatMap((tweet): readonly InboundMessage[] => {
    const author = users.get(tweet.author_id);
    if (author === undefined || tweet.author_id === own) return [];
    const { username, name = username } = author;
    return [
      {
        type: 'message',
        id: tweet.id,
        channel: 'x',
        from: { address: username.toLowerCase(), name: name.slice(0, 200) },
        authenticated: true,
        text: tweet.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
        thread: tweet.conversation_id ?? tweet.id,
        timestamp: tweet.created_at,
      },
    ];
  });
};

/** An answer of 200 that cannot be read is no answer of X. */
const failed = (ctx: LookCtx, answer: HttpAnswer): Failure =>
  answer.status === 200
    ? { kind: 'retry', code: 'no-answer', message: 'X answered a look at the mentions with something else.' }
    : failureOf(ctx, answer);

const pageOf = async (
  ctx: LookCtx,
  own: string,
  more: Record<string, string>,
): Promise<{ readonly kind: 'page'; readonly page: Page } | Failure> => {
  const query = new URLSearchParams({
    'tweet.fields': 'created_at,conversation_id',
    expansions: 'author_id',
    ...more,
  });
  const answer = await ask(ctx, `/2/users/${encodeURIComponent(own)}/mentions?${query.toString()}`);
  const page = answer.status === 200 ? pageSchema.safeParse(answer.json).data : undefined;
  return page === undefined ? failed(ctx, answer) : { kind: 'page', page };
};

const begin = async (ctx: LookCtx): Promise<Polled> => {
  const answer = await ask(ctx, '/2/users/me');
  const own = answer.status === 200 ? me.safeParse(answer.json).data?.data.id : undefined;
  if (own === undefined) return failed(ctx, answer);
  // What was said before the connector was there is nobody's turn any more.
  const read = await pageOf(ctx, own, { max_results: '5' });
  if (read.kind !== 'page') return read;
  return { kind: 'done', found: [], cursor: { me: own, after: read.page.meta?.newest_id ?? '1' } };
};

const look = async (ctx: LookCtx, cursor: Cursor | undefined): Promise<Polled> => {
  const known = cursorSchema.safeParse(cursor).data;
  if (known === undefined) return begin(ctx);
  const pages: Page[] = [];
  let token: string | undefined;
  do {
    const read = await pageOf(ctx, known.me, {
      max_results: String(pageSize),
      since_id: known.after,
      ...(token === undefined ? {} : { pagination_token: token }),
    });
    if (read.kind !== 'page') return read;
    pages.push(read.page);
    token = read.page.meta?.next_token;
  } while (token !== undefined && pages.length < pagesMax);
  return {
    kind: 'done',
    // They come newest first.
    found: pages.toReversed().flatMap((page) => messagesOf(page, known.me)),
    cursor: { me: known.me, after: pages[0]?.meta?.newest_id ?? known.after },
  };
};

/** Mentions of the account, and replies to its posts. */
export const mentionsPoll: Poll<XConfig, undefined> = {
  title: 'Mentions and replies',
  everyMs: ({ everySeconds }) => everySeconds * 1_000,
  run: async (ctx, cursor) =>
    ctx.config.listen ? look(ctx, cursor) : { kind: 'done', found: [], cursor: cursor ?? null },
};
