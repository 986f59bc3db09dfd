import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

import { CicloError } from '../../domain/errors.ts';
import type { RelyingParty } from '../../domain/team/webauthn.ts';
import { createRoutes } from '../admin/kit.ts';
import type { Attempts } from '../http/attempts.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Passkey, PasskeyAdded, Passkeys } from '../ports/passkeys.ts';
import type { Clock } from '../ports/platform.ts';
import type { SignIn } from '../ports/sign-in.ts';
import {
  bodyOf,
  browserOf,
  freshlySignedInUser,
  enter,
  type Note,
  readJson,
  refusedSignIn,
  signedInUser,
  tenantOf,
} from './read.ts';

type Deps = {
  readonly signIn: Pick<SignIn, 'of' | 'withProof' | 'end'>;
  readonly passkeys: Passkeys;
  readonly attempts: Attempts;
  readonly publicUrl: string;
  readonly note: Note;
  readonly clock: Pick<Clock, 'systemTime'>;
};

const binary = z
  .string()
  .min(1)
  .max(3000)
  .regex(/^[\w-]+$/, 'must be base64url');

const addBody = z.strictObject({
  name: z.string().trim().min(1).max(60),
  id: binary.max(1400),
  clientData: binary,
  authenticatorData: binary,
  publicKey: binary,
  algorithm: z.int(),
});
const assertionBody = z.strictObject({
  id: binary.max(1400),
  clientData: binary,
  authenticatorData: binary,
  signature: binary,
});
const removeBody = z.strictObject({ id: binary.max(1400) });

/**
 * Where a passkey is for: the host that the browser names, which the host check knows as ours. Undefined where a browser makes none: for an
 * address in numbers, and without encryption but on this machine.
 */
export const partyOf = (c: Context<ApiEnv>, publicUrl: string): RelyingParty | undefined => {
  const { protocol } = new URL(publicUrl);
  const origin = `${protocol}//${c.req.header('host') ?? new URL(c.req.url).host}`;
  if (!URL.canParse(origin)) return undefined;
  const { hostname } = new URL(origin);
  const isName = !ipaddr.isValid(hostname) && !hostname.startsWith('[');
  const isSecure = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
  return isName && isSecure ? { id: hostname, origin: new URL(origin).origin } : undefined;
};

const neededParty = (c: Context<ApiEnv>, publicUrl: string): RelyingParty => {
  const party = partyOf(c, publicUrl);
  if (party !== undefined) return party;
  const message =
    'Passkeys need an https address with a name, or localhost. See PUBLIC_URL in docs/operations.md.';
  throw new CicloError({ code: 'conflict', message });
};

const isoOf = (at: number): string => new Date(at).toISOString();

const shown = ({ id, name, createdAt, usedAt, isBackedUp }: Passkey) => ({
  id,
  name,
  createdAt: isoOf(createdAt),
  ...(usedAt === undefined ? {} : { usedAt: isoOf(usedAt) }),
  isBackedUp,
});

const problems: Readonly<Record<Exclude<PasskeyAdded['kind'], 'added'>, string>> = {
  over: 'This took too long, or was used already. Begin again.',
  invalid: 'This is not a passkey for this address with a check of the person (PIN, finger or face).',
  taken: 'This passkey is there already.',
  'too-many': 'A user has at most 20 passkeys. Remove one first.',
};

/** `/auth/:tenant/passkeys`: a user who signed in a moment ago adds and removes their passkeys. */
const ownPasskeyRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { passkeys, publicUrl, note, signIn, clock } = deps;
  const app = createRoutes();
  app.get('/:tenant/passkeys', async (c) => {
    const found = await passkeys.list(await signedInUser({ c, signIn }));
    return c.json({ passkeys: found.map(shown) }, 200);
  });
  app.post('/:tenant/passkeys/begin', async (c) => {
    const party = neededParty(c, publicUrl);
    const { tenant, userId } = await freshlySignedInUser({ c, signIn, clock });
    const begun = await passkeys.beginAdding({ tenant, userId, party });
    if (begun === undefined) throw refusedSignIn('Nobody is signed in.');
    return c.json(begun, 200);
  });
  app.post('/:tenant/passkeys', async (c) => {
    const { tenant, userId } = await freshlySignedInUser({ c, signIn, clock });
    const party = neededParty(c, publicUrl);
    const { name, ...attestation } = await readJson(c, addBody);
    const added = await passkeys.add({ tenant, userId, party, name, attestation });
    if (added.kind !== 'added') {
      const code = added.kind === 'invalid' || added.kind === 'over' ? 'invalid-input' : 'conflict';
      throw new CicloError({ code, message: problems[added.kind] });
    }
    await note({ c, tenant, id: userId, action: 'user.passkey-add' });
    return c.json(shown(added.passkey), 201);
  });
  app.post('/:tenant/passkeys/remove', async (c) => {
    const { tenant, userId } = await freshlySignedInUser({ c, signIn, clock });
    const { id } = await readJson(c, removeBody);
    const isRemoved = await passkeys.remove({ tenant, userId, id });
    if (isRemoved) await note({ c, tenant, id: userId, action: 'user.passkey-remove' });
    return c.json({ removed: isRemoved }, 200);
  });
  return app;
};

/** Passkeys: `/auth/:tenant/passkey` signs in with one, `/auth/:tenant/passkeys` is where they are kept. */
export const passkeyRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { passkeys, attempts, signIn, publicUrl, note } = deps;
  const app = ownPasskeyRoutes(deps);
  app.post('/:tenant/passkey/begin', (c) => {
    attempts.admit(c);
    const { id } = neededParty(c, publicUrl);
    c.header('cache-control', 'no-store');
    return c.json({ challenge: passkeys.beginSignIn({ tenant: tenantOf(c) }), rpId: id }, 200);
  });
  app.post('/:tenant/passkey', async (c) => {
    attempts.admit(c);
    const tenant = tenantOf(c);
    const party = neededParty(c, publicUrl);
    const assertion = await readJson(c, assertionBody);
    const userId = await passkeys.userOf({ tenant, party, assertion });
    const found =
      userId === undefined ? undefined : await signIn.withProof({ tenant, userId, browser: browserOf(c) });
    if (found === undefined) {
      attempts.failed(c);
      throw refusedSignIn('This passkey does not sign in here.');
    }
    await note({ c, tenant, id: found.user.id, action: 'user.sign-in', by: 'passkey' });
    await enter({ c, tenant, signIn, found });
    return c.json(bodyOf(found), 200);
  });
  return app;
};
