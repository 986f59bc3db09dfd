import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { User } from '../../../domain/team/user.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('the stores of users and teams', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const user = (n: number, more: Partial<User> = {}): User => ({
    id: `usr_${n}`,
    tenant: store.tenant,
    revision: 1,
    email: `user${n}@shop.example`,
    handle: `user${n}`,
    name: `User ${n}`,
    role: 'agent',
    teams: [],
    createdAt: noon + n,
    updatedAt: noon + n,
    ...more,
  });

  it('keeps one user for an address and a handle, no matter who comes at the same time', async () => {
    const { users } = store.stores;
    const same = { email: 'same@shop.example', handle: 'same' };
    const kept = await Promise.all([1, 2, 3, 4].map((n) => users.add(user(n, same))));
    expect(kept.filter(({ kind }) => kind === 'kept')).toHaveLength(1);
    expect(kept.filter((one) => one.kind === 'taken' && one.field === 'email')).toHaveLength(3);
    expect(await users.add(user(5, { handle: 'same' }))).toEqual({ kind: 'taken', field: 'handle' });
    expect(await users.add(user(6, { ...same, tenant: 'another-one' }))).toEqual({ kind: 'kept' });
    await users.add(user(7));
    expect(await users.replace(user(7, { revision: 2, handle: 'same' }))).toMatchObject({ kind: 'taken' });
    expect(await users.byEmail({ tenant: store.tenant, email: 'user7@shop.example' })).toEqual(user(7));
  });

  it('writes a user on the revision before only', async () => {
    const { users } = store.stores;
    await users.add(user(20));
    const written = await Promise.all(
      ['Ana', 'Ben', 'Cem'].map((name) => users.replace(user(20, { revision: 2, name }))),
    );
    expect(written.filter(({ kind }) => kind === 'kept')).toHaveLength(1);
    expect(written.filter(({ kind }) => kind === 'conflict')).toHaveLength(2);
    const away = { from: noon, until: noon + 5, note: 'Lunch' };
    await users.replace(user(20, { revision: 3, away, teams: ['a', 'b'] }));
    const { tenant } = store;
    expect(await users.get({ tenant, id: 'usr_20' })).toEqual(
      user(20, { revision: 3, away, teams: ['a', 'b'] }),
    );
  });

  it('lists users by team, handle, role and state, page by page, the newest first', async () => {
    const { users } = store.stores;
    const { tenant } = store;
    for (const n of [30, 31, 32, 33])
      await users.add(user(n, { teams: n === 33 ? ['care'] : ['care', 'crm'] }));
    await users.replace(user(32, { revision: 2, teams: ['crm', 'care'], deactivatedAt: noon }));
    const ids = async (more: object) => (await users.list({ tenant, limit: 2, ...more })).map(({ id }) => id);
    expect(await ids({ team: 'crm' })).toEqual(['usr_32', 'usr_31']);
    const after = { at: noon + 31, n: 0, id: 'usr_31' };
    expect(await ids({ team: 'crm', after })).toEqual(['usr_30']);
    expect(await ids({ team: 'care', isDeactivated: false })).toEqual(['usr_33', 'usr_31']);
    expect(await ids({ handle: 'user31' })).toEqual(['usr_31']);
    expect(await ids({ role: 'owner' })).toEqual([]);
  });

  it('knows whether there is an owner who was not deactivated', async () => {
    const { users } = store.stores;
    const tenant = `${store.tenant}-owned`;
    expect(await users.hasOwner({ tenant })).toBe(false);
    await users.add(user(40, { tenant, role: 'owner' }));
    await users.add(user(41, { tenant, role: 'owner', deactivatedAt: noon }));
    expect(await users.hasOwner({ tenant })).toBe(true);
    expect(await users.hasOwner({ tenant, besides: 'usr_40' })).toBe(false);
    expect(await users.hasOwner({ tenant, besides: 'usr_41' })).toBe(true);
  });

  it('keeps one team for a key, and writes it on the revision before only', async () => {
    const { teams } = store.stores;
    const { tenant } = store;
    const team = { tenant, key: 'care', revision: 1, name: 'Care', createdAt: noon, updatedAt: noon };
    const hours = { hours: [{ days: ['mon-fri'], from: '09:00', to: '17:00' }] };
    expect(await Promise.all([teams.add(team), teams.add(team)])).toEqual(
      expect.arrayContaining(['kept', 'conflict']),
    );
    expect(await teams.replace({ ...team, revision: 2, hours })).toBe('kept');
    expect(await teams.replace({ ...team, revision: 2 })).toBe('conflict');
    expect(await teams.many({ tenant, keys: ['care', 'none'] })).toEqual([{ ...team, revision: 2, hours }]);
    await teams.add({ ...team, key: 'sales', createdAt: noon + 1 });
    expect((await teams.list({ tenant, limit: 9 })).map(({ key }) => key)).toEqual(['sales', 'care']);
    const after = { at: noon + 1, n: 0, id: 'sales' };
    expect((await teams.list({ tenant, limit: 9, after })).map(({ key }) => key)).toEqual(['care']);
  });
});
