import { createHmac, timingSafeEqual } from 'node:crypto';
import { verify } from 'hono/jwt';
import { type CallRefusal, refuse } from '../../domain/events/call-refusal.ts';
import type { Proof } from '../../domain/events/public-event.ts';
import { isObject, type JsonObject } from '../../domain/json.ts';

/** The secrets that prove identities to a tenant; the current one first, then those it replaced. */
export type ProofSecrets = (tenant: string) => readonly [string, ...string[]];

const fieldOf = (input: { call: unknown; context: JsonObject; field: string }): unknown => {
  const { call, context, field } = input;
  const own = isObject(call) ? call[field] : undefined;
  return own ?? context[field];
};

const badProof = (path: string): CallRefusal =>
  refuse({
    code: 'bad-proof',
    message: `\`${path}\` does not prove the user id.`,
    path,
    hint: 'Make it on your server with the secret that `ciclo keys secret` shows, for exactly this user id.',
  });

/** HMAC-SHA256 of a user id under a secret, in hex: what a page gets from the shop's server. */
const userHashOf = (input: { secret: string; userId: string }): Buffer =>
  createHmac('sha256', input.secret).update(input.userId).digest();

const hasHash = (input: { hash: unknown; userId: string; secrets: readonly string[] }): boolean => {
  const { hash, userId, secrets } = input;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/i.test(hash)) return false;
  const given = Buffer.from(hash, 'hex');
  return secrets.some((secret) => timingSafeEqual(userHashOf({ secret, userId }), given));
};

const tokenMax = 4000;
/** Traits a token may state besides the user id. */
const claimedTraits = ['email', 'phone'] as const;

const claimsOf = async (input: {
  token: unknown;
  secrets: readonly string[];
}): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const { token, secrets } = input;
  if (typeof token !== 'string' || token.length > tokenMax) return undefined;
  for (const secret of secrets) {
    try {
      return await verify(token, secret, 'HS256');
    } catch {
      // Another secret may have signed it; one that nobody signed proves nothing.
    }
  }
  return undefined;
};

const proofByToken = async (input: {
  token: unknown;
  userId: string | undefined;
  secrets: readonly string[];
}): Promise<Proof | undefined> => {
  const claims = await claimsOf(input);
  const subject = claims?.['sub'];
  // Without an end, a token that leaked once would prove for ever.
  if (typeof subject !== 'string' || subject === '' || typeof claims?.['exp'] !== 'number') return undefined;
  if (input.userId !== undefined && input.userId !== subject) return undefined;
  const traits = claimedTraits.flatMap((name): [string, string][] => {
    const value = claims[name];
    return typeof value === 'string' && value.length <= 320 ? [[name, value]] : [];
  });
  return { userId: subject, traits: Object.fromEntries(traits) };
};

/**
 * What a call proves of the person: `userHash`, the HMAC-SHA256 of the user id in hex, or `userToken`, a JWT (HS256)
 * with `sub` and `exp`; beside the call's own fields or in its `context`. Undefined when it brings no proof, a refusal
 * when it brings a wrong one.
 */
export const readProof = async (input: {
  call: unknown;
  context: JsonObject;
  userId: string | undefined;
  secrets: readonly string[];
}): Promise<Proof | CallRefusal | undefined> => {
  const { userId, secrets } = input;
  const token = fieldOf({ ...input, field: 'userToken' });
  if (token !== undefined && token !== null) {
    return (await proofByToken({ token, userId, secrets })) ?? badProof('userToken');
  }
  const hash = fieldOf({ ...input, field: 'userHash' });
  if (hash === undefined || hash === null || userId === undefined) return undefined;
  return hasHash({ hash, userId, secrets }) ? { userId, traits: {} } : badProof('userHash');
};
