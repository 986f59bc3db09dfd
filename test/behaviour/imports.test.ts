import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const importAnswer = z.looseObject({
  id: z.string(),
  state: z.string(),
  counts: z.object({
    rows: z.number(),
    created: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    refused: z.number(),
  }),
});

const vehicle = {
  key: 'vehicle',
  name: 'Vehicle',
  title: 'plate',
  person: 'driver',
  fields: {
    plate: { type: 'text', required: true, unique: true, searchable: true, max: 12, personal: false },
    driver: { type: 'person' },
    price: { type: 'money', sortable: true },
    seats: { type: 'number', min: 1, max: 80, integer: true },
    firstUse: { type: 'date' },
  },
  stages: { first: 'ordered', list: [{ key: 'ordered' }, { key: 'sold', ends: 'done', to: [] }] },
};

describe('imports', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {
            'objects/vehicle.json': vehicle,
            'journeys/counted.json': {
              key: 'counted',
              name: 'Counts purchases',
              stage: 'retention',
              entry: { on: 'Order Completed' },
              steps: [{ id: 'point', type: 'points', by: 1, reason: 'bought' }],
            },
            'journeys/driven.json': {
              key: 'driven',
              name: 'Counts vehicles',
              stage: 'retention',
              entry: { on: 'Vehicle Created' },
              steps: [{ id: 'point', type: 'points', by: 10, reason: 'drives' }],
            },
          },
        }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const { status, body: said } = await admin.call(method, path, body);
    expect([status, status < 300 ? '' : said]).toEqual([expect.any(Number), '']);
    return importAnswer.parse(said);
  };
  const send = async (id: string, n: number, bytes: Uint8Array | string): Promise<number> => {
    const answer = await engine.request(`/api/imports/${id}/parts/${n}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${engine.keys.api}` },
      body: Buffer.from(bytes),
    });
    return answer.status;
  };
  const begin = async (file: string | Uint8Array, options: Readonly<Record<string, unknown>>) => {
    const { id } = await call('POST', '/api/imports', options);
    expect(await send(id, 0, file)).toBe(200);
    return id;
  };
  const run = async (file: string | Uint8Array, options: Readonly<Record<string, unknown>>) => {
    const id = await begin(file, options);
    await call('POST', `/api/imports/${id}/start`, {});
    return call('GET', `/api/imports/${id}`);
  };
  const read = async (path: string): Promise<string> => {
    const headers = { authorization: `Bearer ${engine.keys.api}` };
    return (await engine.request(path, { headers })).text();
  };
  const records = async (kind: string) =>
    z
      .looseObject({ records: z.array(z.looseObject({ data: z.record(z.string(), z.unknown()) })) })
      .parse((await admin.call('GET', `/api/records/${kind}?limit=200&sort=createdAt`)).body).records;

  it('makes records of a spreadsheet, changes them by a unique field, and refuses bad rows with line and reason', async () => {
    const first = await run(
      Buffer.from(
        'Plate;Price;Seats;first use\r\nA-1;"1.234,50 EUR";5;2024-05-01\r\nB-2;49,90;many;\r\nC-3;10;;2024-02-30\r\n"Ü-4";=1;2;\r\n',
        'latin1',
      ),
      { kind: 'vehicle', key: 'plate' },
    );
    expect(first).toMatchObject({
      state: 'done',
      encoding: 'windows-1252',
      delimiter: ';',
      counts: { rows: 4, created: 1, changed: 0, unchanged: 0, refused: 3 },
    });
    const [made] = await records('vehicle');
    expect(made).toMatchObject({
      stage: 'ordered',
      createdBy: { kind: 'import', id: first.id },
      data: { plate: 'A-1', price: { minor: 123_450, currency: 'EUR' }, seats: 5, firstUse: '2024-05-01' },
    });
    const refused = await read(`/api/imports/${first.id}/refused`);
    expect(refused.split('\r\n').map((line) => line.slice(0, 60))).toEqual([
      '_line,_reason,Plate,Price,Seats,first use',
      expect.stringMatching(/^3,"?`seats` must be a number/),
      expect.stringMatching(/^4,"?`firstUse` must be a date/),
      expect.stringMatching(/^5,"?`price` must be an amount/),
      '',
    ]);

    // Corrected, the file of refused rows is imported as it is.
    const corrected = refused
      .replaceAll('many', '4')
      .replaceAll('2024-02-30', '2024-02-28')
      .replaceAll("'=1", '1');
    const second = await run(corrected, { kind: 'vehicle', key: 'plate' });
    expect(second.counts).toEqual({ rows: 3, created: 3, changed: 0, unchanged: 0, refused: 0 });

    const third = await run('plate,seats\nA-1,5\nb-2,6\nD-5,2\nd-5,3\n', { kind: 'vehicle', key: 'plate' });
    expect(third.counts).toEqual({ rows: 4, created: 1, changed: 2, unchanged: 1, refused: 0 });
    const seats = (await records('vehicle')).map(
      ({ data }) => `${String(data['plate'])} ${String(data['seats'])}`,
    );
    expect(seats.toSorted()).toEqual(['A-1 5', 'C-3 undefined', 'b-2 6', 'd-5 3', 'Ü-4 2']);
  });

  it('says in a dry run what would come of the rows and writes nothing, then does it with the same file', async () => {
    const file = 'plate,price\nDRY-1,1 EUR\nDRY-2,-1 EUR\nA-1,99 EUR\n';
    const id = await begin(file, { kind: 'vehicle', key: 'plate' });
    const before = await records('vehicle');
    await call('POST', `/api/imports/${id}/start`, { dryRun: true });
    const counts = { rows: 3, created: 1, changed: 1, unchanged: 0, refused: 1 };
    expect(await call('GET', `/api/imports/${id}`)).toMatchObject({
      state: 'checked',
      dryRun: true,
      counts,
      examples: [
        { line: 2, outcome: 'created' },
        { line: 4, outcome: 'changed' },
        { line: 3, outcome: 'refused', problems: [{ path: 'price.minor' }] },
      ],
    });
    expect(await records('vehicle')).toEqual(before);
    await call('POST', `/api/imports/${id}/start`, {});
    expect(await call('GET', `/api/imports/${id}`)).toMatchObject({ state: 'done', dryRun: false, counts });
    expect(await records('vehicle')).toHaveLength(before.length + 1);
  });

  it('refuses a heading it does not know, with the nearest name, before anything is imported', async () => {
    const id = await begin('plate,seets\nX-1,2\n', { kind: 'vehicle' });
    const { status, body } = await admin.call('POST', `/api/imports/${id}/start`, {});
    expect([status, body]).toMatchObject([
      400,
      { problems: [{ path: 'heading.seets', hint: expect.stringContaining('`seats`') }] },
    ]);
    expect((await admin.call('POST', '/api/imports', { kind: 'vehical' })).status).toBe(404);
    expect((await admin.call('POST', '/api/imports', { kind: 'vehicle', key: 'seats' })).status).toBe(400);
  });

  it('maps columns as it is told, and reads NDJSON as the API takes records', async () => {
    const mapped = await run('Kennzeichen|Notiz\nM-1|none\n', {
      kind: 'vehicle',
      mapping: { Kennzeichen: 'plate', Notiz: null },
    });
    expect(mapped.counts).toMatchObject({ created: 1, refused: 0 });
    const json = await run(
      '{"id":"n-1","data":{"plate":"N-1","seats":2},"stage":"sold"}\n{"plate":"N-2","wheels":4}\nnone\n',
      { kind: 'vehicle' },
    );
    expect(json.counts).toMatchObject({ rows: 3, created: 1, refused: 2 });
    expect(await read(`/api/imports/${json.id}/refused`)).toMatch(
      /^\{"_line":2,"_reason":"There is no field `wheels`.*\n\{"_line":3,"_reason":"The line is not a JSON object/,
    );
  });

  it('takes the parts of a file in their order, wherever it was cut, and the last one twice', async () => {
    const bytes = Buffer.from('plate,seats\nP-ñ1,2\nP-ñ2,3\n');
    const { id } = await call('POST', '/api/imports', { kind: 'vehicle' });
    const cut = bytes.indexOf(0xb1);
    expect(await send(id, 0, bytes.subarray(0, cut))).toBe(200);
    expect(await send(id, 0, bytes.subarray(0, cut))).toBe(200);
    expect(await send(id, 2, bytes.subarray(cut))).toBe(400);
    expect(await send(id, 1, bytes.subarray(cut))).toBe(200);
    await call('POST', `/api/imports/${id}/start`, {});
    expect((await call('GET', `/api/imports/${id}`)).counts).toMatchObject({ created: 2, refused: 0 });
    expect(await send(id, 2, 'more')).toBe(409);
  });

  const profile = async (identity: string) => {
    const [kind = '', value = ''] = identity.split(':');
    const { body } = await admin.call('GET', `/api/profiles?${kind}=${encodeURIComponent(value)}`);
    return z
      .looseObject({ profiles: z.array(z.looseObject({ traits: z.record(z.string(), z.unknown()) })) })
      .parse(body).profiles[0];
  };

  it('imports profiles with their traits; what is not changed says so', async () => {
    const file =
      'User ID,E-mail,First name,plan,traits\n7,Ana@Example.com,Ana,gold,"{""pets"":2}"\n8,,Ben,,\n';
    const first = await run(file, { kind: 'profiles', mapping: { 'First name': 'traits.firstName' } });
    expect(first.counts).toMatchObject({ rows: 2, created: 2 });
    expect((await profile('userId:7'))?.traits).toMatchObject({
      email: 'Ana@Example.com',
      firstName: 'Ana',
      plan: 'gold',
      pets: 2,
    });
    const again = await run(file.replace('gold', 'silver'), {
      kind: 'profiles',
      mapping: { 'First name': 'traits.firstName' },
    });
    expect(again.counts).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
  });

  it('names the column of an address that is none', async () => {
    const { id, counts } = await run('E-Mail;Vorname\nnomail;Ana\n', { kind: 'profiles' });
    expect(counts).toMatchObject({ refused: 1 });
    const reasons = await read(`/api/imports/${id}/refused`);
    expect(reasons).toMatch(/`email` is `nomail`/);
    expect(reasons).not.toContain('externalIds');
  });

  it('starts no journey with what it imports, unless it is told to', async () => {
    const points = async (): Promise<unknown> => (await profile('userId:buyer'))?.['points'];
    const now = new Date(engine.engine.clock.now(engine.tenant)).toISOString();
    const file = `orderId,userId,total,currency,timestamp\no-1,buyer,"49,90",EUR,${now}\no-2,buyer,x,EUR,${now}\n,buyer,1,EUR,\n`;
    const quiet = await run(file, { kind: 'orders' });
    expect(quiet.counts).toEqual({ rows: 3, created: 1, changed: 0, unchanged: 0, refused: 2 });
    expect(await points()).toBe(0);
    expect((await profile('userId:buyer'))?.['computed']).toMatchObject({ orders: 1 });
    expect((await run(file, { kind: 'orders' })).counts).toMatchObject({ created: 0, unchanged: 1 });
    await run(file.replaceAll('o-1', 'o-3'), { kind: 'orders', fires: true });
    expect(await points()).toBe(1);

    await run('plate,driver\nQ-1,user:buyer\n', { kind: 'vehicle' });
    expect(await points()).toBe(1);
    await run('plate,driver\nQ-2,user:buyer\nQ-3,user:nobody\n', { kind: 'vehicle', fires: true });
    expect(await points()).toBe(11);
  });

  it('never turns a withdrawn consent into a yes, but by a later one that the person confirmed, with evidence', async () => {
    const head = 'userId,channel,topic,consent,timestamp,source,confirmed,evidence\n';
    const consentOf = async (): Promise<unknown> => {
      const { body } = await admin.call('GET', '/api/profiles?userId=7');
      const found = z
        .looseObject({ profiles: z.array(z.looseObject({ consents: z.unknown() })) })
        .parse(body);
      return found.profiles[0]?.['consents'];
    };
    const rows = [
      ['7,email,*,granted,2024-01-01,fair,,', 'granted'],
      ['7,email,*,no,2024-02-01,mail,,', 'withdrawn'],
      ['7,email,*,granted,2024-03-01,fair,,', 'withdrawn'],
      ['7,email,*,granted,2024-01-15,form,yes,mail 1', 'withdrawn'],
      ['7,email,*,granted,2024-03-01,form,yes,mail 2', 'granted'],
    ] as const;
    for (const [row, state] of rows) {
      expect((await run(`${head}${row}\n`, { kind: 'consents' })).counts).toMatchObject({ created: 1 });
      expect(await consentOf()).toMatchObject({ email: { '*': { state } } });
    }
    const bad = [
      '7,email,*,granted,2024-01-01,,,',
      '7,email,*,granted,2024-01-01,form,yes,',
      '7,email,*,maybe,,,,',
    ]
      .concat(['7,email,unknown topic,granted,2024-01-01,fair,,'])
      .join('\n');
    expect((await run(`${head}${bad}\n`, { kind: 'consents' })).counts).toMatchObject({ refused: 4 });
  });

  it('imports events once, by their ids or their place in the file', async () => {
    const file =
      'event,userId,messageId,timestamp,plan\nSigned Up,7,m-1,2024-01-01T10:00:00Z,gold\nSigned Up,7,,2024-01-02,\n';
    expect((await run(file, { kind: 'events' })).counts).toMatchObject({ created: 2 });
    expect((await run(file, { kind: 'events' })).counts).toMatchObject({ created: 1, unchanged: 1 });
    expect((await run('event,userId\n,7\nidentify,7\n', { kind: 'events' })).counts).toMatchObject({
      refused: 2,
    });
  });

  it('removes a file that names a person who is erased, and ends the import that has it', async () => {
    const file = 'userId,email\ngone,gone.person@example.com\nstays,stays@example.com\n';
    await run(file, { kind: 'profiles' });
    const waiting = await begin(file, { kind: 'profiles' });
    const refused = await run(`plate,driver\nG-1,gone.person@example.com\nG-2,x\n`, { kind: 'vehicle' });
    const { body } = await admin.call('GET', '/api/profiles?userId=gone');
    const [gone] = z
      .looseObject({ profiles: z.array(z.looseObject({ id: z.string() })) })
      .parse(body).profiles;
    expect((await admin.call('DELETE', `/api/profiles/${gone?.id}`)).status).toBeLessThan(300);
    expect(await call('GET', `/api/imports/${waiting}`)).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('erased'),
    });
    expect(await read(`/api/imports/${refused.id}/refused`)).not.toContain('gone.person');
    const parts = engine.opened.stores.imports;
    expect(await parts.partAt({ tenant: engine.tenant, id: waiting, offset: 0 })).toBeUndefined();
  });

  it('reads a product feed in XML, item by item; refused ones come back as NDJSON that is imported as it is', async () => {
    const item = (fields: string) => `<item>${fields}</item>\n`;
    const feed = `<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>
${item('<g:id>F-1</g:id><title>Oak tray</title><link>https://shop.example/f-1</link><g:price>39.50 EUR</g:price><g:sale_price>29.50 EUR</g:sale_price><g:availability>in_stock</g:availability><g:product_type>Trays</g:product_type><g:product_type>Gifts</g:product_type><g:gtin>123</g:gtin>')}${item('<g:id>F-2</g:id><title>Ash tray</title><g:price>many</g:price>')}</channel></rss>`;
    const first = await run(feed, { kind: 'products' });
    expect(first).toMatchObject({
      state: 'done',
      format: 'xml',
      counts: { rows: 2, created: 1, refused: 1 },
    });
    expect((await admin.call('GET', '/api/products/F-1')).body).toMatchObject({
      title: 'Oak tray',
      price: { minor: 2950, currency: 'EUR' },
      compareAtPrice: { minor: 3950, currency: 'EUR' },
      categories: ['Trays', 'Gifts'],
      attributes: { gtin: '123' },
      available: true,
    });
    const refused = await read(`/api/imports/${first.id}/refused`);
    const again = await run(refused.replace('"many"', '"12.00 EUR"'), { kind: 'products' });
    expect(again.counts).toMatchObject({ rows: 1, created: 1, refused: 0 });
    const id = await begin(feed, { kind: 'profiles' });
    expect((await admin.call('POST', `/api/imports/${id}/start`, {})).status).toBe(400);
  });

  it('is paused, goes on, is cancelled and removed, each where it makes sense', async () => {
    const id = await begin('plate\nZ-1\n', { kind: 'vehicle' });
    expect((await admin.call('POST', `/api/imports/${id}/pause`)).status).toBe(409);
    expect(await call('POST', `/api/imports/${id}/cancel`)).toMatchObject({ state: 'cancelled' });
    expect((await admin.call('POST', `/api/imports/${id}/start`, {})).status).toBe(409);
    await call('DELETE', `/api/imports/${id}`);
    expect((await admin.call('GET', `/api/imports/${id}`)).status).toBe(404);
  });
});
