import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const vehicle = (key: string) => ({
  key,
  name: key === 'vehicle' ? 'Vehicle' : 'Copy',
  title: 'plate',
  person: 'driver',
  fields: {
    plate: { type: 'text', required: true, unique: true, max: 40, personal: false },
    driver: { type: 'person' },
    note: { type: 'text', multiline: true },
    price: { type: 'money' },
    services: { type: 'list', fields: { cost: { type: 'money' } } },
    total: { type: 'formula', gives: 'money', sum: ['services.cost'] },
  },
  stages: { first: 'ordered', list: [{ key: 'ordered' }, { key: 'sold', ends: 'done', to: [] }] },
});

describe('exports', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: { 'objects/vehicle.json': vehicle('vehicle'), 'objects/copy.json': vehicle('copy') },
        }),
    });
  });
  afterAll(() => engine.close());

  const ask = (path: string, init: RequestInit = {}, key = engine.keys.api) =>
    engine.request(path, {
      ...init,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await ask(path, { method: 'POST', body: JSON.stringify(body) });
    return answer.json();
  };
  const idOf = (body: unknown): string => z.looseObject({ id: z.string() }).parse(body).id;
  const read = async (path: string, key?: string): Promise<string> => (await ask(path, {}, key)).text();
  const imported = async (kind: string, file: string, options: object = {}) => {
    const id = idOf(await post('/api/imports', { kind, ...options }));
    await ask(`/api/imports/${id}/parts/0`, { method: 'PUT', body: file });
    const begun = await post(`/api/imports/${id}/start`, {});
    expect(begun).toMatchObject({ id });
    const body = z.looseObject({ counts: z.unknown() }).parse(await (await ask(`/api/imports/${id}`)).json());
    return body.counts;
  };

  it('write records that an import reads as the same, in both formats, and run as no formula', async () => {
    await imported('profiles', 'userId,email\nana,ana@example.com\n');
    const rows = [
      { plate: '=1+1', note: '-2\n"quoted", ; \t end', price: { minor: -1, currency: 'EUR' } },
      { plate: "'@home", services: [{ cost: { minor: 500, currency: 'EUR' } }] },
    ];
    await post('/api/records/vehicle', {
      data: { ...rows[0], price: { minor: 250, currency: 'EUR' } },
      owner: 'eva',
    });
    await post('/api/records/vehicle', { data: rows[1], stage: 'sold' });
    const csv = await read('/api/exports/vehicle');
    expect(csv.split('\r\n')[0]).toBe(
      'id,stage,owner,team,plate,driver,note,price,services,total,createdAt,updatedAt',
    );
    expect(csv).toContain(",'=1+1,");
    expect(csv).toContain(",''@home,");
    expect(await imported('copy', csv, { mapping: { id: null } })).toMatchObject({ created: 2, refused: 0 });
    const listed = async (kind: string): Promise<unknown> => {
      const { records } = z
        .looseObject({
          records: z.array(z.looseObject({ data: z.record(z.string(), z.unknown()), stage: z.string() })),
        })
        .parse(await (await ask(`/api/records/${kind}`)).json());
      return records
        .map(({ data, stage, owner }) => ({ data, stage, owner }))
        .toSorted((a, b) => String(a.data['plate']).localeCompare(String(b.data['plate'])));
    };
    expect(await listed('copy')).toEqual(await listed('vehicle'));

    expect(await imported('vehicle', csv)).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
    const json = await read('/api/exports/vehicle?format=ndjson');
    expect(await imported('vehicle', json)).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
  });

  it('of profiles, orders, consents and events say the same again when they are imported', async () => {
    const now = new Date(engine.engine.clock.now(engine.tenant)).toISOString();
    await imported('profiles', 'userId,email,plan,traits\nben,ben@example.com,=gold,"{""pets"":2}"\n');
    await imported(
      'orders',
      `orderId,userId,total,currency,timestamp,products\no-1,ben,"20,50",EUR,${now},"[{""product_id"":""p"",""price"":10.25,""quantity"":2}]"\n`,
    );
    await imported(
      'orders',
      `orderId,userId,status,timestamp,refund_id,total\no-1,ben,refunded,${now},r-1,5\n`,
    );
    await imported(
      'consents',
      'userId,channel,topic,consent,timestamp,source,confirmed,evidence\nben,email,*,yes,2024-01-01T00:00:00Z,fair,yes,form 7\n',
    );
    const texts = async (kind: string): Promise<string> => read(`/api/exports/${kind}`);
    const before = {
      profiles: await texts('profiles'),
      orders: await texts('orders'),
      consents: await texts('consents'),
    };
    expect(before.profiles).toContain('ben@example.com');
    expect(before.orders.split('\r\n').filter((line) => /completed|refunded/.test(line))).toHaveLength(2);
    expect(before.consents).toContain(',email,*,granted,2024-01-01T00:00:00.000Z,fair,,true,');
    expect(await imported('profiles', before.profiles)).toMatchObject({ created: 0, changed: 0, refused: 0 });
    expect(await imported('orders', before.orders)).toMatchObject({ refused: 0 });
    expect(await imported('consents', before.consents)).toMatchObject({ refused: 0 });
    expect(await texts('orders')).toBe(before.orders);
    expect(await texts('consents')).toBe(before.consents);
    const named = await read('/api/exports/profiles?columns=userId,plan,traits.pets');
    expect(named.split('\r\n').filter((line) => /^(?:userId|ben)/.test(line))).toEqual([
      'userId,traits.plan,traits.pets',
      "ben,'=gold,2",
    ]);
    const events = await read('/api/exports/events?event=Order%20Completed');
    expect(await imported('events', events)).toMatchObject({ created: 0, refused: 0 });
  });

  it('leave personal fields out for keys that may not see them, and stand in the audit trail', async () => {
    const scopes = ['records:read', 'read'];
    const made = z
      .looseObject({ key: z.string() })
      .parse(await post('/api/keys', { name: 'reports', kind: 'server', scopes }));
    const csv = await read('/api/exports/vehicle', made.key);
    expect(csv.split('\r\n')[0]).not.toContain('note');
    expect((await ask('/api/exports/profiles', {}, made.key)).status).toBe(403);
    expect((await ask('/api/exports/vehicle?columns=plat')).status).toBe(400);
    expect((await ask('/api/exports/none')).status).toBe(404);
    const filter = JSON.stringify({
      all: [{ fact: 'record', path: '$.stage', operator: 'equal', value: 'sold' }],
    });
    const sold = await read(`/api/exports/vehicle?columns=plate&filter=${encodeURIComponent(filter)}`);
    expect(sold).toBe("plate\r\n''@home\r\n");
    const audit = await (await ask('/api/audit?action=export.download')).json();
    expect(JSON.stringify(audit)).toContain('"subject":"vehicle"');
  });

  it('are saved by the command', async () => {
    const { code, said } = await cicloOn(engine)(['export', 'vehicle', '--columns', 'plate,stage']);
    expect([
      code,
      said
        .split('\n')
        .map((line) => line.trim())
        .toSorted(),
    ]).toEqual([0, ["''@home,sold", "'=1+1,ordered", 'plate,stage']]);
  });
});
