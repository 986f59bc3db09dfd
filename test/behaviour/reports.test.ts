import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

/** A Tuesday, 13:00 in Madrid. */
const start = Date.parse('2026-03-10T12:00:00Z');

let dir: string;
let folder: WarehouseFolder;
let engine: TestedEngine;
let api: AdminClient;
const users = new Map<string, string>();
const idSchema = z.looseObject({ id: z.string() });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-reports-'));
  folder = createWarehouseFolder({ dir });
  engine = await startMemoryEngine({
    start,
    warehouseFolder: folder,
    files: (tenant) => shopFiles({ tenant, files: {} }),
  });
  api = adminClient(engine);
  for (const [name, role] of [
    ['olga', 'owner'],
    ['mara', 'marketer'],
    ['sol', 'viewer'],
  ]) {
    const invited = await api.call('POST', '/api/users', { email: `${name}@team.example`, name, role });
    users.set(name ?? '', idSchema.parse(invited.body).id);
  }
  await engine.track('ana', 'Order Completed', {
    order_id: 'o1',
    currency: 'EUR',
    revenue: 30,
    products: [{ product_id: 'tea', name: '<b>Té</b>', quantity: 1, price: 30, cost: 10 }],
  });
});
afterAll(async () => {
  await engine.close();
  await folder.close();
  await rm(dir, { recursive: true, force: true });
});

const of = (name: string): string => users.get(name) ?? '';
const weekly = {
  name: 'Ventas & más',
  figures: [{ figure: 'revenue', parameters: { by: 'day' } }, { figure: 'profit-by-product' }],
  period: 'last-7-days',
  schedule: { every: 'week', on: ['mon'], at: '08:00' },
  language: 'es',
};
const reportSchema = z.looseObject({
  id: z.string(),
  nextAt: z.string(),
  last: z.looseObject({ at: z.string(), sent: z.int(), problem: z.string().optional() }).optional(),
});
const get = async (id: string) => reportSchema.parse((await api.call('GET', `/api/reports/${id}`)).body);

