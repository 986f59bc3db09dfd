import { expect, it } from 'vitest';
import { CicloError } from '../../domain/errors.ts';
import type { KeyRow, KeyStore } from '../ports/keys.ts';
import { createKeys } from './keys.ts';

const nothing = async () => undefined;

const world = (over: Partial<KeyStore> = {}) => {
  const rows = new Map<string, KeyRow>();
  const clock = { at: 1_000_000 };
  const asked: string[] = [];
  const store: KeyStore = {
    add: async (row) => {
      rows.set(row.sha256, row);
    },
    find: async (sha256) => {
      asked.push(sha256);
      return rows.get(sha256);
    },
    list: async () => [...rows.values()],
    revoke: async ({ id, at }) => {
      const row = [...rows.values()].find((one) => one.id === id);
      if (row !== undefined) rows.set(row.sha256, { ...row, revokedAt: at });
      return row;
    },
    replace: async ({ id, by, endsAt }) => {
      const row = [...rows.values()].find((one) => one.id === id);
      if (row === undefined || row.replacedBy !== undefined || row.revokedAt !== undefined) return false;
      rows.set(row.sha256, { ...row, replacedBy: by, expiresAt: endsAt });
      return true;
    },
    noteUse: nothing,
    ...over,
  };
  const keysOf = () => createKeys({ settings: nothing, store, systemTime: () => clock.at });
  return { keysOf, clock, asked };
};

const given = { tenant: 'shop', name: 'x', kind: 'server', scopes: ['track:server'] } as const;

it('asks the store once in some seconds, also for a key there is not', async () => {
  const { keysOf, clock, asked } = world();
  const keys = keysOf();
  const { row } = await keys.create(given);
  for (let n = 0; n < 3; n += 1) {
    expect((await keys.find(row.sha256))?.id).toBe(row.id);
    expect(await keys.find('none')).toBeUndefined();
  }
  expect(asked).toEqual([row.sha256, 'none']);
  clock.at += 5_000;
  await keys.find(row.sha256);
  expect(asked).toHaveLength(3);
});

it('opens nothing once it is revoked: here at once, in another process within five seconds', async () => {
  const { keysOf, clock } = world();
  const [here, elsewhere] = [keysOf(), keysOf()];
  const { row } = await here.create(given);
  expect(await elsewhere.find(row.sha256)).toBeDefined();
  await here.revoke({ tenant: 'shop', id: row.id });
  expect(await here.find(row.sha256)).toBeUndefined();
  clock.at += 5_000;
  expect(await elsewhere.find(row.sha256)).toBeUndefined();
});

it('opens also when its use cannot be noted, which is tried again', async () => {
  let tries = 0;
  const { keysOf } = world({
    noteUse: async () => {
      tries += 1;
      throw new CicloError({ code: 'unavailable', message: 'The database is away.' });
    },
  });
  const keys = keysOf();
  const { row } = await keys.create(given);
  expect(await keys.find(row.sha256)).toBeDefined();
  expect(await keys.find(row.sha256)).toBeDefined();
  expect(tries).toBe(2);
});
