import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LedgerRow, Run } from '../engine/runs/ports.ts';
import { isObject } from '../domain/json.ts';
import { newRunState } from '../domain/journey/reduce/run-state.ts';
import { newProfile } from '../domain/profiles/profile.ts';
import { connectStore, type ConnectedStore } from '../server/stores/connect-store.ts';
import { ownDatabase } from '../test/harness/own-database.ts';
import { bearer, createApi, keys, startOfTests } from './api-for-tests.ts';

let store: ConnectedStore;
let api: Awaited<ReturnType<typeof createApi>>;
let enrolled = 0;

const minute = 60_000;
const run = (input: { tenant: string; number: number }): Run => ({
  id: `run-${input.number}`,
  tenant: input.tenant,
  journey: 'cart',
  version: 1,
  profileId: 'p-1',
  entryKey: `cart-${input.number}`,
  occasion: 1,
  cause: `c-${input.number}`,
  entry: null,
  // Two of them at the very same instant, so that pages have to break the tie.
  enteredAt: startOfTests + Math.floor(input.number / 2) * minute,
  status: 'active',
  state: newRunState({ since: startOfTests }),
  step: 'think',
  hears: [],
  workflowId: `${input.tenant}:cart:p-1:${input.number}`,
  parked: false,
  rev: 0,
});

const decision = (input: { tenant: string; number: number }): LedgerRow => ({
  id: `d-${input.number}`,
  tenant: input.tenant,
  run: 'run-1',
  journey: 'cart',
  version: 1,
  profileId: 'p-1',
  at: startOfTests + Math.floor(input.number / 4) * minute,
  n: input.number % 4,
  kind: 'waiting',
  step: `step-${input.number}`,
  visit: 1,
});

const fill = async (tenant: string): Promise<void> => {
  const { stores } = store;
  const ids = [`email:ana@${tenant}.example`];
  const referralCode = `CODE-${tenant.toUpperCase()}`;
  await stores.profiles.insert(newProfile({ id: 'p-1', tenant, ids, referralCode, now: startOfTests }));
  for (let number = 1; number <= 5; number += 1) await stores.runs.insert(run({ tenant, number }));
  await stores.ledger.append(Array.from({ length: 10 }, (_, number) => decision({ tenant, number })));
};

beforeAll(async () => {
  store = await connectStore({ uri: ownDatabase(inject('mongoUri')) });
  await store.ensureIndexes();
  const { stores } = store;
  api = await createApi(
    {
      enrol: async () => {
        enrolled += 1;
        return { kind: 'entered', run: `run-of-enrolment-${enrolled}` };
      },
      checks: [{ name: 'database', check: async () => store.ping().then(() => ({ ok: true })) }],
    },
    { stores },
  );
  for (const tenant of ['shop', 'other']) await fill(tenant);
});
afterAll(async () => {
  await api.rest();
  await store.close();
});

const get = async (path: string, key: string = keys.admin): Promise<Record<string, unknown>> => {
  const answer = await api.app.request(path, { headers: bearer(key) });
  expect(answer.status, path).toBe(200);
  const body: unknown = await answer.json();
  return isObject(body) ? body : {};
};

/** All items of a list, read page by page. */
const readAll = async (input: {
  path: string;
  field: string;
  limit: number;
}): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  let next: unknown = undefined;
  for (let page = 0; page < 50; page += 1) {
    const cursor = typeof next === 'string' ? `&cursor=${next}` : '';
    const body = await get(`${input.path}limit=${input.limit}${cursor}`);
    const found = body[input.field];
    if (Array.isArray(found)) items.push(...found.filter(isObject));
    next = body['next'];
    if (next === undefined) return items;
  }
  throw new Error('the list does not end');
};

describe('on a real store', () => {
  it('a batch is stored once, however often it comes and by how many at once', async () => {
    const batch = Array.from({ length: 50 }, (_, n) => ({
      type: 'track',
      event: 'X',
      userId: 'u',
      messageId: `m-${n}`,
    }));
    const send = async (): Promise<unknown> => {
      const answer = await api.app.request('/v1/batch', {
        method: 'POST',
        headers: bearer(keys.write),
        body: JSON.stringify({ batch }),
      });
      return answer.json();
    };
    const answers = (await Promise.all([send(), send(), send(), send()])).filter(isObject);
    const known = answers.reduce((sum, answer) => sum + Number(answer['duplicates']), 0);
    expect(answers.every((answer) => answer['accepted'] === 50)).toBe(true);
    expect(known).toBe(150);
    expect(await readAll({ path: '/api/events?name=X&', field: 'events', limit: 20 })).toHaveLength(50);
  });

  it.each([1, 2, 3])(
    'lists are read whole in pages of %i, in order, also when instants are equal',
    async (limit) => {
      const runs = await readAll({ path: '/api/runs?', field: 'runs', limit });
      expect(runs.map((one) => one['id'])).toEqual(['run-5', 'run-4', 'run-3', 'run-2', 'run-1']);
      const items = await readAll({ path: '/api/profiles/p-1/timeline?', field: 'items', limit });
      const steps = items.map((item) => (isObject(item['decision']) ? item['decision']['step'] : undefined));
      expect(steps).toEqual(Array.from({ length: 10 }, (_, n) => `step-${9 - n}`));
    },
  );

  it('a person is found by address, in their own tenant only', async () => {
    expect((await get('/api/profiles?email=Ana@shop.example'))['profiles']).toMatchObject([{ id: 'p-1' }]);
    expect((await get('/api/profiles?email=ana@other.example'))['profiles']).toEqual([]);
    expect((await get('/api/profiles?email=ana@other.example', keys.other))['profiles']).toHaveLength(1);
  });

  it('one of ten requests with the same Idempotency-Key does it, and the others say the same or wait', async () => {
    const send = () =>
      api.app.request('/api/runs', {
        method: 'POST',
        headers: {
          ...bearer(keys.admin),
          'content-type': 'application/json',
          'idempotency-key': 'only-once',
        },
        body: JSON.stringify({ journey: 'cart', profile: { id: 'p-1' } }),
      });
    const answers = await Promise.all(Array.from({ length: 10 }, async () => send()));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(enrolled).toBe(1);
    const again = await send();
    expect(await again.json()).toEqual({ entered: true, run: 'run-of-enrolment-1' });
  });

  it('operators and odd names in queries are names like others, and find nothing', async () => {
    for (const odd of ['{"$ne":null}', '$where', '__proto__', 'a.b']) {
      const value = encodeURIComponent(odd);
      expect((await get(`/api/runs?journey=${value}`))['runs']).toEqual([]);
      expect((await get(`/api/profiles?userId=${value}`))['profiles']).toEqual([]);
      expect((await get(`/api/events?name=${value}`))['events']).toEqual([]);
    }
  });

  it('is ready', async () => {
    expect((await api.app.request('/readyz')).status).toBe(200);
  });
});
