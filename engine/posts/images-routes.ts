import { createHash } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../api/admin/kit.ts';
import { readBody } from '../../api/http/body.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { CicloError } from '../../domain/errors.ts';
import { imageTypeOf } from '../../domain/posts/image-type.ts';
import type { Clock } from '../clock/clock.ts';
import type { PostImageStore } from './ports.ts';
import { imageGraceMs } from './retire-images.ts';

const maxBytes = 5 * 1024 * 1024;
/** Just less than the server gives a whole request. */
const withinMs = 28_000;

const route = createRoute({
  method: 'post',
  path: '/posts/images',
  tags: ['Posts'],
  summary: 'Send an image for posts: PNG, JPEG, GIF or WebP, up to 5 MB',
  description:
    'The same file is the same image. An image that no post names is deleted after a time (retention class `postImages`). Anyone who knows its id can see it: it is made to be published.',
  security: withKey,
  request: {
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    200: answer({
      description: 'The image.',
      schema: z.object({ id: z.string(), type: z.string(), size: z.int() }).openapi('PostImage'),
    }),
    ...commonProblems,
  },
});

/** `/api/posts/images`: the files of images. */
export const postImageRoutes = (deps: {
  postImages: Pick<PostImageStore, 'put'>;
  clock: Pick<Clock, 'now'>;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const bytes = await readBody({ request: c.req.raw, maxBytes, withinMs, take: c.get('takeBytes') });
    const type = imageTypeOf(bytes);
    if (type === undefined) {
      const message = 'The body is no image. Send the bytes of a PNG, JPEG, GIF or WebP file.';
      throw new CicloError({ code: 'invalid-input', message });
    }
    const { tenant } = c.get('key');
    const id = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
    const image = { id, type, size: bytes.byteLength };
    const due = deps.clock.now(tenant) + imageGraceMs;
    await deps.postImages.put({ tenant, image, bytes, due });
    c.set('audited', { subject: id });
    return c.json(image, 200);
  });
