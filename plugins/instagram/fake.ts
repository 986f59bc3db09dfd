import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

const container = z.union([
  z.strictObject({
    image_url: z.url(),
    alt_text: z.string().optional(),
    caption: z.string().max(2_200).optional(),
    is_carousel_item: z.literal(true).optional(),
  }),
  z.strictObject({
    media_type: z.literal('CAROUSEL'),
    children: z.array(z.string()).min(2).max(10),
    caption: z.string().max(2_200),
  }),
]);
type Kept = { readonly caption: string; looks: number; media: string | undefined };

const refusal = (code: number, message: string) => ({
  error: { message, type: 'OAuthException', code, fbtrace_id: 'A1' },
});

/** Instagram's content publishing, as developers.facebook.com describes it for v23.0. A caption with `slow` is processed for one look, one with `bad` fails; the containers `8` and `9` are ready from the start. */
export const createInstagramFake = async (token: string) => {
  const bodies: unknown[] = [];
  const containers = new Map<string, Kept>(
    ['8', '9'].map((id) => [id, { caption: 'Spring is here.', looks: 0, media: undefined }]),
  );
  const posts: { id: string; caption: string; timestamp: string; permalink: string }[] = [];
  const comments: { on: string; message: string }[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/v23.0/*', async (c, next) =>
      c.req.header('authorization') === `Bearer ${token}`
        ? next()
        : c.json(refusal(190, 'Invalid OAuth access token.'), 400),
    );
    app.post('/v23.0/:account/media', async (c) => {
      const body: unknown = await c.req.json();
      const read = container.safeParse(body).data;
      if (read === undefined) return c.json(refusal(100, 'Invalid parameter'), 400);
      bodies.push(body);
      const id = String(10 + bodies.length);
      containers.set(id, { caption: read.caption ?? '', looks: 0, media: undefined });
      happened(`container of ${read.caption}`);
      return c.json({ id });
    });
    app.post('/v23.0/:account/media_publish', async (c) => {
      const { creation_id: id } = z.object({ creation_id: z.string() }).parse(await c.req.json());
      const kept = containers.get(id);
      if (kept === undefined) return c.json(refusal(100, 'Unknown container'), 400);
      if (kept.media !== undefined) return c.json(refusal(9_007, 'Media already published'), 400);
      kept.media = `post-${posts.length + 1}`;
      const permalink = `https://www.instagram.com/p/${kept.media}/`;
      posts.push({ id: kept.media, caption: kept.caption, timestamp: '2026-03-01T12:00:05+0000', permalink });
      happened(kept.media);
      return c.json({ id: kept.media });
    });
    app.get('/v23.0/:account/media', (c) => c.json({ data: posts }));
    app.post('/v23.0/:id/comments', async (c) => {
      const { message } = z.strictObject({ message: z.string().min(1) }).parse(await c.req.json());
      comments.push({ on: c.req.param('id'), message });
      happened(`comment-${comments.length}`);
      return c.json({ id: `comment-${comments.length}` });
    });
    app.get('/v23.0/:id', (c) => {
      const id = c.req.param('id');
      if (c.req.query('fields') === 'permalink')
        return c.json({ permalink: posts.find((one) => one.id === id)?.permalink });
      const kept = containers.get(id);
      if (kept === undefined) return c.json({ id });
      kept.looks += 1;
      if (id === '8') happened(`look-${kept.looks}`);
      const isSlow = kept.caption.includes('slow') && kept.looks < 2;
      const status = kept.caption.includes('bad') ? 'ERROR' : isSlow ? 'IN_PROGRESS' : 'FINISHED';
      return c.json({
        status_code: kept.media === undefined ? status : 'PUBLISHED',
        status: 'Error: 2207052',
      });
    });
  });
  return { ...provider, bodies, posts, comments, containers };
};
