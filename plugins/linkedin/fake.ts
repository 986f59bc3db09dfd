import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

const image = z.strictObject({ id: z.string(), altText: z.string() });
const post = z.strictObject({
  author: z.string(),
  commentary: z.string().max(3_000),
  visibility: z.enum(['PUBLIC', 'CONNECTIONS', 'LOGGED_IN']),
  distribution: z.strictObject({
    feedDistribution: z.enum(['MAIN_FEED', 'NONE']),
    targetEntities: z.array(z.unknown()),
    thirdPartyDistributionChannels: z.array(z.unknown()),
  }),
  content: z
    .union([
      z.strictObject({ media: image }),
      z.strictObject({ multiImage: z.strictObject({ images: z.array(image).min(2).max(20) }) }),
    ])
    .optional(),
  lifecycleState: z.literal('PUBLISHED'),
  isReshareDisabledByAuthor: z.boolean(),
});

/** LinkedIn's Posts, Images and Comments API, as learn.microsoft.com/linkedin describes them for 202610; the commentary `twice` is a duplicate. */
export const createLinkedinFake = async (token: string) => {
  const bodies: unknown[] = [];
  const uploads: { type: string; bytes: number }[] = [];
  const posts: { id: string; commentary: string; createdAt: number }[] = [];
  const comments: unknown[] = [];
  const clock = { now: Date.parse('2026-03-01T12:00:00Z') };
  let reads = 0;
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('*', async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${token}`) {
        return c.json({ status: 401, code: 'INVALID_ACCESS_TOKEN', message: 'Invalid access token' }, 401);
      }
      const isVersioned = c.req.header('linkedin-version') === '202610';
      if (c.req.path.startsWith('/rest/') && !isVersioned) {
        return c.json({ status: 426, code: 'NONEXISTENT_VERSION', message: 'Not active' }, 426);
      }
      return next();
    });
    app.post('/rest/images', (c) => {
      const id = `urn:li:image:${uploads.length + 1}`;
      return c.json({ value: { uploadUrl: new URL('/dms-uploads/1', c.req.url).href, image: id } });
    });
    app.put('/dms-uploads/1', async (c) => {
      const bytes = (await c.req.arrayBuffer()).byteLength;
      uploads.push({ type: c.req.header('content-type') ?? '', bytes });
      return c.body(null, 201);
    });
    app.post('/rest/posts', async (c) => {
      const body: unknown = await c.req.json();
      const read = post.safeParse(body).data;
      if (read === undefined) return c.json({ status: 400, code: 'INVALID', message: 'Invalid input' }, 400);
      if (read.commentary === 'twice') {
        const message = 'Content is a duplicate of urn:li:share:1';
        return c.json({ status: 422, code: 'DUPLICATE_POST', message }, 422);
      }
      bodies.push(body);
      const id = `urn:li:share:${1_000 + posts.length}`;
      posts.unshift({ id, commentary: read.commentary, createdAt: clock.now });
      happened(id);
      return c.body(null, 201, { 'x-restli-id': id });
    });
    app.get('/rest/posts', (c) => {
      if (c.req.query('count') !== '1') happened(`read-${(reads += 1)}`);
      return c.json({ elements: posts, paging: { start: 0, count: 50 } });
    });
    app.post('/rest/socialActions/:urn/comments', async (c) => {
      comments.push(await c.req.json());
      const id = `urn:li:comment:${comments.length}`;
      happened(id);
      return c.json({ id }, 201, { 'x-restli-id': id });
    });
  });
  return { ...provider, bodies, uploads, posts, comments, clock };
};
