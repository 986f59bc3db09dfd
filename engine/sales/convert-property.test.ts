import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { mortal } from '../../test/store/mortal.ts';
import { make, memoryStores, start } from '../records/records-for-tests.ts';
import type { RecordRow } from '../records/ports.ts';
import { createSalesWorld } from './sales-for-tests.ts';

const tenant = 'shop';

/** Two of one company, one of them twice, and somebody of none. */
const leads = [
  { id: 'l1', data: { name: 'Ana Prado', email: 'ana@tiles.example', company: 'Tiles, S.L.' } },
  {
    id: 'l2',
    data: { name: 'Ben Roca', email: 'ben@tiles.example', company: 'Tiles', phone: '+34 600 111 222' },
  },
  { id: 'l3', data: { name: 'A. Prado', email: 'ANA@tiles.example', company: 'TILES SL' } },
  { id: 'l4', data: { name: 'Eva Gil', phone: '+34 600 333 444' } },
];

const someLives = fc.array(
  fc.record({
    /** What each of them does at once with others. */
    acts: fc.array(
      fc.uniqueArray(fc.constantFrom(...leads.map(({ id }) => id)), { minLength: 1, maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    isTwice: fc.boolean(),
    writesLeft: fc.nat(40),
  }),
  { minLength: 1, maxLength: 4 },
);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

const converting = (id: string) => ({
  tenant,
  kind: 'lead',
  id,
  actor: { kind: 'key', id: 'k-test' } as const,
  options: {},
  dry: false,
});

const all = async (
  world: ReturnType<typeof createSalesWorld>,
  kind: string,
): Promise<readonly RecordRow[]> => {
  const sort = { by: 'createdAt', order: 1 } as const;
  const found = await world.records.list({ tenant, kind, isDeleted: false, sort, limit: 100 });
  return found.map(({ row }) => row);
};

it('makes everything of a conversion or nothing, and nothing twice, wherever a process is killed and however many convert at once', async () => {
  await fc.assert(
    fc.asyncProperty(someLives, async (lives) => {
      const { collections } = memoryStores();
      const seeded = createSalesWorld({ collections, tenant });
      for (const { id, data } of leads) await make(seeded, 'lead', id, data);
      for (const { acts, isTwice, writesLeft } of lives) {
        const process = createSalesWorld({ collections: mortal(collections, writesLeft), tenant });
        try {
          for (const ids of acts) {
            const asked = isTwice ? [...ids, ...ids] : ids;
            await Promise.all(asked.map((id) => process.convertRecord(converting(id))));
          }
        } catch {
          // Killed: the next process goes on with what there is.
        }
        vi.setSystemTime(Date.now() + 60_000);
      }
      const world = createSalesWorld({ collections, tenant });
      while (await world.finishConversions());
      vi.setSystemTime(Date.now() + 3_600_000);
      while (await world.tellRecords.sweep());

      const rows = await all(world, 'lead');
      const converted = rows.filter(({ stage }) => stage === 'converted');
      const deals = await all(world, 'deal');
      const accounts = await all(world, 'account');
      const roles = await all(world, 'contact-role');
      expect(deals.map(({ id }) => id).toSorted()).toEqual(
        converted.map(({ data }) => String(data['deal'])).toSorted(),
      );
      expect(roles.map(({ data }) => data['deal']).toSorted()).toEqual(
        converted.map(({ data }) => data['deal']).toSorted(),
      );
      const ofCompany = converted.filter(({ data }) => data['company'] !== undefined);
      expect(accounts).toHaveLength(ofCompany.length === 0 ? 0 : 1);
      for (const { data } of ofCompany) expect(data['account']).toBe(accounts[0]?.id);
      const people = new Map(converted.map(({ id, person }) => [id, person]));
      if (people.has('l1') && people.has('l3')) expect(people.get('l1')).toBe(people.get('l3'));
      if (people.has('l1') && people.has('l2')) expect(people.get('l1')).not.toBe(people.get('l2'));
      for (const id of people.values()) {
        expect(id).toBeDefined();
        expect(await world.stores.profiles.get({ tenant, profileId: id ?? '' })).toBeDefined();
      }
    }),
    { numRuns: Number(process.env['CICLO_RECORD_CASES'] ?? 25) },
  );
});
