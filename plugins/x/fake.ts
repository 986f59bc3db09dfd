import { z } from 'zod';
import { createHttpFake } from '../testing.ts';
import { type Keys, signatureOf } from './signed.ts';

const tweet = z.strictObject({
  text: z.string().min(1),
  media: z.strictObject({ media_ids: z.array(z.string()).min(1).max(4) }).optional(),
  reply: z.strictObject({ in_reply_to_tweet_id: z.string() }).optional(),
});

const fieldsOf = (header: string): Record<string, string> =>
  Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      decodeURIComponent(value),
    ]),
  );

type Routes = Parameters<Parameters<typeof createHttpFake>[0]>[0];

/** A text as X shows it: with shortened addresses; and the address that it adds for images. */
const shortened = ({ id, text }: { id: string; text: string }) => {
  const links = text.match(/https?:\S+/g) ?? [];
  const urls = links.map((expanded_url, n) => ({ url: `https://t.co/${id}${n}`, expanded_url }));
  const shown = urls.reduce(
    (so, { url, expanded_url }) => so.replace(expanded_url, url),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  );
  const image = { url: `https://t.co/i${id}`, expanded_url: `https://x.com/shop/status/${id}/photo/1` };
  return { urls, shown, image };
};

/** What X was told. */
const createSaid = () => ({
  bodies: new Array<unknown>(),
  tweets: new Array<{ id: string; text: string; created_at: string; entities?: object }>(),
  media: new Array<{ file: File; alt?: string }>(),
  mentions: new Array<object>(),
  clock: { now: Date.parse('2026-03-01T12:00:00Z') },
});
type Server = Routes & { readonly said: ReturnType<typeof createSaid> };

const checkSignature = ({ app, keys }: Pick<Routes, 'app'> & { keys: Keys }): void => {
  const nonces = new Set<string>();
  app.use('/2/*', async (c, next) => {
    const { oauth_signature: sent = '', ...oauth } = fieldsOf(c.req.header('authorization') ?? '');
    const expected = signatureOf({ method: c.req.method, url: c.req.url, oauth, keys });
    const nonce = oauth['oauth_nonce'] ?? '';
    if (sent !== expected || nonces.has(nonce)) return c.json({ title: 'Unauthorized', status: 401 }, 401);
    nonces.add(nonce);
    await next();
    return undefined;
  });
};

const serveMedia = ({ app, said: { media } }: Server): void => {
  app.post('/2/media/upload', async (c) => {
    const { media: file } = await c.req.parseBody();
    if (!(file instanceof File)) return c.json({ title: 'Invalid Request', detail: 'media is missing' }, 400);
    media.push({ file });
    return c.json({ data: { id: String(media.length), media_key: `3_${media.length}` } });
  });
  app.post('/2/media/metadata', async (c) => {
    const body = z
      .object({ id: z.string(), metadata: z.object({ alt_text: z.object({ text: z.string() }) }) })
      .parse(await c.req.json());
    const found = media[Number(body.id) - 1];
    if (found === undefined) return c.json({ title: 'Not Found' }, 404);
    found.alt = body.metadata.alt_text.text;
    return c.json({ data: { id: body.id } });
  });
};

const serveTweets = ({ app, happened, said: { bodies, tweets, clock } }: Server): void => {
  let reads = 0;
  app.post('/2/tweets', async (c) => {
    const body: unknown = await c.req.json();
    const read = tweet.safeParse(body).data;
    if (read === undefined)
      return c.json({ title: 'Invalid Request', detail: 'One or more parameters are invalid.' }, 400);
    if (read.text === 'Again' && tweets.some(({ text }) => text === 'Again')) {
      return c.json(
        { title: 'Forbidden', detail: 'You are not allowed to create a Tweet with duplicate content.' },
        403,
      );
    }
    const id = String(1_000 + tweets.length);
    const { urls, shown, image } = shortened({ id, text: read.text });
    const hasImage = read.media !== undefined;
    bodies.push(body);
    tweets.push({
      id,
      text: hasImage ? `${shown} ${image.url}` : shown,
      created_at: new Date(clock.now).toISOString(),
      entities: { urls: hasImage ? [...urls, image] : urls },
    });
    happened(`tweet-${id}`);
    return c.json({ data: { id, text: shown, edit_history_tweet_ids: [id] } }, 201);
  });
  app.get('/2/users/:id/tweets', (c) => {
    happened(`read-${(reads += 1)}`);
    const from = c.req.query('start_time') ?? '';
    const data = tweets.filter(({ created_at: at }) => at >= from).toReversed();
    return c.json(
      data.length === 0 ? { meta: { result_count: 0 } } : { data, meta: { result_count: data.length } },
    );
  });
};

const serveMentions = ({ app, said: { mentions } }: Server): void => {
  app.get('/2/users/:id/mentions', (c) => {
    const after = Number(c.req.query('since_id') ?? '0');
    const start = Number(c.req.query('pagination_token') ?? '0');
    const end = start + Number(c.req.query('max_results') ?? '10');
    const all = mentions
      .filter((one) => Number(z.object({ id: z.string() }).parse(one).id) > after)
      .toReversed();
    const data = all.slice(start, end);
    const newest = z.object({ id: z.string() }).safeParse(data[0]).data?.id;
    return c.json({
      ...(data.length === 0
        ? {}
        : { data, includes: { users: [{ id: '7', username: 'Ana', name: 'Ana L' }] } }),
      meta: {
        result_count: data.length,
        ...(newest === undefined ? {} : { newest_id: newest }),
        ...(end < all.length ? { next_token: String(end) } : {}),
      },
    });
  });
};

/** X's API v2, as docs.x.com describes it; a request has to be signed by the four keys (RFC 5849), and no nonce comes twice. */
export const createXFake = async (keys: Keys) => {
  const said = createSaid();
  const provider = await createHttpFake((routes) => {
    const { app } = routes;
    checkSignature({ app, keys });
    app.get('/2/users/me', (c) => c.json({ data: { id: '9', username: 'shop', name: 'Shop' } }));
    for (const serve of [serveMedia, serveTweets, serveMentions]) serve({ ...routes, said });
  });
  return { ...provider, ...said };
};
