import { z } from 'zod';
import { type Failure, type Outcome, type PostContent, type PostState, textWithLink } from '../contract.ts';
import { ask, type Ctx, failureOf, sendImage, writeStatus } from './statuses.ts';
import { toPlainText } from './plain-text.ts';

/** Mastodon forgets a key after an hour. From here on it is looked first. */
const keyKeptMs = 50 * 60_000;
/** Clocks of two machines differ. */
const clockMs = 60_000;

const account = z.object({ id: z.string() });
const own = z.array(
  z.object({
    id: z.string(),
    url: z.string().nullish(),
    created_at: z.string(),
    content: z.string(),
    in_reply_to_id: z.string().nullish(),
  }),
);
const handle = z.object({ media: z.array(z.string()) });

type Done = Outcome<PostState>;

const published = (made: { id: string; url: string | undefined }): Done => {
  const { id, url } = made;
  return {
    kind: 'done',
    output: { state: 'published', id, ...(url === undefined ? {} : { url }) },
    providerId: id,
  };
};

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The status of this post that an earlier attempt left; undefined when there is none. */
const findOwn = async (
  ctx: Ctx,
  post: { text: string; since: number },
): Promise<{ id: string; url: string | undefined } | Failure | undefined> => {
  const whoAmI = await ask(ctx, '/api/v1/accounts/verify_credentials');
  const me = account.safeParse(whoAmI.json).data;
  if (whoAmI.status !== 200 || me === undefined) return failureOf(ctx, whoAmI);
  const answer = await ask(ctx, `/api/v1/accounts/${encodeURIComponent(me.id)}/statuses?limit=40`);
  const statuses = own.safeParse(answer.json).data;
  if (answer.status !== 200 || statuses === undefined) return failureOf(ctx, answer);
  const found = statuses.find(
    ({ created_at: at, content }) =>
      Date.parse(at) >= post.since - clockMs && squeezed(toPlainText(content)) === squeezed(post.text),
  );
  return found === undefined ? undefined : { id: found.id, url: found.url ?? undefined };
};

const write = async (
  ctx: Ctx,
  post: { text: string; since: number; media: readonly string[]; replyTo?: string },
): Promise<Done> => {
  const { text, since, media, replyTo } = post;
  if (ctx.systemTime - since > keyKeptMs) {
    const found = await findOwn(ctx, { text, since });
    if (found !== undefined) return 'kind' in found ? found : published(found);
  }
  const made = await writeStatus(ctx, { text, media, replyTo, visibility: ctx.config.visibility });
  return made.kind === 'failed' ? made.failure : published(made);
};

/** Sends the images and writes the status; the server may still work on an image, and takes no status with it before. */
export const submitPost = async (ctx: Ctx, post: PostContent): Promise<Done> => {
  const media: string[] = [];
  let isReady = true;
  for (const image of post.images) {
    const sent = await sendImage(ctx, image);
    // An image without a status is seen by nobody, so this can be done again.
    if (sent.kind === 'failed') return sent.failure;
    media.push(sent.id);
    isReady = isReady && sent.isReady;
  }
  if (!isReady) return { kind: 'done', output: { state: 'pending', handle: JSON.stringify({ media }) } };
  return write(ctx, { text: textWithLink(post), since: post.since, media });
};

type Started = {
  readonly text: string;
  readonly link?: string | undefined;
  readonly since: number;
  readonly handle: string;
};

const mediaOf = (text: string): readonly string[] | undefined => {
  try {
    return handle.safeParse(JSON.parse(text)).data?.media;
  } catch {
    return undefined;
  }
};

const noHandle: Failure = {
  kind: 'rejected',
  code: 'invalid-handle',
  message: 'The handle is none that this connector gave.',
};

/** Whether the server is done with all images. */
export const checkPost = async (ctx: Ctx, started: Started): Promise<Done> => {
  const media = mediaOf(started.handle);
  if (media === undefined) return noHandle;
  for (const id of media) {
    const answer = await ask(ctx, `/api/v1/media/${encodeURIComponent(id)}`);
    if (answer.status === 206) return { kind: 'done', output: { state: 'pending', handle: started.handle } };
    if (answer.status === 422 || answer.status === 404) {
      return { kind: 'rejected', code: 'image-refused', message: 'Mastodon could not process an image.' };
    }
    if (answer.status !== 200 || !account.safeParse(answer.json).success) return failureOf(ctx, answer);
  }
  return { kind: 'done', output: { state: 'ready', handle: started.handle } };
};

/** Writes the status once all images are there. */
export const finalizePost = async (ctx: Ctx, started: Started): Promise<Done> => {
  const media = mediaOf(started.handle);
  if (media === undefined) return noHandle;
  return write(ctx, { text: textWithLink(started), since: started.since, media });
};

/** Writes the first comment: a reply to the own post. */
export const commentOnPost = async (
  ctx: Ctx,
  comment: { readonly id: string; readonly text: string; readonly since: number },
) => {
  const made = await writeStatus(ctx, {
    text: comment.text,
    replyTo: comment.id,
    visibility: ctx.config.visibility,
  });
  if (made.kind === 'failed') return made.failure;
  const { id, url } = made;
  return {
    kind: 'done',
    output: { state: 'published', id, ...(url === undefined ? {} : { url }) },
    providerId: id,
  } as const;
};
