import type { Context } from 'hono';

import { roleScopes } from '../../domain/team/role-scopes.ts';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Caller } from '../ports/keys.ts';
import type { SignIn } from '../ports/sign-in.ts';
import { hashKey } from './key-text.ts';

const cookieName = /(?:^|;\s*)(?:__Secure-)?ciclo\.([a-z][a-z0-9-]{0,63})\.session_token=/g;

/**
 * The tenant whose session a request brings in its cookies; undefined without one. Who is signed in to several names one
 * in `X-Ciclo-Tenant`, or in `?tenant=` where a browser asks by itself, for a frame.
 */
export const sessionTenant = (c: Context<ApiEnv>): string | undefined => {
  const cookies = c.req.header('cookie') ?? '';
  const tenants = new Set([...cookies.matchAll(cookieName)].map(([, tenant]) => tenant ?? ''));
  const wanted = c.req.header('x-ciclo-tenant') ?? c.req.query('tenant');
  if (wanted !== undefined) return tenants.has(wanted) ? wanted : undefined;
  return tenants.size === 1 ? [...tenants][0] : undefined;
};

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/** Whether a page of ours makes the request: `unknown` when the caller does not say, as programs do. */
export const originOf = (c: Context<ApiEnv>): 'own' | 'other' | 'unknown' => {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'other';
  const origin = c.req.header('origin');
  if (origin === undefined) return 'unknown';
  return hostOf(origin) === (c.req.header('host') ?? new URL(c.req.url).host) ? 'own' : 'other';
};

/** The error for a request that a page of somebody else makes, or may make. */
export const foreignPage = (): CicloError =>
  new CicloError({
    code: 'forbidden',
    message: 'With a session, changes are made by pages of this engine only. Programs use an API key.',
  });

/** Whose session a request is of, with the scopes of their role; undefined when nobody is signed in. */
export const callerOf = async (input: {
  c: Context<ApiEnv>;
  tenant: string;
  signIn: Pick<SignIn, 'of'>;
}): Promise<{ readonly caller: Caller; readonly cookies: readonly string[] } | undefined> => {
  const { c, tenant, signIn } = input;
  const found = await signIn.of({ tenant, headers: c.req.raw.headers });
  if (found === undefined) return undefined;
  const { user, cookies, signedInAt } = found;
  const { id, role } = user;
  // Calls are counted by user, as they are by key.
  const sha256 = hashKey(`user ${tenant} ${id}`);
  return { caller: { id, tenant, scopes: roleScopes[role], sha256, user, signedInAt }, cookies };
};
