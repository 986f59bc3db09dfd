import { z } from 'zod';
import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';

const post = z
  .strictObject({
    message: z.string().min(1).optional(),
    link: z.url().optional(),
    attached_media: z.array(z.strictObject({ media_fbid: z.string() })).optional(),
  })
  .refine(({ message, link, attached_media: media }) => message ?? link ?? media?.[0]);

/** The Graph API of a page, as developers.facebook.com describes it for v23.0: errors come with 400 and a code. */
export const createFacebookFake = async (token: string) => {
  const bodies: unknown[] = [];
  const photos: { file: File; fields: Record<string, unknown> }[] = [];
  const posts: { id: string; message: string; created_time: string }[] = [];
  const comments: { on: string; message: string }[] = [];
  const clock = { now: Date.parse('2026-03-01T12:00:00Z') };
  let reads = 0;
  const provider = await createHttpFake(({ app, happened }) => {
    const refuse = (code: number, message: string) => ({
      error: { message, type: 'OAuthException', code, fbtrace_id: 'A1' },
    });
    app.use('/v23.0/*', async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${token}`)
        return c.json(refuse(190, 'Invalid OAuth access token.'), 400);
      await next();
      return undefined;
    });
    app.get('/v23.0/:page', (c) => c.json({ id: c.req.param('page') }));
    app.post('/v23.0/:page/photos', async (c) => {
      const { source, ...fields } = await c.req.parseBody();
      if (!(source instanceof File)) return c.json(refuse(324, 'Requires upload file'), 400);
      photos.push({ file: source, fields });
      return c.json({ id: String(500 + photos.length) });
    });
    app.post('/v23.0/:page/feed', async (c) => {
      const body: unknown = await c.req.json();
      const read = post.safeParse(body).data;
      if (read === undefined) return c.json(refuse(100, 'The parameter message is required'), 400);
      if (read.message === 'twice') return c.json(refuse(506, 'Duplicate status message'), 400);
      if (read.message === 'spam')
        return c.json(refuse(368, 'The action attempted has been deemed abusive'), 400);
      if (read.message === 'broken') return c.json(refuse(2, 'Service temporarily unavailable'), 400);
      bodies.push(body);
      const id = `${c.req.param('page')}_${1_000 + posts.length}`;
      const created_time = new Date(clock.now).toISOString().replace('.000Z', '+0000');
      posts.push({ id, message: read.message ?? '', created_time });
      happened(id);
      return c.json({ id });
    });
    app.get('/v23.0/:page/feed', (c) => {
      happened(`read-${(reads += 1)}`);
      const since = Number(c.req.query('since') ?? '0') * 1_000;
      return c.json({ data: posts.filter(({ created_time: at }) => Date.parse(at) >= since) });
    });
    app.post('/v23.0/:id/comments', async (c) => {
      const body = z.strictObject({ message: z.string().min(1) }).safeParse(await c.req.json()).data;
      if (body === undefined) return c.json(refuse(100, 'The parameter message is required'), 400);
      comments.push({ on: c.req.param('id'), message: body.message });
      const id = `1000_${comments.length}`;
      happened(id);
      return c.json({ id });
    });
  });
  return { ...provider, bodies, photos, posts, comments, clock };
};

/** News of a page, signed by the app. */
export const signedByFacebook = ({ body, secret }: { body: Uint8Array; secret: string }): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: { 'x-hub-signature-256': `sha256=${hmacSha256({ key: secret, data: body, encoding: 'hex' })}` },
  rawBody: body,
});
