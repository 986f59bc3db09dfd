import { z } from 'zod';
import {
  type ActionContext,
  type Failure,
  type HttpAnswer,
  loginFailed,
  providerFailure,
} from '../contract.ts';
import type { BlueskyConfig } from './config.ts';

type Session = { readonly accessJwt: string; readonly did: string };

/** The session of an instance: signing in is limited to a few times in five minutes, so calls share it. */
export type Sessions = { current: Promise<Session | Failure> | undefined };

export type Ctx = ActionContext<BlueskyConfig, Sessions>;
type AskCtx = Pick<Ctx, 'config' | 'http' | 'resource' | 'systemTime'> & Partial<Pick<Ctx, 'failure'>>;

const sessionSchema = z.object({ accessJwt: z.string(), did: z.string() });
const refusal = z.object({ error: z.string().optional(), message: z.string().optional() });

/** What Bluesky says is wrong. */
export const saidOf = (answer: HttpAnswer): { readonly error?: string; readonly message?: string } => {
  const { error, message } = refusal.safeParse(answer.json).data ?? {};
  return { ...(error === undefined ? {} : { error }), ...(message === undefined ? {} : { message }) };
};

/** The outcome of an answer that cannot be used. Bluesky says in a header of its own when to come back. */
export const failureOf = (ctx: Pick<Ctx, 'failure' | 'systemTime'>, answer: HttpAnswer): Failure => {
  const { error, message } = saidOf(answer);
  const failure = providerFailure({ ctx, answer, reason: message ?? error });
  const reset = Number(answer.headers['ratelimit-reset'] ?? '');
  if (answer.status !== 429 || failure.kind !== 'retry' || failure.afterMs !== undefined) return failure;
  return reset > 0
    ? { ...failure, afterMs: Math.min(Math.max(reset * 1_000 - ctx.systemTime, 1_000), 3_600_000) }
    : failure;
};

const signIn = async (ctx: AskCtx): Promise<Session | Failure> => {
  const { service, identifier, password } = ctx.config;
  const answer = await ctx.http({
    url: new URL('/xrpc/com.atproto.server.createSession', service).href,
    json: { identifier, password },
  });
  const session = answer.status === 200 ? sessionSchema.safeParse(answer.json).data : undefined;
  if (session !== undefined) return session;
  if (answer.status === 401 || answer.status === 400)
    return loginFailed('Bluesky does not take the app password.');
  const message = `Bluesky answered ${answer.status} to signing in.`;
  const later = { kind: 'retry', code: 'no-session', message } as const;
  const failure = failureOf({ systemTime: ctx.systemTime, failure: ctx.failure ?? (() => later) }, answer);
  // Nothing was asked of it yet, so this can be repeated whatever happened.
  return failure.kind === 'unknown' ? { ...failure, kind: 'retry' } : failure;
};

/** The session of the account, or why there is none. */
export const sessionOf = async (ctx: AskCtx): Promise<Session | Failure> => {
  const found = await (ctx.resource.current ??= signIn(ctx));
  if ('kind' in found) ctx.resource.current = undefined;
  return found;
};

const isOver = (answer: HttpAnswer): boolean =>
  answer.status === 401 || (answer.status === 400 && saidOf(answer).error === 'ExpiredToken');

/** What came back, or why there is no session. */
export type Asked =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly failure: Failure };

/** A request to the account's server, signed in; once more with a new session when the present one is over. */
export const ask = async (
  ctx: AskCtx,
  path: string,
  more: Omit<Parameters<Ctx['http']>[0], 'url'> = {},
): Promise<Asked> => {
  const attempt = async (): Promise<Asked> => {
    const session = await sessionOf(ctx);
    if ('kind' in session) return { ok: false, failure: session };
    const answer = await ctx.http({
      ...more,
      url: new URL(`/xrpc/${path}`, ctx.config.service).href,
      headers: { authorization: `Bearer ${session.accessJwt}`, ...more.headers },
    });
    return { ok: true, answer };
  };
  const asked = await attempt();
  if (!asked.ok || !isOver(asked.answer)) return asked;
  ctx.resource.current = undefined;
  return attempt();
};
