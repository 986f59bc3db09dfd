import { z } from 'zod';
import { type ActionContext, type Failure, type HttpAnswer, providerFailure } from '../contract.ts';
import { authorizationOf } from './signed.ts';
import type { XConfig } from './config.ts';

export type Ctx = ActionContext<XConfig, undefined>;
type AskCtx = Pick<Ctx, 'config' | 'http' | 'systemTime'> & Partial<Pick<Ctx, 'idempotencyKey'>>;

const refusal = z.object({
  detail: z.string().optional(),
  title: z.string().optional(),
  errors: z.array(z.object({ message: z.string().optional() })).optional(),
});

/** A signed request. `nonce` tells apart what one call asks. */
export const ask = (
  ctx: AskCtx,
  path: string,
  more: Omit<Parameters<Ctx['http']>[0], 'url'> & { readonly nonce?: string } = {},
): Promise<HttpAnswer> => {
  const { nonce = '', ...request } = more;
  const url = new URL(path, ctx.config.url).href;
  const method = more.method ?? (more.json === undefined && more.body === undefined ? 'GET' : 'POST');
  const { config: keys, systemTime, idempotencyKey = '' } = ctx;
  const authorization = authorizationOf({
    method,
    url,
    keys,
    systemTime,
    nonce: JSON.stringify([idempotencyKey, systemTime, path, nonce]),
  });
  return ctx.http({ ...request, method, url, headers: { authorization, ...more.headers } });
};

/** What X says is wrong. */
export const saidOf = (answer: HttpAnswer): string => {
  const { detail, title, errors } = refusal.safeParse(answer.json).data ?? {};
  return detail ?? errors?.[0]?.message ?? title ?? '';
};

/** The outcome of an answer that cannot be used. X says in headers of its own when to come back. */
export const failureOf = (ctx: Pick<Ctx, 'failure' | 'systemTime'>, answer: HttpAnswer): Failure => {
  const reason = saidOf(answer);
  if (answer.status === 403 && /duplicate content/i.test(reason)) {
    return {
      kind: 'rejected',
      code: 'duplicate',
      message: 'The account has just posted the same text on X.',
    };
  }
  // 403 is about keys as well: an app that may only read.
  const isAboutKeys = /permission|not permitted|oauth|suspended|locked/i.test(reason);
  const failure = providerFailure({ ctx, answer, reason, forbiddenIsLogin: isAboutKeys });
  if (answer.status !== 429 || failure.kind !== 'retry' || failure.afterMs !== undefined) return failure;
  const day =
    answer.headers['x-user-limit-24hour-remaining'] === '0'
      ? 'x-user-limit-24hour-reset'
      : 'x-rate-limit-reset';
  const reset = Number(answer.headers[day] ?? '');
  return reset > 0
    ? { ...failure, afterMs: Math.min(Math.max(reset * 1_000 - ctx.systemTime, 1_000), 86_400_000) }
    : failure;
};
