import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Passkey, Passkeys } from '../../api/ports/passkeys.ts';
import { algorithms, challengeIn, checkAssertion, checkAttestation } from '../../domain/team/webauthn.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { UserStore } from './ports.ts';
import type { SignInRow, SignInStore } from './sign-in-ports.ts';

type Deps = {
  readonly users: Pick<UserStore, 'get'>;
  readonly signIns: SignInStore;
  readonly keyring: Pick<Keyring, 'signer'>;
  readonly systemTime: () => number;
};

const model = 'passkey';
/** So many a user has at most. */
const passkeysMax = 20;
/** So long somebody may take to touch their device. */
const challengeMs = 5 * 60_000;

const rowSchema = z.looseObject({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  publicKey: z.string(),
  algorithm: z.number(),
  counter: z.number(),
  isBackedUp: z.boolean(),
  createdAt: z.date(),
  usedAt: z.date().optional(),
});

const passkeyOf = (row: SignInRow): Passkey => {
  const { id, name, createdAt, usedAt, isBackedUp } = rowSchema.parse(row);
  const used = usedAt === undefined ? {} : { usedAt: usedAt.getTime() };
  return { id, name, createdAt: createdAt.getTime(), isBackedUp, ...used };
};

const challengeSchema = z.strictObject({
  tenant: z.string(),
  /** Who adds a passkey; absent for a sign-in. */
  userId: z.string().optional(),
  nonce: z.string(),
  until: z.number(),
});

/**
 * Challenges are signed and not kept, so anyone who asks for many fills no database. One that was answered well is noted until it is over,
 * so no answer counts twice.
 */
const createChallenges = ({ keyring, signIns, systemTime }: Deps) => {
  const signer = keyring.signer('passkey');
  return {
    make: (input: { tenant: string; userId?: string }): string => {
      const text = signer.sign(
        JSON.stringify({ ...input, nonce: randomUUID(), until: systemTime() + challengeMs }),
      );
      return Buffer.from(text).toString('base64url');
    },
    /** The challenge of an answer, when it was made for this and is not over. */
    open: (input: { tenant: string; userId?: string; clientData: string }) => {
      const challenge = challengeIn(input.clientData) ?? '';
      const opened = signer.open(Buffer.from(challenge, 'base64url').toString('utf8'));
      const read = opened === undefined ? undefined : challengeSchema.parse(JSON.parse(opened));
      const fits = read?.tenant === input.tenant && read.userId === input.userId && read.until > systemTime();
      return fits ? { challenge, nonce: read.nonce, until: read.until } : undefined;
    },
    /** False when it was used before. */
    use: (input: { tenant: string; nonce: string; until: number }): Promise<boolean> => {
      const { tenant, nonce, until } = input;
      return signIns.addOnce({ tenant, model: 'challenge', row: { id: nonce, expiresAt: new Date(until) } });
    },
  };
};

type Challenges = ReturnType<typeof createChallenges>;

const createAdd = (deps: Deps, challenges: Challenges, list: Passkeys['list']): Passkeys['add'] => {
  const { signIns, systemTime } = deps;
  return async ({ tenant, userId, party, name, attestation }) => {
    const opened = challenges.open({ tenant, userId, clientData: attestation.clientData });
    if (opened === undefined) return { kind: 'over' };
    const checked = checkAttestation({ attestation, challenge: opened.challenge, party });
    if (!checked.ok) return { kind: 'invalid' };
    if ((await list({ tenant, userId })).length >= passkeysMax) return { kind: 'too-many' };
    if (!(await challenges.use({ tenant, ...opened }))) return { kind: 'over' };
    const { publicKey, algorithm, counter, isBackedUp } = checked;
    const key = { publicKey, algorithm, counter, isBackedUp };
    const row = { id: attestation.id, userId, name, createdAt: new Date(systemTime()), ...key };
    const isNew = await signIns.addOnce({ tenant, model, row });
    return isNew ? { kind: 'added', passkey: passkeyOf(row) } : { kind: 'taken' };
  };
};

const createUserOf = (deps: Deps, challenges: Challenges): Passkeys['userOf'] => {
  const { signIns, systemTime } = deps;
  return async ({ tenant, party, assertion }) => {
    const opened = challenges.open({ tenant, clientData: assertion.clientData });
    if (opened === undefined) return undefined;
    const where = [{ field: 'id', value: assertion.id }];
    const [found] = await signIns.find({ tenant, model, where, limit: 1 });
    if (found === undefined) return undefined;
    const passkey = rowSchema.parse(found);
    const checked = checkAssertion({ assertion, passkey, challenge: opened.challenge, party });
    if (!checked.ok || !(await challenges.use({ tenant, ...opened }))) return undefined;
    const { counter } = checked;
    // Of two answers with the same count one is a copy's.
    const changed = await signIns.change({
      tenant,
      model,
      where: [...where, { field: 'counter', value: passkey.counter }],
      set: { counter, usedAt: new Date(systemTime()) },
    });
    return changed === 1 ? passkey.userId : undefined;
  };
};

/** Makes what adds, removes and checks passkeys. */
export const createPasskeys = (deps: Deps): Passkeys => {
  const { signIns, users } = deps;
  const challenges = createChallenges(deps);
  const list: Passkeys['list'] = async ({ tenant, userId }) => {
    const rows = await signIns.find({ tenant, model, where: [{ field: 'userId', value: userId }] });
    return rows.map(passkeyOf).toSorted((a, b) => a.createdAt - b.createdAt);
  };
  return {
    list,
    beginAdding: async ({ tenant, userId, party }) => {
      const user = await users.get({ tenant, id: userId });
      if (user === undefined) return undefined;
      return {
        challenge: challenges.make({ tenant, userId }),
        rp: { id: party.id, name: `Ciclo (${tenant})` },
        user: {
          id: Buffer.from(`${tenant}/${userId}`).toString('base64url'),
          name: user.email,
          displayName: user.name,
        },
        algorithms,
        exclude: (await list({ tenant, userId })).map(({ id }) => id),
      };
    },
    add: createAdd(deps, challenges, list),
    remove: async ({ tenant, userId, id }) => {
      const where = [
        { field: 'id', value: id },
        { field: 'userId', value: userId },
      ];
      return (await signIns.remove({ tenant, model, where })) === 1;
    },
    beginSignIn: ({ tenant }) => challenges.make({ tenant }),
    userOf: createUserOf(deps, challenges),
  };
};