it('goes to the team when its time comes, by the local time of the shop, with charts and files', async () => {
  const made = await api.call('POST', '/api/reports', { ...weekly, to: [of('olga'), of('mara')] });
  expect(made.status).toBe(201);
  const { id, nextAt } = reportSchema.parse(made.body);
  expect(nextAt).toBe('2026-03-16T07:00:00.000Z');
  await engine.days(5);
  expect(engine.mail.to('olga@team.example')).toEqual([]);
  await api.call('POST', '/api/warehouse/exports', { full: false });
  await engine.days(1);
  const mails = engine.mail.to('olga@team.example');
  expect(mails).toHaveLength(1);
  const [mail] = mails;
  if (mail === undefined) throw new Error('no mail');
  expect(engine.mail.to('mara@team.example')).toHaveLength(1);
  expect(mail.subject).toBe('Ventas & más');
  expect(mail.html).toContain('Ventas &amp; más');
  // The reader puts the picture where the HTML names it.
  expect(mail.html).toMatch(/<img src="data:image\/png;base64,/);
  expect(mail.html).not.toContain('cid:');
  expect(mail.text).toMatch(/10 mar 2026 \| 1 \| 1 \| 30,00\s€/);
  expect(mail.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual(
    expect.arrayContaining([
      ['1-revenue.png', 'image/png'],
      ['1-revenue.csv', 'text/csv'],
      ['2-profit-by-product.csv', 'text/csv'],
    ]),
  );
  const png = mail.attachments.find(({ filename }) => filename === '1-revenue.png')?.content;
  expect(png?.subarray(1, 4).toString()).toBe('PNG');
  const csv = mail.attachments.find(({ filename }) => filename === '1-revenue.csv')?.content.toString();
  expect(csv).toContain('2026-03-10,1,1,30');
  expect(await get(id)).toMatchObject({ nextAt: '2026-03-23T07:00:00.000Z', last: { sent: 2 } });
  expect((await get(id)).last).not.toHaveProperty('problem');
});

it('is refused with every problem where figures, parameters or people are not valid, and names what is near', async () => {
  const wrong = await api.call('POST', '/api/reports', {
    ...weekly,
    figures: [
      { figure: 'revenu' },
      { figure: 'revenue', parameters: { by: 'decade' } },
      { figure: 'journey-funnel' },
    ],
    to: ['nobody'],
  });
  expect(wrong.status).toBe(400);
  expect(JSON.stringify(wrong.body)).toMatch(/`revenue`/);
  const paths = z
    .looseObject({ problems: z.array(z.looseObject({ path: z.string() })) })
    .parse(wrong.body)
    .problems.map(({ path }) => path);
  expect(paths).toEqual(['figures[0].figure', 'figures[1].parameters', 'figures[2].parameters', 'to[0]']);
});

it('shows nobody what their role may not see, also when the role is another by the time it is sent', async () => {
  const people = { ...weekly, figures: [{ figure: 'profit-by-customer' }] };
  const refused = await api.call('POST', '/api/reports', { ...people, to: [of('sol')] });
  expect(refused.status).toBe(400);
  const made = await api.call('POST', '/api/reports', { ...people, to: [of('mara')] });
  expect(made.status).toBe(201);
  const { id } = reportSchema.parse(made.body);
  const { stores } = engine.opened;
  const mara = await stores.users.get({ tenant: engine.tenant, id: of('mara') });
  if (mara === undefined) throw new Error('mara is not there');
  await stores.users.replace({ ...mara, role: 'viewer', revision: mara.revision + 1 });
  const before = engine.mail.to('mara@team.example').length;
  await api.call('POST', `/api/reports/${id}/send`);
  expect(engine.mail.to('mara@team.example')).toHaveLength(before);
  expect((await get(id)).last).toMatchObject({ sent: 0, problem: 'mara may not see it any more.' });
});

it('is sent once to each, also when a process dies between two mails and another goes on', async () => {
  const { stores } = engine.opened;
  const made = await api.call('POST', '/api/reports', {
    ...weekly,
    name: 'Twice',
    to: [of('olga'), of('sol')],
  });
  const { id } = reportSchema.parse(made.body);
  const { tenant } = engine;
  const now = engine.engine.clock.now(tenant);
  const row = await stores.reports.get({ tenant, id });
  if (row === undefined) throw new Error('no report');
  const { name, figures, period, schedule, to, language } = row;
  await stores.reports.change({
    tenant,
    id,
    settings: { name, figures, period, schedule, to, language },
    slot: now,
  });
  const systemTime = engine.engine.systemTime();
  // A process took it, sent the first mail, and is never heard of again.
  const taken = await stores.reports.take({
    tenant,
    upTo: now,
    systemTime,
    lease: systemTime + 1,
    token: 'gone',
  });
  expect(taken?.id).toBe(id);
  await stores.reports.noteSent({ tenant, id, token: 'gone', user: of('olga') });
  await engine.comeToRest(tenant);
  const subjects = (name: string) => engine.subjects(`${name}@team.example`).filter((one) => one === 'Twice');
  expect([subjects('olga').length, subjects('sol').length]).toEqual([0, 1]);
  await stores.reports.put({ tenant, id, token: 'gone', slot: 0, due: 0, attempts: 0, sent: [] });
  expect((await get(id)).last).toMatchObject({ sent: 2 });
});

it('can be changed, listed, and ended', async () => {
  const { reports } = z
    .looseObject({ reports: z.array(reportSchema) })
    .parse((await api.call('GET', '/api/reports')).body);
  const [first] = reports;
  const changed = await api.call('PUT', `/api/reports/${first?.id}`, {
    ...weekly,
    schedule: { every: 'day', at: '09:00' },
    to: [of('olga')],
  });
  expect(changed.status).toBe(200);
  for (const { id } of reports) expect((await api.call('DELETE', `/api/reports/${id}`)).status).toBe(200);
  expect((await api.call('GET', `/api/reports/${first?.id}`)).status).toBe(404);
});
