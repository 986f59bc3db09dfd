import { z } from 'zod';
import {
  type ActionContext,
  type Failure,
  type HttpAnswer,
  multipart,
  type Outcome,
  type PostContent,
  textWithLink,
} from '../contract.ts';
import type { FacebookConfig } from './config.ts';
import { graphFailure } from './graph.ts';

export type Ctx = ActionContext<FacebookConfig, undefined>;
type AskCtx = Pick<Ctx, 'config' | 'http'>;

const made = z.object({ id: z.string() });
const feed = z.object({
  data: z.array(z.object({ id: z.string(), message: z.string().optional(), created_time: z.string() })),
});

/** Clocks of two machines differ. */
const clockMs = 60_000;

type Placed = { readonly state: 'published'; readonly id: string; readonly url?: string };
const placed = (id: string): Placed => ({ state: 'published', id, url: `https://www.facebook.com/${id}` });

/** A request to the Graph API. The token goes in a header, so that it stands in no address. */
export const ask = (
  ctx: AskCtx,
  path: string,
  more: Omit<Parameters<Ctx['http']>[0], 'url'> = {},
): Promise<HttpAnswer> =>
  ctx.http({
    ...more,
    url: new URL(`/${ctx.config.version}/${path}`, ctx.config.url).href,
    headers: { authorization: `Bearer ${ctx.config.token}`, ...more.headers },
  });

/** An image that is not published is seen by nobody: whatever became of it, it can be sent again. */
const sendImage = async (
  ctx: Ctx,
  { type, base64, alt }: PostContent['images'][number],
): Promise<
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly failure: Failure }
> => {
  const form = multipart([
    { name: 'published', value: 'false' },
    ...(alt === '' ? [] : [{ name: 'alt_text_custom', value: alt }]),
    { name: 'source', value: Buffer.from(base64, 'base64'), file: { name: 'image', type } },
  ]);
  const answer = await ask(ctx, `${ctx.config.page}/photos`, { method: 'POST', ...form });
  const sent = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  if (sent !== undefined) return { ok: true, id: sent.id };
  const failure = graphFailure(ctx, answer);
  return { ok: false, failure: failure.kind === 'unknown' ? { ...failure, kind: 'retry' } : failure };
};

const messageOf = ({ text, link, images }: Pick<PostContent, 'text' | 'link' | 'images'>): string =>
  images.length === 0 ? text : textWithLink({ text, link });

/** Sends the images unpublished, and writes the post with them. Facebook has no key to repeat it by. */
export const submitPost = async (ctx: Ctx, post: PostContent): Promise<Outcome<Placed>> => {
  const { link, images } = post;
  const media: string[] = [];
  for (const image of images) {
    const sent = await sendImage(ctx, image);
    if (!sent.ok) return sent.failure;
    media.push(sent.id);
  }
  const message = messageOf(post);
  const answer = await ask(ctx, `${ctx.config.page}/feed`, {
    json: {
      ...(message === '' ? {} : { message }),
      ...(link === undefined || images.length > 0 ? {} : { link }),
      ...(media.length === 0 ? {} : { attached_media: media.map((media_fbid) => ({ media_fbid })) }),
    },
  });
  const done = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  return done === undefined
    ? graphFailure(ctx, answer)
    : { kind: 'done', output: placed(done.id), providerId: done.id };
};

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Looks for the post among the page's own since its first attempt. */
export const findPost = async (
  ctx: Ctx,
  post: PostContent,
): Promise<Outcome<Placed | { state: 'absent' }>> => {
  const query = new URLSearchParams({
    fields: 'id,message,created_time',
    since: String(Math.floor((post.since - clockMs) / 1_000)),
    limit: '50',
  });
  const answer = await ask(ctx, `${ctx.config.page}/feed?${query.toString()}`);
  const read = answer.status === 200 ? feed.safeParse(answer.json).data : undefined;
  if (read === undefined) return graphFailure(ctx, answer);
  const wanted = squeezed(messageOf(post));
  const found = read.data.find(
    ({ message = '', created_time: at }) =>
      squeezed(message) === wanted && Date.parse(at) >= post.since - clockMs,
  );
  return { kind: 'done', output: found === undefined ? { state: 'absent' } : placed(found.id) };
};

/** Writes a comment below a post or a comment. */
export const writeComment = async (
  ctx: Ctx,
  comment: { readonly id: string; readonly text: string },
): Promise<Outcome<Placed>> => {
  const answer = await ask(ctx, `${encodeURIComponent(comment.id)}/comments`, {
    json: { message: comment.text },
  });
  const done = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  return done === undefined
    ? graphFailure(ctx, answer)
    : { kind: 'done', output: placed(done.id), providerId: done.id };
};
