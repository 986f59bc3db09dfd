import { z } from 'zod';
import type { Cursor, InboundMessage, Poll, Polled } from '../contract.ts';
import type { XConfig } from './config.ts';
import { ask, type Ctx } from './requests.ts';

const pageSize = 100;

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
  meta: z.object({ newest_id: z.string().optional() }).optional(),
});
type Page = z.output<typeof pageSchema>;
const cursorSchema = z.object({ me: z.string(), after: z.string() });

type LookCtx = Pick<Ctx, 'config' | 'http' | 'systemTime'>;

const failed = (status: number): Polled => ({
  kind: 'retry',
  code: status === 429 ? 'rate-limited' : 'no-answer',
  message: `X answered ${status} to a look at the mentions.`,
});

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

const pageOf = async (ctx: LookCtx, own: string, more: Record<string, string>) => {
  const query = new URLSearchParams({
    'tweet.fields': 'created_at,conversation_id',
    expansions: 'author_id',
    ...more,
  });
  const answer = await ask(ctx, `/2/users/${encodeURIComponent(own)}/mentions?${query.toString()}`);
  return {
    status: answer.status,
    page: answer.status === 200 ? pageSchema.safeParse(answer.json).data : undefined,
  };
};

const look = async (ctx: LookCtx, cursor: Cursor | undefined): Promise<Polled> => {
  const known = cursorSchema.safeParse(cursor).data;
  if (known === undefined) {
    const answer = await ask(ctx, '/2/users/me');
    const own = answer.status === 200 ? me.safeParse(answer.json).data?.data.id : undefined;
    if (own === undefined) return failed(answer.status);
    // What was said before the connector was there is nobody's turn any more.
    const { page, status } = await pageOf(ctx, own, { max_results: '5' });
    return page === undefined
      ? failed(status)
      : { kind: 'done', found: [], cursor: { me: own, after: page.meta?.newest_id ?? '1' } };
  }
  const found: InboundMessage[] = [];
  const { page, status } = await pageOf(ctx, known.me, {
    max_results: String(pageSize),
    since_id: known.after,
  });
  if (page === undefined) return failed(status);
  found.push(...messagesOf(page, known.me));
  return { kind: 'done', found, cursor: { me: known.me, after: page.meta?.newest_id ?? known.after } };
};

/** Mentions of the account, and replies to its posts: of one look the latest hundred. */
export const mentionsPoll: Poll<XConfig, undefined> = {
  title: 'Mentions and replies',
  everyMs: ({ everySeconds }) => everySeconds * 1_000,
  run: async (ctx, cursor) =>
    ctx.config.listen ? look(ctx, cursor) : { kind: 'done', found: [], cursor: cursor ?? null },
};
