import { z } from 'zod';
import {
  type ActionContext,
  type Failure,
  type HttpAnswer,
  multipart,
  providerFailure,
} from '../contract.ts';
import type { MastodonConfig } from './config.ts';

export type Ctx = ActionContext<MastodonConfig, undefined>;

const status = z.object({ id: z.string(), url: z.string().nullish() });
const media = z.object({ id: z.string() });
const refusal = z.object({ error: z.string() });

/** A request to the account's server. */
export const ask = (
  ctx: Pick<Ctx, 'config' | 'http'>,
  path: string,
  more: Omit<Parameters<Ctx['http']>[0], 'url'> = {},
): Promise<HttpAnswer> =>
  ctx.http({
    ...more,
    url: new URL(path, ctx.config.server).href,
    headers: { authorization: `Bearer ${ctx.config.token}`, ...more.headers },
  });

/** The outcome of an answer that cannot be used. Mastodon says in a header of its own when to come back. */
export const failureOf = (ctx: Pick<Ctx, 'failure' | 'systemTime'>, answer: HttpAnswer): Failure => {
  const reason = refusal.safeParse(answer.json).data?.error;
  const failure = providerFailure({ ctx, answer, reason });
  const until = Date.parse(answer.headers['x-ratelimit-reset'] ?? '');
  if (failure.kind !== 'retry' || failure.afterMs !== undefined || answer.status !== 429) return failure;
  return Number.isNaN(until)
    ? failure
    : { ...failure, afterMs: Math.min(Math.max(until - ctx.systemTime, 1_000), 3_600_000) };
};

type Written = {
  readonly text: string;
  readonly media?: readonly string[];
  readonly replyTo?: string | undefined;
  readonly visibility: string;
};

type Made =
  | { readonly kind: 'made'; readonly id: string; readonly url: string | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Writes a status, once for the key of the call: Mastodon remembers keys for an hour. */
export const writeStatus = async (ctx: Ctx, written: Written): Promise<Made> => {
  const { text, media: ids = [], replyTo, visibility } = written;
  const { language } = ctx.config;
  const answer = await ask(ctx, '/api/v1/statuses', {
    headers: { 'idempotency-key': ctx.idempotencyKey },
    json: {
      status: text,
      visibility,
      ...(ids.length === 0 ? {} : { media_ids: ids }),
      ...(replyTo === undefined ? {} : { in_reply_to_id: replyTo }),
      ...(language === undefined ? {} : { language }),
    },
  });
  const made = answer.status === 200 ? status.safeParse(answer.json).data : undefined;
  return made === undefined
    ? { kind: 'failed', failure: failureOf(ctx, answer) }
    : { kind: 'made', id: made.id, url: made.url ?? undefined };
};

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

type Image = { readonly type: string; readonly base64: string; readonly alt: string };

/** Sends an image to be attached; `isReady` is false while the server still works on it. */
export const sendImage = async (
  ctx: Ctx,
  { type, base64, alt }: Image,
): Promise<
  | { readonly kind: 'sent'; readonly id: string; readonly isReady: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure }
> => {
  const name = `image.${endings[type] ?? 'bin'}`;
  const answer = await ask(ctx, '/api/v2/media', {
    method: 'POST',
    ...multipart([
      { name: 'file', value: Buffer.from(base64, 'base64'), file: { name, type } },
      ...(alt === '' ? [] : [{ name: 'description', value: alt }]),
    ]),
  });
  const sent = answer.status === 200 || answer.status === 202 ? media.safeParse(answer.json).data : undefined;
  return sent === undefined
    ? { kind: 'failed', failure: failureOf(ctx, answer) }
    : { kind: 'sent', id: sent.id, isReady: answer.status === 200 };
};
