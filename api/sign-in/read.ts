import type { Context } from 'hono';
import type { z } from 'zod';

import { CicloError } from '../../domain/errors.ts';
import { refuseStale } from '../../domain/team/fresh-sign-in.ts';
import { foreignPage, originOf } from '../auth/session.ts';
import { readBody } from '../http/body.ts';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';
import type { AuditTrail } from '../ports/audit.ts';
import type { Clock } from '../ports/platform.ts';
import type { SignedIn, SignIn } from '../ports/sign-in.ts';

const tenantPattern = /^[a-z][a-z0-9-]{0,63}$/;

const bytesMax = 4096;

/** The error for somebody who does not come in. */
export const refusedSignIn = (message: string): CicloError =>
  new CicloError({ code: 'unauthorized', message });

/** The JSON body of a request. Throws `invalid-input` for anything else: no form of another page can send it. */
export const readJson = async <T>(c: Context<ApiEnv>, schema: z.ZodType<T>): Promise<T> => {
  const isJson = c.req.header('content-type')?.startsWith('application/json') === true;
  const bytes = isJson
    ? await readBody({ request: c.req.raw, maxBytes: bytesMax, take: c.get('takeBytes') })
    : new Uint8Array();
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new CicloError({ code: 'invalid-input', message: 'Send a JSON body.' });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw requestError({
    code: 'invalid-input',
    message: 'The body of the request is not valid.',
    problems: read.error.issues.map(({ code, path, message }) => ({
      code: code.replaceAll('_', '-'),
      path: path.map(String).join('.'),
      message,
      hint: 'See docs/team.md for what is expected here.',
    })),
  });
};

/** Who signed in, as an answer. */
export const bodyOf = ({ user }: SignedIn) => ({ user: { ...user, teams: [...user.teams] } });

const browserMax = 300;

/** What the browser of a request calls itself, cut to what is kept of it. */
export const browserOf = (c: Context<ApiEnv>): string =>
  (c.req.header('user-agent') ?? '').slice(0, browserMax);

/** Hands the browser its cookies; the answer is kept nowhere else. */
export const keep = (c: Context<ApiEnv>, cookies: readonly string[]): void => {
  c.header('cache-control', 'no-store');
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
};

/** Hands the browser the session that begins. The one it had before ends, so a copy of that opens nothing any more. */
export const enter = async (input: {
  c: Context<ApiEnv>;
  tenant: string;
  signIn: Pick<SignIn, 'end'>;
  found: SignedIn;
}): Promise<void> => {
  const { c, tenant, signIn, found } = input;
  await signIn.end({ tenant, headers: c.req.raw.headers });
  keep(c, found.cookies);
};

/** The tenant that the path names. Throws `not-found` for what is no name of one. */
export const tenantOf = (c: Context<ApiEnv>): string => {
  const tenant = c.req.param('tenant') ?? '';
  if (tenantPattern.test(tenant)) return tenant;
  throw new CicloError({ code: 'not-found', message: 'There is no such page.' });
};

/** Writes what somebody did with their way in into the audit trail. */
export const createNote =
  ({ audit, clock }: { audit: AuditTrail; clock: Clock }) =>
  async (input: {
    c: Context<ApiEnv>;
    tenant: string;
    id: string;
    action: string;
    /** What proved who it is, where it was not a password or link. */
    by?: 'provider' | 'passkey';
  }): Promise<void> => {
    const { c, tenant, id, action, by } = input;
    const actor = { kind: 'user', id } as const;
    await audit.append({
      tenant,
      at: clock.systemTime(),
      actor,
      requestId: c.get('requestId'),
      action,
      subject: id,
      ...(by === undefined ? {} : { details: { by } }),
    });
  };

/** Notes what somebody did with their way in. */
export type Note = ReturnType<typeof createNote>;

/** Whose session a request brings, and since when it is one. */
type OwnSession = {
  readonly tenant: string;
  readonly userId: string;
  readonly session: string | undefined;
  readonly signedInAt: number;
};

/** The user whose session a request brings. A change has to come from a page of ours. Throws `unauthorized`, or `forbidden` for another page. */
export const signedInUser = async (input: {
  c: Context<ApiEnv>;
  signIn: Pick<SignIn, 'of'>;
}): Promise<OwnSession> => {
  const { c, signIn } = input;
  const tenant = tenantOf(c);
  const found = await signIn.of({ tenant, headers: c.req.raw.headers });
  if (found === undefined) throw refusedSignIn('Nobody is signed in.');
  if (c.req.method !== 'GET' && originOf(c) !== 'own') throw foreignPage();
  keep(c, found.cookies);
  const { user, session, signedInAt } = found;
  return { tenant, userId: user.id, session, signedInAt };
};

/** The same, of somebody who signed in a moment ago. Throws `sign-in-again` for a session that is older. */
export const freshlySignedInUser = async (input: {
  c: Context<ApiEnv>;
  signIn: Pick<SignIn, 'of'>;
  clock: Pick<Clock, 'systemTime'>;
}): Promise<OwnSession> => {
  const found = await signedInUser(input);
  refuseStale({ signedInAt: found.signedInAt, now: input.clock.systemTime() });
  return found;
};
