import { z } from 'zod';
import type { Failure, Outcome, PostContent } from '../contract.ts';
import { recordKey } from './record-key.ts';
import { facetsOf, handlesIn, shownText } from './rich-text.ts';
import { ask, type Ctx, failureOf, sessionOf } from './session.ts';

const collection = 'app.bsky.feed.post';
const handlesMax = 10;

const made = z.object({ uri: z.string(), cid: z.string() });
const blobAnswer = z.object({ blob: z.looseObject({ $type: z.literal('blob') }) });
const resolved = z.object({ did: z.string() });
const posts = z.object({ posts: z.array(made) });

type Ref = z.output<typeof made>;
type Placed = { readonly state: 'published'; readonly id: string; readonly url?: string };
type Done = Outcome<Placed>;

/** Where people see a post. */
const urlOf = (uri: string): string | undefined => {
  const parts = /^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/.exec(uri);
  return parts === null ? undefined : `https://bsky.app/profile/${parts[1] ?? ''}/post/${parts[2] ?? ''}`;
};

const published = (uri: string): Done => {
  const url = urlOf(uri);
  return {
    kind: 'done',
    output: { state: 'published', id: uri, ...(url === undefined ? {} : { url }) },
    providerId: uri,
  };
};

/** The accounts of the handles that a text names; a name that is nobody's stays text. */
const accountsIn = async (ctx: Ctx, text: string): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (const { handle } of handlesIn(text).slice(0, handlesMax)) {
    const query = new URLSearchParams({ handle });
    const asked = await ask(ctx, `com.atproto.identity.resolveHandle?${query.toString()}`);
    const did = asked.ok ? resolved.safeParse(asked.answer.json).data?.did : undefined;
    if (did !== undefined) found.set(handle, did);
  }
  return found;
};

/** A record of the own repository, which may not be there. */
const readOwn = async (
  ctx: Ctx,
  key: string,
): Promise<{ readonly kind: 'found'; readonly ref: Ref } | { readonly kind: 'absent' } | Failure> => {
  const session = await sessionOf(ctx);
  if ('kind' in session) return session;
  const query = new URLSearchParams({ repo: session.did, collection, rkey: key });
  const asked = await ask(ctx, `com.atproto.repo.getRecord?${query.toString()}`);
  if (!asked.ok) return asked.failure;
  const { answer } = asked;
  const ref = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  if (ref !== undefined) return { kind: 'found', ref };
  return answer.status === 400 || answer.status === 404 ? { kind: 'absent' } : failureOf(ctx, answer);
};

type Written = {
  readonly text: string;
  readonly link?: string | undefined;
  readonly since: number;
  readonly embed?: object;
  readonly reply?: { readonly root: Ref; readonly parent: Ref };
};

/** Writes a post under a key that is the same for every attempt, so that it is there once. */
export const writePost = async (ctx: Ctx, written: Written): Promise<Done> => {
  const { since, embed, reply } = written;
  const shown = shownText(written);
  const facets = facetsOf({ shown, accounts: await accountsIn(ctx, shown.text) });
  const { languages: langs } = ctx.config;
  const rkey = recordKey({ since, key: ctx.idempotencyKey });
  const session = await sessionOf(ctx);
  if ('kind' in session) return session;
  const record = {
    $type: collection,
    text: shown.text,
    createdAt: new Date(since).toISOString(),
    ...(facets.length === 0 ? {} : { facets }),
    ...(langs === undefined ? {} : { langs }),
    ...(embed === undefined ? {} : { embed }),
    ...(reply === undefined ? {} : { reply }),
  };
  const asked = await ask(ctx, 'com.atproto.repo.createRecord', {
    json: { repo: session.did, collection, rkey, record },
  });
  if (!asked.ok) return asked.failure;
  const { answer } = asked;
  const done = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  if (done !== undefined) return published(done.uri);
  // A key that is taken was taken by an attempt before this one.
  if (answer.status !== 400 && answer.status !== 409) return failureOf(ctx, answer);
  const before = await readOwn(ctx, rkey);
  if (before.kind === 'found') return published(before.ref.uri);
  return before.kind === 'absent' ? failureOf(ctx, answer) : before;
};

const sendImages = async (
  ctx: Ctx,
  images: PostContent['images'],
): Promise<
  { readonly ok: true; readonly embed?: object } | { readonly ok: false; readonly failure: Failure }
> => {
  const sent: object[] = [];
  for (const { type, base64, alt } of images) {
    const asked = await ask(ctx, 'com.atproto.repo.uploadBlob', {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(Buffer.from(base64, 'base64')),
    });
    if (!asked.ok) return asked;
    const read = asked.answer.status === 200 ? blobAnswer.safeParse(asked.answer.json).data : undefined;
    if (read === undefined) return { ok: false, failure: failureOf(ctx, asked.answer) };
    sent.push({ alt, image: read.blob });
  }
  return sent.length === 0
    ? { ok: true }
    : { ok: true, embed: { $type: 'app.bsky.embed.images', images: sent } };
};

/** Sends the images, which nobody sees by themselves, and writes the post. */
export const submitPost = async (ctx: Ctx, post: PostContent): Promise<Done> => {
  const { text, link, since, images } = post;
  const sent = await sendImages(ctx, images);
  if (!sent.ok) return sent.failure;
  return writePost(ctx, { text, link, since, ...(sent.embed === undefined ? {} : { embed: sent.embed }) });
};

/** Writes the first comment: a reply to the own post. */
export const commentOnPost = async (
  ctx: Ctx,
  comment: { readonly id: string; readonly text: string; readonly since: number },
): Promise<Done> => {
  const read = await readOwn(ctx, comment.id.split('/').at(-1) ?? '');
  if (read.kind === 'absent') {
    return { kind: 'retry', code: 'no-post', message: 'The post cannot be read on Bluesky now.' };
  }
  if (read.kind !== 'found') return read;
  const { ref: root } = read;
  return writePost(ctx, { text: comment.text, since: comment.since, reply: { root, parent: root } });
};

/** Answers in a thread, below its first post. */
export const answerIn = async (
  ctx: Ctx,
  input: { readonly thread: string | undefined; readonly text: string },
): Promise<Done> => {
  const { thread, text } = input;
  if (thread === undefined) {
    const message = 'On Bluesky the team answers what people wrote; nobody can be written to first.';
    return { kind: 'rejected', code: 'no-thread', message };
  }
  const query = new URLSearchParams({ uris: thread });
  const asked = await ask(ctx, `app.bsky.feed.getPosts?${query.toString()}`);
  if (!asked.ok) return asked.failure;
  const root = posts.safeParse(asked.answer.json).data?.posts[0];
  if (asked.answer.status === 200 && root === undefined) {
    return { kind: 'rejected', code: 'gone', message: 'The post that is answered is not there any more.' };
  }
  if (root === undefined) return failureOf(ctx, asked.answer);
  return writePost(ctx, { text, since: ctx.systemTime, reply: { root, parent: root } });
};
