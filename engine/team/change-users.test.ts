import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { adminScopes } from '../../domain/keys/key.ts';
import type { Role } from '../../domain/objects/access.ts';
import { roleScopes } from '../../domain/team/role-scopes.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import { createChangeUsers, type UserChange } from './change-users.ts';
import type { UserStore } from './ports.ts';

const tenant = 'shop';
const key = { scopes: adminScopes };
const sessions = { end: async () => 0 };
const clock = { now: () => 1000, systemTime: () => 1000 };

/** Hands out turns: each operation of a store waits until it is let go, in whatever order is drawn. */
const createTurns = () => {
  const waiting: (() => void)[] = [];
  const turn = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  return {
    wrap: (users: UserStore): UserStore => ({
      ...users,
      get: async (input) => turn().then(() => users.get(input)),
      replace: async (input) => turn().then(() => users.replace(input)),
      hasOwner: async (input) => turn().then(() => users.hasOwner(input)),
    }),
    /** Lets them go one by one until `all` is done. */
    play: async (all: Promise<unknown>, draws: readonly number[]): Promise<void> => {
      let isDone = false;
      const end = all.then(() => {
        isDone = true;
      });
      for (let n = 0; !isDone; n += 1) {
        const at = (draws[n % draws.length] ?? 0) % Math.max(1, waiting.length);
        waiting.splice(at, 1)[0]?.();
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      await end;
    },
  };
};

const open = async (owners: readonly string[]) => {
  const { users, teams } = createMemoryStores();
  const turns = createTurns();
  const plain = createChangeUsers({ users, teams, clock, sessions });
  for (const id of owners)
    await plain.invite({
      tenant,
      id,
      by: key,
      invitation: { email: `${id}@shop.example`, name: id, role: 'owner' },
    });
  return {
    users,
    plain,
    turns,
    raced: createChangeUsers({ users: turns.wrap(users), teams, clock, sessions }),
  };
};

const going: readonly UserChange[] = [
  { role: 'admin' },
  { isActive: false },
  { role: 'viewer', isActive: false },
];

describe('the last owner', () => {
  it('stays, no matter who else goes at the same time and in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...going), { minLength: 3, maxLength: 3 }),
        fc.array(fc.nat(20), { minLength: 1, maxLength: 40 }),
        async (changes, draws) => {
          const owners = ['ana', 'ben', 'cem'];
          const { users, turns, raced } = await open(owners);
          const all = owners.map((id, n) => raced.change({ tenant, id, by: key, change: changes[n] ?? {} }));
          await turns.play(Promise.all(all), draws);
          expect(await users.hasOwner({ tenant })).toBe(true);
          const kinds = (await Promise.all(all)).map(({ kind }) => kind);
          expect(kinds).toContain('last-owner');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is told so, and can go once somebody else is an owner', async () => {
    const { plain } = await open(['ana']);
    const leave = () => plain.change({ tenant, id: 'ana', by: key, change: { isActive: false } });
    expect(await leave()).toEqual({ kind: 'last-owner' });
    const invitation = { email: 'ben@shop.example', name: 'Ben', role: 'owner' as const };
    await plain.invite({ tenant, id: 'ben', by: key, invitation });
    expect(await leave()).toMatchObject({ kind: 'done', user: { deactivatedAt: 1000 } });
  });
});

describe('roles', () => {
  const as = (role: Role) => ({ role, scopes: roleScopes[role] });

  it('of owners are for owners to give and to take', async () => {
    const { plain } = await open(['ana', 'ben']);
    const admin = as('admin');
    const forbidden = { kind: 'forbidden', role: 'owner' };
    expect(await plain.change({ tenant, id: 'ana', by: admin, change: { name: 'A' } })).toEqual(forbidden);
    const invitation = { email: 'eva@shop.example', name: 'Eva', role: 'admin' as const };
    await plain.invite({ tenant, id: 'eva', by: admin, invitation });
    expect(await plain.change({ tenant, id: 'eva', by: admin, change: { role: 'owner' } })).toEqual(
      forbidden,
    );
    const made = await plain.change({ tenant, id: 'eva', by: as('owner'), change: { role: 'owner' } });
    expect(made).toMatchObject({ kind: 'done', user: { role: 'owner', revision: 2 } });
  });

  it('are not given by a key that lacks one of their scopes', async () => {
    const { plain } = await open([]);
    const by = { scopes: ['team', 'read', 'records:read'] as const };
    const ask = (role: Role) =>
      plain.invite({ tenant, id: role, by, invitation: { email: `${role}@a.example`, name: role, role } });
    expect(await ask('marketer')).toEqual({ kind: 'forbidden', role: 'marketer' });
    expect(await ask('viewer')).toMatchObject({ kind: 'done' });
  });
});
