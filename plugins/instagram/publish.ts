import { z } from 'zod';
import {
  type Failure,
  type HttpAnswer,
  type Outcome,
  type PostContent,
  type PostState,
  textWithLink,
} from '../contract.ts';
import type { Ctx } from './config.ts';
import { graphFailure } from './graph.ts';

const made = z.object({ id: z.string().min(1) });
const standing = z.object({
  status_code: z.enum(['IN_PROGRESS', 'FINISHED', 'ERROR', 'EXPIRED', 'PUBLISHED']),
  status: z.string().optional(),
});
const media = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      caption: z.string().optional(),
      timestamp: z.string(),
      permalink: z.url().optional(),
    }),
  ),
});

/** Clocks of two machines differ. */
const clockMs = 60_000;

type Words = Pick<PostContent, 'text' | 'link' | 'since'>;
type Handled = Words & { readonly handle: string };

/** A request to the Graph API. The token goes in a header, so that it stands in no address. */
export const ask = (
  ctx: Pick<Ctx, 'config' | 'http'>,
  path: string,
  more: Omit<Parameters<Ctx['http']>[0], 'url'> = {},
): Promise<HttpAnswer> =>
  ctx.http({
    ...more,
    url: new URL(`/${ctx.config.version}/${path}`, ctx.config.url).href,
    headers: { authorization: `Bearer ${ctx.config.token}` },
  });

type Made = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly failure: Failure };

/** A container is seen by nobody until it is published. */
const makeContainer = async (ctx: Ctx, json: object): Promise<Made> => {
  const answer = await ask(ctx, `${ctx.config.account}/media`, { json });
  const read = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  return read === undefined ? { ok: false, failure: graphFailure(ctx, answer) } : { ok: true, id: read.id };
};

const picture = ({ url, alt }: PostContent['images'][number]) => ({
  image_url: url,
  ...(alt === '' ? {} : { alt_text: alt }),
});

/** Makes the container of the post: Instagram fetches the images from us. Nothing is published yet, so it may be made again. */
export const submitPost = async (ctx: Ctx, post: PostContent): Promise<Outcome<PostState>> => {
  const caption = textWithLink(post);
  const [first, ...others] = post.images;
  if (first === undefined) {
    const message = 'Instagram takes no post without an image.';
    return { kind: 'done', output: { state: 'failed', code: 'image-needed', message } };
  }
  const children: string[] = [];
  for (const image of others.length === 0 ? [] : post.images) {
    const child = await makeContainer(ctx, { ...picture(image), is_carousel_item: true });
    if (!child.ok) return child.failure;
    children.push(child.id);
  }
  const container = await makeContainer(
    ctx,
    children.length === 0 ? { ...picture(first), caption } : { media_type: 'CAROUSEL', children, caption },
  );
  return container.ok
    ? { kind: 'done', output: { state: 'pending', handle: container.id }, providerId: container.id }
    : container.failure;
};

/** The post among the account's own since its first attempt. */
const findOwn = async (ctx: Ctx, post: Words): Promise<Outcome<PostState> | undefined> => {
  const query = new URLSearchParams({ fields: 'id,caption,timestamp,permalink', limit: '50' });
  const answer = await ask(ctx, `${ctx.config.account}/media?${query.toString()}`);
  const read = answer.status === 200 ? media.safeParse(answer.json).data : undefined;
  if (read === undefined) return graphFailure(ctx, answer);
  const wanted = textWithLink(post);
  const found = read.data.find(
    ({ caption = '', timestamp }) => caption === wanted && Date.parse(timestamp) >= post.since - clockMs,
  );
  if (found === undefined) return undefined;
  const { id, permalink: url } = found;
  return {
    kind: 'done',
    output: { state: 'published', id, ...(url === undefined ? {} : { url }) },
    providerId: id,
  };
};

const failed = (code: string, message: string): Outcome<PostState> => ({
  kind: 'done',
  output: { state: 'failed', code, message },
});

/** Looks how far the container is; one that is published already is the post. */
export const checkPost = async (ctx: Ctx, input: Handled): Promise<Outcome<PostState>> => {
  const { handle } = input;
  const answer = await ask(ctx, `${encodeURIComponent(handle)}?fields=status_code,status`);
  const read = answer.status === 200 ? standing.safeParse(answer.json).data : undefined;
  if (read === undefined) return graphFailure(ctx, answer);
  switch (read.status_code) {
    case 'IN_PROGRESS':
      return { kind: 'done', output: { state: 'pending', handle } };
    case 'FINISHED':
      return { kind: 'done', output: { state: 'ready', handle } };
    case 'EXPIRED':
      return failed('expired', 'Instagram waited a day for the post and forgot it.');
    case 'ERROR':
      return failed('refused', `Instagram could not make the post: ${read.status ?? 'no reason given'}`);
    case 'PUBLISHED': {
      const later = { kind: 'retry', code: 'not-listed', message: 'The post is not listed yet.' } as const;
      return (await findOwn(ctx, input)) ?? { ...later, afterMs: 10_000 };
    }
  }
};

/** Publishes the container. It can be published once only, so a repeat looks at it first. */
export const finalizePost = async (ctx: Ctx, input: Handled): Promise<Outcome<PostState>> => {
  const standing = await checkPost(ctx, input);
  if (standing.kind !== 'done' || standing.output.state !== 'ready') return standing;
  const answer = await ask(ctx, `${ctx.config.account}/media_publish`, {
    json: { creation_id: input.handle },
  });
  const read = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  if (read === undefined) {
    const failure = graphFailure(ctx, answer);
    // Another attempt may have published it meanwhile.
    const now = answer.status === 400 ? await checkPost(ctx, input) : undefined;
    return now?.kind === 'done' && now.output.state === 'published' ? now : failure;
  }
  const { id } = read;
  const shown = await ask(ctx, `${encodeURIComponent(id)}?fields=permalink`);
  const url = z.object({ permalink: z.url() }).safeParse(shown.json).data?.permalink;
  return {
    kind: 'done',
    output: { state: 'published', id, ...(url === undefined ? {} : { url }) },
    providerId: id,
  };
};

/** Writes a comment below a post. */
export const writeComment = async (
  ctx: Ctx,
  comment: { readonly id: string; readonly text: string },
): Promise<Outcome<{ readonly state: 'published'; readonly id: string }>> => {
  const path = `${encodeURIComponent(comment.id)}/comments`;
  const answer = await ask(ctx, path, { json: { message: comment.text } });
  const read = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  return read === undefined
    ? graphFailure(ctx, answer)
    : { kind: 'done', output: { state: 'published', id: read.id }, providerId: read.id };
};
