import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const journey = (key: string, message: string, on: string) => ({
  key,
  name: key,
  stage: 'service',
  entry: { on, again: 'always' },
  steps: [{ id: 'mail', type: 'send', channel: 'email', message }],
});

const files = {
  'journeys/offer.json': journey('offer', 'welcome', 'Offer Due'),
  'journeys/note.json': journey('note', 'order-thanks', 'Note Due'),
};

const recordSchema = z.looseObject({ id: z.string() });
const runsSchema = z.object({ runs: z.array(z.looseObject({ id: z.string() })) });

describe('while a complaint is open', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  const start = async (settings: Readonly<Record<string, unknown>> = {}): Promise<TestedEngine> =>
    startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files, settings }) });
  beforeAll(async () => {
    engine = await start();
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const openCase = async (contact: string, data: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const body = { data: { subject: 'Broken', contact, type: 'complaint', ...data } };
    const answer = await admin.call('POST', '/api/records/case', body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return recordSchema.parse(answer.body).id;
  };
  const solve = async (id: string): Promise<void> => {
    const change = { stage: 'solved', data: { solution: 'A new one was sent.' } };
    expect((await admin.call('PATCH', `/api/records/case/${id}`, change)).status).toBe(200);
  };
  const mails = (user: string): number => engine.subjects(`${user}@example.com`).length;
  const whyNot = async (user: string): Promise<string> => {
    const profile = await engine.profileId(user);
    const { runs } = runsSchema.parse((await admin.call('GET', `/api/runs?profile=${profile}`)).body);
    return JSON.stringify((await admin.call('GET', `/api/runs/${runs[0]?.id ?? ''}`)).body);
  };

  it('marketing to the person is skipped with the reason, and goes again once the case ends', async () => {
    await engine.customer('ana');
    const id = await openCase(await engine.profileId('ana'));
    await engine.track('ana', 'Offer Due');
    expect(mails('ana')).toBe(0);
    const told = await whyNot('ana');
    expect(told).toContain('open-case');
    expect(told).toContain(id);
    expect(told).toContain('marketing to them stops while a case of theirs is open');
    await admin.call('PATCH', `/api/records/case/${id}`, { stage: 'waiting' });
    await engine.track('ana', 'Offer Due');
    expect(mails('ana')).toBe(0);
    await solve(id);
    await engine.track('ana', 'Offer Due');
    expect(mails('ana')).toBe(1);
    await admin.call('PATCH', `/api/records/case/${id}`, { stage: 'open' });
    await engine.track('ana', 'Offer Due');
    expect(mails('ana')).toBe(1);
    await admin.call('DELETE', `/api/records/case/${id}`);
    await engine.track('ana', 'Offer Due');
    expect(mails('ana')).toBe(2);
  });

  it('transactional mail to the person and marketing to others go', async () => {
    await engine.customer('ben');
    await engine.customer('cleo');
    await openCase(await engine.profileId('ben'));
    await engine.track('ben', 'Note Due');
    await engine.track('cleo', 'Offer Due');
    expect([mails('ben'), mails('cleo')]).toEqual([1, 1]);
  });

  it('a case of another type stops nothing', async () => {
    await engine.customer('dora');
    await openCase(await engine.profileId('dora'), { type: 'question' });
    await engine.track('dora', 'Offer Due');
    expect(mails('dora')).toBe(1);
  });

  it('a case that becomes a complaint, or somebody else’s by a merge, stops it too', async () => {
    await engine.customer('eva');
    const id = await openCase(await engine.profileId('eva'), { type: 'question' });
    await admin.call('PATCH', `/api/records/case/${id}`, { data: { type: 'complaint' } });
    await engine.track('eva', 'Offer Due');
    expect(mails('eva')).toBe(0);
    const other = await admin.call('PATCH', `/api/records/case/${id}`, { data: { contact: null } });
    expect(other.status).toBe(200);
    await engine.track('eva', 'Offer Due');
    expect(mails('eva')).toBe(1);
  });

  it('a dry run counts those who would be skipped', async () => {
    await engine.customer('fay');
    await openCase(await engine.profileId('fay'));
    const definition = { ...files['journeys/offer.json'], entry: { on: 'Fay Came', again: 'always' } };
    await engine.track('fay', 'Fay Came');
    const answer = await admin.call('POST', '/api/journeys/offer/dry-run', { definition, days: 7 });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { steps } = z
      .object({
        steps: z.array(z.looseObject({ step: z.string(), decisions: z.record(z.string(), z.number()) })),
      })
      .parse(answer.body);
    expect(steps).toMatchObject([{ step: 'mail', decisions: { 'skipped:open-case': 1 } }]);
  });

  it('nothing stops where the setting says so', async () => {
    const other = await start({ marketingPauses: [] });
    try {
      await other.customer('gus');
      const contact = await other.profileId('gus');
      const data = { subject: 'Broken', type: 'complaint', contact };
      await adminClient(other).call('POST', '/api/records/case', { data });
      await other.track('gus', 'Offer Due');
      expect(other.subjects('gus@example.com')).toHaveLength(1);
    } finally {
      await other.close();
    }
  });
});
