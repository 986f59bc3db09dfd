import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { isObject } from '../../domain/json.ts';
import { createHubspotFake } from '../../plugins/hubspot/fake.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const syncs = {
  people: {
    plugin: 'crm',
    object: 'contacts',
    fields: [{ ours: 'email', theirs: 'email', as: 'lower' }],
  },
  accounts: {
    plugin: 'crm',
    object: 'companies',
    with: 'account',
    match: { ours: 'domain', theirs: 'domain' },
    fields: [
      { ours: 'name', theirs: 'name' },
      { ours: 'domain', theirs: 'domain', as: 'lower' },
      { ours: 'city', theirs: 'city' },
    ],
  },
  deals: {
    plugin: 'crm',
    object: 'deals',
    with: 'deal',
    match: { ours: 'id', theirs: 'ciclo_id' },
    deletes: 'both',
    fields: [
      { ours: 'id', theirs: 'ciclo_id', direction: 'out' },
      { ours: 'name', theirs: 'dealname' },
      { ours: 'amount', theirs: 'amount', currency: 'EUR' },
      { ours: 'closeOn', theirs: 'closedate' },
      { ours: 'stage', theirs: 'dealstage', values: { open: 'new', qualified: 'qualifiedtobuy' } },
      { ours: 'account', theirs: 'company_id', link: 'accounts' },
      { ours: 'contact', theirs: 'contact_id', link: 'people' },
    ],
  },
};

const shown = z.looseObject({
  id: z.string(),
  stage: z.string().optional(),
  data: z.looseObject({}),
});
const listed = z.object({ records: z.array(shown) });
const issued = z.object({
  issues: z.array(z.looseObject({ code: z.string(), field: z.string().optional() })),
});
const standing = z.looseObject({
  state: z.string(),
  error: z.string().optional(),
  counts: z.looseObject({}),
});

