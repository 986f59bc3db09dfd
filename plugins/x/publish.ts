import { z } from 'zod';
import { type Failure, multipart, type Outcome, type PostContent, textWithLink } from '../contract.ts';
import { ask, type Ctx, failureOf } from './requests.ts';

const made = z.object({ data: z.object({ id: z.string() }) });
const timeline = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        created_at: z.string(),
        entities: z
          .object({
            urls: z.array(z.object({ url: z.string(), expanded_url: z.string().optional() })).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});

/** Clocks of two machines differ. */
const clockMs = 60_000;

type Placed = { readonly state: 'published'; readonly id: string; readonly url?: string };
const placed = (id: string): Placed => ({ state: 'published', id, url: `https://x.com/i/status/${id}` });

type Tweet = {
  readonly text: string;
  readonly media?: readonly string[];
  readonly replyTo?: string | undefined;
};

/** Writes a post. X has no key to repeat it by. */
export const writeTweet = async (ctx: Ctx, tweet: Tweet): Promise<Outcome<Placed>> => {
  const { text, media = [], replyTo } = tweet;
  const answer = await ask(ctx, '/2/tweets', {
    json: {
      text,
      ...(media.length === 0 ? {} : { media: { media_ids: media } }),
      ...(replyTo === undefined ? {} : { reply: { in_reply_to_tweet_id: replyTo } }),
    },
  });
  const done = answer.status === 201 ? made.safeParse(answer.json).data : undefined;
  return done === undefined
    ? failureOf(ctx, answer)
    : { kind: 'done', output: placed(done.data.id), providerId: done.data.id };
};

/** An image without a post is seen by nobody: whatever became of it, it can be sent again. */
const repeatable = (failure: Failure): Failure =>
  failure.kind === 'unknown' ? { ...failure, kind: 'retry' } : failure;

const sendImage = async (
  ctx: Ctx,
  image: PostContent['images'][number],
  nonce: string,
): Promise<
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly failure: Failure }
> => {
  const { type, base64, alt } = image;
  const form = multipart([
    { name: 'media_category', value: 'tweet_image' },
    { name: 'media_type', value: type },
    { name: 'media', value: Buffer.from(base64, 'base64'), file: { name: 'image', type } },
  ]);
  const answer = await ask(ctx, '/2/media/upload', { method: 'POST', ...form, nonce });
  const sent = answer.status === 200 || answer.status === 201 ? made.safeParse(answer.json).data : undefined;
  if (sent === undefined) return { ok: false, failure: repeatable(failureOf(ctx, answer)) };
  const { id } = sent.data;
  if (alt === '') return { ok: true, id };
  const metadata = { alt_text: { text: alt } };
  const noted = await ask(ctx, '/2/media/metadata', { json: { id, metadata }, nonce });
  return noted.status === 200 ? { ok: true, id } : { ok: false, failure: repeatable(failureOf(ctx, noted)) };
};

/** Sends the images and writes the post. */
export const submitPost = async (ctx: Ctx, post: PostContent): Promise<Outcome<Placed>> => {
  const media: string[] = [];
  for (const [index, image] of post.images.entries()) {
    const sent = await sendImage(ctx, image, String(index));
    if (!sent.ok) return sent.failure;
    media.push(sent.id);
  }
  return writeTweet(ctx, { text: textWithLink(post), media });
};

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Looks for the post among the account's latest ones, where X shows its addresses shortened and those of images besides. */
export const findPost = async (
  ctx: Ctx,
  post: PostContent,
): Promise<Outcome<Placed | { state: 'absent' }>> => {
  const me = await ask(ctx, '/2/users/me');
  const own = me.status === 200 ? made.safeParse(me.json).data : undefined;
  if (own === undefined) return failureOf(ctx, me);
  const query = new URLSearchParams({
    max_results: '20',
    start_time: new Date(Math.floor((post.since - clockMs) / 1_000) * 1_000).toISOString(),
    'tweet.fields': 'created_at,entities',
  });
  const answer = await ask(ctx, `/2/users/${encodeURIComponent(own.data.id)}/tweets?${query.toString()}`);
  const read = answer.status === 200 ? timeline.safeParse(answer.json).data : undefined;
  if (read === undefined) return failureOf(ctx, answer);
  const wanted = squeezed(textWithLink(post));
  const found = (read.data ?? []).find(({ text, entities }) => {
    const urls = entities?.urls ?? [];
    const whole = urls.reduce(
      (so, { url, expanded_url: to = '' }) => {
        const isImage = /\/(?:photo|video)\/\d+$/.test(to);
        return so.replace(url, () => (isImage ? '' : to));
      },
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    );
    return squeezed(whole) === wanted;
  });
  return { kind: 'done', output: found === undefined ? { state: 'absent' } : placed(found.id) };
};
