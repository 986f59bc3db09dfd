import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

type Routes = Parameters<Parameters<typeof createHttpFake>[0]>[0];

const status = z.object({
  status: z.string(),
  visibility: z.string().optional(),
  media_ids: z.array(z.string()).optional(),
  in_reply_to_id: z.string().optional(),
});

type Status = {
  readonly id: string;
  readonly url: string;
  readonly content: string;
  readonly created_at: string;
};
type Mention = {
  readonly id: string;
  readonly type: string;
  readonly status: object;
  readonly account: object;
};

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('\n\n', '</p><p>')
    .replaceAll('\n', '<br />');

type Said = {
  readonly id: string;
  readonly acct: string;
  readonly content: string;
  readonly visibility?: string;
  readonly replyTo?: string;
  readonly bot?: boolean;
};

const mentionOf = ({ id, acct, content, visibility = 'public', replyTo, bot = false }: Said): Mention => ({
  id,
  type: 'mention',
  account: { id: '7', acct, display_name: 'Ana', bot },
  status: {
    id: `s${id}`,
    content,
    visibility,
    created_at: '2026-03-01T12:00:00.000Z',
    in_reply_to_id: replyTo ?? null,
  },
});

/** What the server was told. */
const createSaid = () => ({
  bodies: new Array<unknown>(),
  media: new Array<{ readonly file: File; readonly description: string | undefined }>(),
  statuses: new Array<Status>(),
  mentions: new Array<Mention>(),
  byKey: new Map<string, Status>(),
  looks: new Map<string, number>(),
  clock: { now: Date.parse('2026-03-01T12:00:00Z') },
});
type Server = Routes & { readonly said: ReturnType<typeof createSaid> };

const serveMedia = ({ app, happened, said: { media, looks } }: Server): void => {
  let looked = 0;
  app.post('/api/v2/media', async (c) => {
    const { file, description } = await c.req.parseBody();
    if (!(file instanceof File)) return c.json({ error: "Validation failed: File can't be blank" }, 422);
    media.push({ file, description: typeof description === 'string' ? description : undefined });
    const isSlow = description === 'slow';
    const answer = {
      id: String(media.length),
      type: 'image',
      url: isSlow ? null : 'https://files.example/1.png',
    };
    return c.json(answer, isSlow ? 202 : 200);
  });
  app.get('/api/v1/media/:id', (c) => {
    const id = c.req.param('id');
    const count = (looks.get(id) ?? 0) + 1;
    looks.set(id, count);
    happened(`look-${(looked += 1)}`);
    const isSlow = media[Number(id) - 1]?.description === 'slow' && count < 2;
    return c.json(
      { id, type: 'image', url: isSlow ? null : 'https://files.example/1.png' },
      isSlow ? 206 : 200,
    );
  });
};

const serveStatuses = ({ app, happened, said }: Server): void => {
  const { bodies, media, statuses, byKey, looks, clock } = said;
  app.post('/api/v1/statuses', async (c) => {
    const body: unknown = await c.req.json();
    const read = status.safeParse(body);
    const { media_ids: ids = [], status: text = '' } = read.data ?? {};
    if (!read.success || (text === '' && ids.length === 0))
      return c.json({ error: "Validation failed: Text can't be blank" }, 422);
    if (ids.some((id) => media[Number(id) - 1]?.description === 'slow' && (looks.get(id) ?? 0) < 2))
      return c.json({ error: 'Cannot attach files that have not finished processing.' }, 422);
    const key = c.req.header('idempotency-key') ?? `none-${statuses.length}`;
    const before = byKey.get(key);
    if (before !== undefined) return c.json(before);
    const id = String(1_000 + statuses.length);
    const made: Status = {
      id,
      url: `https://social.example/@shop/${id}`,
      content: `<p>${escaped(text)}</p>`,
      created_at: new Date(clock.now).toISOString(),
    };
    bodies.push(body);
    statuses.push(made);
    byKey.set(key, made);
    happened(`status-${id}`);
    return c.json(made);
  });
  app.get('/api/v1/accounts/:id/statuses', (c) => c.json(statuses.toReversed()));
};

const serveMentions = ({ app, said: { mentions } }: Server): void => {
  app.get('/api/v1/notifications', (c) => {
    const { min_id: after = '0', limit = '40' } = c.req.query();
    if (c.req.query('min_id') === undefined) return c.json(mentions.toReversed().slice(0, Number(limit)));
    const newer = mentions.filter(({ id }) => Number(id) > Number(after));
    return c.json(newer.slice(0, Number(limit)).toReversed());
  });
  app.get('/api/v1/statuses/:id/context', (c) => c.json({ ancestors: [{ id: '1000' }], descendants: [] }));
};

/**
 * The API of a Mastodon server, as docs.joinmastodon.org describes it for version 4.3: a key of `Idempotency-Key` makes one status. An
 * image whose description is `slow` is processed once it was looked at twice.
 */
export const createMastodonFake = async (token: string) => {
  const said = createSaid();
  const provider = await createHttpFake((routes) => {
    const { app } = routes;
    app.use('/api/*', async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${token}`)
        return c.json({ error: 'The access token is invalid' }, 401);
      await next();
      return undefined;
    });
    app.get('/api/v1/accounts/verify_credentials', (c) =>
      c.json({ id: '1', acct: 'shop', username: 'shop' }),
    );
    for (const serve of [serveMedia, serveStatuses, serveMentions]) serve({ ...routes, said });
  });
  const { bodies, media, statuses, clock } = said;
  return {
    ...provider,
    bodies,
    media,
    statuses,
    clock,
    /** Forgets all keys, as Mastodon does after an hour. */
    forgetKeys: () => said.byKey.clear(),
    /** Somebody mentions the account. */
    mention: (mention: Said) => said.mentions.push(mentionOf(mention)),
  };
};