describe('records in syncs', () => {
  let fake: Awaited<ReturnType<typeof createHubspotFake>>;
  let engine: TestedEngine;
  const clock = { at: Date.parse('2026-03-01T12:00:00Z') };
  beforeAll(async () => {
    fake = await createHubspotFake({ token: 'pat-1', clock, page: 2 });
    engine = await startMemoryEngine({
      env: { TOKEN: 'pat-1' },
      start: clock.at,
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {},
          settings: {
            plugins: { crm: { use: 'hubspot', config: { token: { env: 'TOKEN' }, url: fake.url } } },
            syncs,
          },
        }),
    });
    await engine.comeToRest(engine.tenant);
  });
  afterAll(async () => {
    await engine.close();
    await fake.close();
  });

  /** Lets time pass on both sides, so that rounds are over. */
  const pass = async (minutes = 12) => {
    await engine.days(minutes / 1440);
    clock.at = engine.engine.clock.now(engine.tenant);
  };
  const call = (method: string, path: string, body?: unknown) => adminClient(engine).call(method, path, body);
  const deals = async () => listed.parse((await call('GET', '/api/records/deal')).body).records;
  const dealNamed = async (name: string) => (await deals()).find(({ data }) => data['name'] === name);
  const make = async (kind: string, data: object): Promise<string> => {
    const { status, body } = await call('POST', `/api/records/${kind}`, { data });
    expect(status, JSON.stringify(body)).toBe(201);
    return isObject(body) ? String(body['id']) : '';
  };
  const set = async (id: string, change: object) => {
    const { status, body } = await call('PATCH', `/api/records/deal/${id}`, change);
    expect(status, JSON.stringify(body)).toBe(200);
  };
  const issues = async (sync: string) =>
    issued.parse((await call('GET', `/api/syncs/${sync}/issues`)).body).issues;
  const there = (name: string) =>
    fake
      .ofKind('deals')
      .living()
      .find(({ properties }) => properties['dealname'] === name);

  it('come in with what they refer to, whatever came first: people and records are linked, amounts have a currency', async () => {
    const company = fake.ofKind('companies').create({ name: 'Prado', domain: 'prado.example', city: 'Rota' });
    const contact = fake.add({ email: 'ana@prado.example' });
    fake.ofKind('deals').create({
      dealname: 'Tiles',
      amount: '1200.50',
      closedate: '2026-04-01T00:00:00Z',
      dealstage: 'qualifiedtobuy',
      company_id: company.id,
      contact_id: contact,
    });
    await pass(60);
    const deal = await dealNamed('Tiles');
    expect(deal).toMatchObject({
      stage: 'qualified',
      data: { amount: { minor: 120_050, currency: 'EUR' }, closeOn: '2026-04-01' },
    });
    const account = await call('GET', `/api/records/account/${String(deal?.data['account'])}`);
    expect(account.body).toMatchObject({ data: { name: 'Prado', domain: 'prado.example' } });
    const person = await call('GET', `/api/profiles/${String(deal?.data['contact'])}`);
    expect(person.body).toMatchObject({ profile: { traits: { email: 'ana@prado.example' } } });
    expect(await issues('deals')).toEqual([]);
    // What came in is not sent back, but for the id that links both.
    expect(there('Tiles')?.properties).toMatchObject({ amount: '1200.50', ciclo_id: deal?.id });
  });

  it('go out with the ids of the other side, and both sides are then left alone', async () => {
    const account = await make('account', { name: 'Levante', domain: 'levante.example' });
    await make('deal', { name: 'Roof', account, amount: { minor: 99_900, currency: 'EUR' } });
    for (let n = 0; n < 3; n += 1) await pass(20);
    const [company] = fake
      .ofKind('companies')
      .living()
      .filter(({ properties }) => properties['domain'] === 'levante.example');
    expect(there('Roof')?.properties).toMatchObject({
      amount: '999',
      dealstage: 'new',
      company_id: company?.id,
    });
    const before = fake.requests.filter(({ path }) => /batch\/(?:create|update)|PATCH/.test(path)).length;
    await pass(60);
    expect(fake.requests.filter(({ path }) => /batch\/(?:create|update)|PATCH/.test(path)).length).toBe(
      before,
    );
    expect(await deals()).toHaveLength(2);
    expect(fake.ofKind('deals').living()).toHaveLength(2);
    const sync = standing.parse((await call('GET', '/api/syncs/deals')).body);
    expect(sync.error).toBeUndefined();
  });

  it('keep what each side changed, field by field; of one field what was changed last', async () => {
    const deal = await dealNamed('Roof');
    const id = deal?.id ?? '';
    const other = there('Roof')?.id ?? '';
    await set(id, { data: { closeOn: '2026-05-01', name: 'Roof and walls' } });
    await pass(1);
    fake.ofKind('deals').change(other, { amount: '1500', dealname: 'Roof, walls, floor' });
    await pass(30);
    expect(await dealNamed('Roof, walls, floor')).toMatchObject({
      id,
      data: { amount: { minor: 150_000, currency: 'EUR' }, closeOn: '2026-05-01' },
    });
    expect(fake.ofKind('deals').kept.get(other)?.properties).toMatchObject({
      dealname: 'Roof, walls, floor',
      closedate: '2026-05-01',
      amount: '1500',
    });
    const history = await call('GET', `/api/records/deal/${id}/history`);
    expect(JSON.stringify(history.body)).toContain('sync:deals');
  });

  it('that the other side does not take, or we do not, are issues with their reason', async () => {
    const other = there('Roof, walls, floor')?.id ?? '';
    fake.ofKind('deals').change(other, { dealstage: 'no such stage' });
    await pass(30);
    const [issue] = await issues('deals');
    expect(issue).toMatchObject({ code: 'record-refused', message: expect.stringContaining('stage') });
    fake.ofKind('deals').change(other, { dealstage: 'qualifiedtobuy' });
    await pass(30);
    expect(await issues('deals')).toEqual([]);
    expect(await dealNamed('Roof, walls, floor')).toMatchObject({ stage: 'qualified' });
  });

  it('are emptied there of what they say of a person who is erased here', async () => {
    const tiles = await dealNamed('Tiles');
    expect((await call('DELETE', `/api/profiles/${String(tiles?.data['contact'])}`)).status).toBeLessThan(
      300,
    );
    for (let n = 0; n < 2; n += 1) await pass(20);
    const kept = (await deals()).find(({ id }) => id === tiles?.id);
    expect(kept?.data).toMatchObject({ amount: { minor: 120_050, currency: 'EUR' } });
    const other = fake
      .ofKind('deals')
      .living()
      .find(({ properties }) => properties['ciclo_id'] === tiles?.id);
    // Whatever is gone here is gone there; the rest stays.
    expect([kept?.data['name'] ?? '', kept?.data['contact'] ?? '']).toEqual(['', '']);
    expect(other?.properties).toMatchObject({ dealname: '', contact_id: '', amount: '1200.50' });
    expect(await issues('deals')).toEqual([]);
  });

  it('that are deleted on one side are deleted on the other, and stay so', async () => {
    const tiles = fake
      .ofKind('deals')
      .living()
      .find(({ properties }) => properties['amount'] === '1200.50');
    const roof = await dealNamed('Roof, walls, floor');
    if (tiles !== undefined) tiles.archived = true;
    expect((await call('DELETE', `/api/records/deal/${roof?.id ?? ''}`)).status).toBe(200);
    await pass(80);
    await pass(80);
    expect(await deals()).toEqual([]);
    expect(fake.ofKind('deals').living()).toEqual([]);
  });
});
