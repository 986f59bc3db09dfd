import { expect, it, vi } from 'vitest';

import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import { createCarryImports } from './carry-imports.ts';
import type { ImportKind } from './kinds/import-kind.ts';
import type { ImportStore } from './ports.ts';
import { createImports } from './start-imports.ts';

const key = { tenant: 'shop-of-slow-imports', id: 'i-1' };
/** Renewals come every few real milliseconds; the time they are about stands until the test moves it. */
const leaseMs = 30;

it('a page that takes longer than a lease is not taken over, and is worked on once', async () => {
  const { imports: stored } = createMemoryStores();
  const time = { now: 1_000_000, leasedUntil: 0 };
  const imports: ImportStore = {
    ...stored,
    progress: async (input) => {
      const taken = await stored.progress(input);
      time.leasedUntil = input.due ?? 0;
      return taken;
    },
  };
  let [pages, takenOver] = [0, 0];
  const kind: ImportKind = {
    columns: { columns: [{ name: 'userId' }] },
    work: async ({ rows }) => {
      pages += 1;
      for (let turn = 0; turn < 4; turn += 1) {
        const isRenewed = () => time.leasedUntil >= time.now + leaseMs;
        await vi.waitUntil(isRenewed, { interval: 1, timeout: 60_000 });
        time.now += leaseMs - 1;
        takenOver += await other.sweep();
      }
      return rows.map(() => ({ kind: 'created' }) as const);
    },
  };
  const clock = { now: () => time.now, systemTime: () => time.now };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const pressure = () => ({ overloaded: false, retryAfterMs: 0 });
  const deps = { imports, kindOf: async () => kind, clock, log, leaseMs, pressure };
  const other = createCarryImports({ ...deps, kindOf: () => expect.fail('it was taken over') });
  const { create, addPart, start } = createImports(deps);
  const options = { mapping: {}, emptyCells: 'keep', fires: false } as const;
  await create({ ...key, kind: 'profiles', by: 'k', options });
  await addPart({ ...key, n: 0, bytes: Buffer.from('{"userId":"ana"}\n{"userId":"ben"}\n') });
  await start({ ...key, isDryRun: false });
  await createCarryImports(deps).sweep();
  expect([pages, takenOver]).toEqual([1, 0]);
  expect(await imports.get(key)).toMatchObject({ state: 'done', counts: { rows: 2, created: 2 } });
});
