import { z } from 'zod';

const text = z.string().min(1);

/** An image of a post, with its bytes and where the engine shows them to networks that fetch images. */
const postImage = z.strictObject({
  type: text,
  base64: z.string().min(1).max(16_000_000),
  /** What can be seen on it, for people who cannot see it; empty when nothing was written. */
  alt: z.string().max(10_000),
  url: z.url(),
});

/** The input of `submitPost` and `findPost`: one post as it stands on one network. */
export const postContent = z.strictObject({
  text: z.string().max(100_000),
  link: z.url({ protocol: /^https?$/ }).optional(),
  images: z.array(postImage).max(20),
  /** When the first attempt at this post began, epoch milliseconds of the real clock: the same for every attempt. */
  since: z.int().min(0),
});
export type PostContent = z.output<typeof postContent>;

/** The input of `checkPost` and `finalizePost`: the post, and what an answer before brought along instead of its images. */
export const postHandle = postContent.omit({ images: true }).extend({ handle: z.string().min(1).max(4_000) });

/** The input of `commentOnPost`: `id` is that of the post on the network. */
export const postComment = z.strictObject({ id: text, text, since: z.int().min(0) });

const placed = z.object({ state: z.literal('published'), id: text.max(500), url: z.url().optional() });

/**
 * The output of `submitPost`, `checkPost` and `finalizePost`: the post is there; the network is not done with it, so that it is looked
 * at again; it only has to be finalized; or the network says that it will never be.
 */
export const postState = z.discriminatedUnion('state', [
  placed,
  z.object({ state: z.literal('pending'), handle: text.max(4_000) }),
  z.object({ state: z.literal('ready'), handle: text.max(4_000) }),
  z.object({ state: z.literal('failed'), code: text, message: z.string() }),
]);
export type PostState = z.output<typeof postState>;

/** The output of `findPost`: the post that an attempt with an unclear end left, if it left one. */
export const postFound = z.discriminatedUnion('state', [placed, z.object({ state: z.literal('absent') })]);

/** The output of `commentOnPost`. */
export const commentPlaced = placed;
