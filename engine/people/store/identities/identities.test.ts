import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { type IdentityDoc, identitySchema } from '../identity-schema.ts';
import { openServerStore, openTestStore } from '../../../../test/store/open-store.ts';
import { sampleProfile } from '../../../../test/store/samples.ts';

describe('the identities of people', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const rows = () => store.collections.of<IdentityDoc>(identitySchema);
  /** What a process left that claimed an identity for a profile and died before it made the profile. */
  const promise = async (input: { id: string; profileId: string; agoMs: number }) => {
    const { tenant } = store;
    const at = new Date(Date.now() - input.agoMs);
    await rows().insertOne({ _id: `${tenant}:${input.id}`, tenant, profileId: input.profileId, by: 'x', at });
  };
  const insert = (id: string, ids: readonly string[]) =>
    store.stores.profiles.insert(sampleProfile({ tenant: store.tenant, id, ids }));
  const ownersOf = async (...ids: string[]) =>
    (await store.stores.profiles.withIds({ tenant: store.tenant, ids })).map((row) => row.id);

  it('wait for the profile they were claimed for, which the same event makes when it is repeated', async () => {
    await promise({ id: 'user:again', profileId: 'p-again', agoMs: 0 });
    expect(await ownersOf('user:again')).toEqual([]);
    expect(await insert('p-hasty', ['user:again'])).toBe('conflict');
    expect(await insert('p-again', ['user:again'])).toBe('inserted');
    expect(await ownersOf('user:again')).toEqual(['p-again']);
  });

  it('go to somebody else when their profile does not come, who then is merged if it comes after all', async () => {
    await promise({ id: 'user:lost', profileId: 'p-lost', agoMs: 60_000 });
    expect(await insert('p-heir', ['user:lost', 'anon:heir'])).toBe('inserted');
    expect(await ownersOf('user:lost', 'anon:heir')).toEqual(['p-heir']);
    expect(await insert('p-lost', ['user:lost', 'anon:lost']), 'the slow one').toBe('conflict');
    expect(await ownersOf('user:lost')).toEqual(['p-heir']);
    expect(await ownersOf('anon:lost'), 'what it had claimed is free').toEqual([]);
  });

  it('go to one of many when their profile does not come', async () => {
    await promise({ id: 'email:many@shop.test', profileId: 'p-never', agoMs: 60_000 });
    const settle = async (n: number): Promise<string> => {
      for (let tries = 0; tries < 50; tries += 1) {
        const [owner] = await ownersOf('email:many@shop.test');
        if (owner !== undefined) return owner;
        await insert(`p-many-${n}`, ['email:many@shop.test']);
      }
      return 'nobody';
    };
    const owners = await Promise.all(Array.from({ length: 10 }, (_, n) => settle(n)));
    expect(new Set(owners).size).toBe(1);
    expect(owners[0]).toMatch(/^p-many-\d$/);
  });

  it('are told as the profile’s also when a crash left the profile without them', async () => {
    const { profiles } = store.stores;
    const { tenant } = store;
    expect(await insert('p-copy', ['user:copy'])).toBe('inserted');
    await promise({ id: 'anon:copy', profileId: 'p-copy', agoMs: 0 });
    const [row] = await profiles.withIds({ tenant, ids: ['anon:copy'] });
    expect(row?.ids).toEqual(['user:copy', 'anon:copy']);
    const { rev, ...profile } = row ?? { ...sampleProfile({ tenant, id: 'p-copy' }), rev: 0 };
    expect(await profiles.replace({ profile, rev })).toBe('replaced');
    expect((await profiles.get({ tenant, profileId: 'p-copy' }))?.ids).toEqual(['user:copy', 'anon:copy']);
  });

  it('that a crash left of somebody who never became a profile go when that person is erased', async () => {
    const { tenant, stores } = store;
    await promise({ id: 'email:left@shop.test', profileId: 'p-left', agoMs: 3_600_000 });
    await promise({ id: 'user:left', profileId: 'p-coming', agoMs: 0 });
    const named = { ids: ['email:left@shop.test', 'user:left', 'user:copy'], orders: [] };
    await stores.people.erase({ tenant, profileIds: [], traces: { named, addresses: [] } });
    const left = await rows()
      .find({ _id: { $in: named.ids.map((id) => `${tenant}:${id}`) } })
      .toArray();
    expect(left.map((row) => row._id).toSorted()).toEqual(
      [`${tenant}:user:left`, `${tenant}:user:copy`].toSorted(),
    );
  });

  it.runIf(inject('storeBackend') === 'server')(
    'are found with two reads for all who ask at the same time',
    async () => {
      const sent: string[] = [];
      const own = await openServerStore({ onCommand: ({ commandName }) => sent.push(commandName) });
      const { tenant } = own;
      for (let n = 0; n < 20; n += 1) {
        await own.stores.profiles.insert(
          sampleProfile({ tenant, id: `p-${n}`, ids: [`user:${n}`, `anon:${n}`] }),
        );
      }
      sent.length = 0;
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          own.stores.profiles.withIds({ tenant, ids: [`user:${n}`, `anon:${n}`, `email:${n}`] }),
        ),
      );
      await own.close();
      expect(sent.filter((name) => name === 'find')).toHaveLength(2);
    },
  );
});
