import { z } from 'zod';
import {
  type Failure,
  type HttpAnswer,
  loginFailed,
  type Outcome,
  type PostContent,
  providerFailure,
  textWithLink,
} from '../contract.ts';
import type { Ctx } from './config.ts';
import { littleText } from './little-text.ts';

const refusal = z.object({ code: z.string().optional(), message: z.string().optional() });
const upload = z.object({ value: z.object({ uploadUrl: z.url(), image: z.string().min(1) }) });
const listed = z.object({
  elements: z.array(
    z.object({ id: z.string(), commentary: z.string().optional(), createdAt: z.number().optional() }),
  ),
});

/** Clocks of two machines differ. */
const clockMs = 60_000;

type Placed = { readonly state: 'published'; readonly id: string; readonly url?: string };
const placed = (id: string): Placed => ({
  state: 'published',
  id,
  url: `https://www.linkedin.com/feed/update/${encodeURIComponent(id)}`,
});

/** A request to LinkedIn's versioned API. */
export const ask = (
  ctx: Pick<Ctx, 'config' | 'http'>,
  path: string,
  more: Omit<Parameters<Ctx['http']>[0], 'url'> = {},
): Promise<HttpAnswer> => {
  const { url, token, version } = ctx.config;
  return ctx.http({
    ...more,
    url: new URL(path, url).href,
    headers: {
      authorization: `Bearer ${token}`,
      'linkedin-version': version,
      'x-restli-protocol-version': '2.0.0',
      ...more.headers,
    },
  });
};

const failureOf = (ctx: Ctx, answer: HttpAnswer): Failure => {
  const { code = '', message = '' } = refusal.safeParse(answer.json).data ?? {};
  if (answer.status === 426) return loginFailed(`LinkedIn knows the version ${ctx.config.version} no more.`);
  const failure = providerFailure({ ctx, answer, reason: message });
  const isDuplicate = answer.status === 422 && /duplicate/i.test(`${code} ${message}`);
  return isDuplicate ? { kind: 'rejected', code: 'duplicate', message: failure.message } : failure;
};

type Sent = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly failure: Failure };

/** An image that no post shows is seen by nobody: whatever became of it, it can be sent again. */
const asRepeatable = (failure: Failure): Failure =>
  failure.kind === 'unknown' ? { ...failure, kind: 'retry' } : failure;

const sendImage = async (ctx: Ctx, image: PostContent['images'][number]): Promise<Sent> => {
  const asked = await ask(ctx, '/rest/images?action=initializeUpload', {
    json: { initializeUploadRequest: { owner: ctx.config.author } },
  });
  const place = asked.status === 200 ? upload.safeParse(asked.json).data : undefined;
  if (place === undefined) return { ok: false, failure: asRepeatable(failureOf(ctx, asked)) };
  const { uploadUrl, image: id } = place.value;
  const sent = await ctx.http({
    url: uploadUrl,
    method: 'PUT',
    body: Buffer.from(image.base64, 'base64'),
    headers: { authorization: `Bearer ${ctx.config.token}`, 'content-type': image.type },
  });
  return sent.status === 200 || sent.status === 201
    ? { ok: true, id }
    : { ok: false, failure: asRepeatable(failureOf(ctx, sent)) };
};

const contentOf = (images: readonly { readonly id: string; readonly altText: string }[]): object => {
  const [first] = images;
  if (first === undefined) return {};
  return { content: images.length === 1 ? { media: first } : { multiImage: { images } } };
};

/** Sends the images, and writes the post with them. LinkedIn has no key to repeat it by. */
export const submitPost = async (ctx: Ctx, post: PostContent): Promise<Outcome<Placed>> => {
  const images: { id: string; altText: string }[] = [];
  for (const image of post.images) {
    const sent = await sendImage(ctx, image);
    if (!sent.ok) return sent.failure;
    images.push({ id: sent.id, altText: image.alt });
  }
  const answer = await ask(ctx, '/rest/posts', {
    json: {
      author: ctx.config.author,
      commentary: littleText(textWithLink(post)),
      visibility: 'PUBLIC',
      distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
      ...contentOf(images),
      lifecycleState: 'PUBLISHED',
      isReshareDisabledByAuthor: false,
    },
  });
  const id = answer.status === 201 ? answer.headers['x-restli-id'] : undefined;
  return id === undefined || id === ''
    ? failureOf(ctx, answer)
    : { kind: 'done', output: placed(id), providerId: id };
};

/** Looks for the post among the author's own since its first attempt. */
export const findPost = async (
  ctx: Ctx,
  post: PostContent,
): Promise<Outcome<Placed | { state: 'absent' }>> => {
  const query = new URLSearchParams({
    q: 'author',
    author: ctx.config.author,
    count: '50',
    sortBy: 'CREATED',
  });
  const answer = await ask(ctx, `/rest/posts?${query.toString()}`, {
    headers: { 'x-restli-method': 'FINDER' },
  });
  const read = answer.status === 200 ? listed.safeParse(answer.json).data : undefined;
  if (read === undefined) return failureOf(ctx, answer);
  const wanted = littleText(textWithLink(post));
  const found = read.elements.find(
    ({ commentary = '', createdAt = 0 }) => commentary === wanted && createdAt >= post.since - clockMs,
  );
  return { kind: 'done', output: found === undefined ? { state: 'absent' } : placed(found.id) };
};

/** Writes a comment below a post. */
export const writeComment = async (
  ctx: Ctx,
  comment: { readonly id: string; readonly text: string },
): Promise<Outcome<Placed>> => {
  const { id, text } = comment;
  const answer = await ask(ctx, `/rest/socialActions/${encodeURIComponent(id)}/comments`, {
    json: { actor: ctx.config.author, object: id, message: { text } },
  });
  const made = answer.status === 201 ? answer.headers['x-restli-id'] : undefined;
  return made === undefined || made === ''
    ? failureOf(ctx, answer)
    : { kind: 'done', output: placed(made), providerId: made };
};
