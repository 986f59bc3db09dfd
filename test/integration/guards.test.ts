import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { enterMany } from '../harness/enter-many.ts';
import { shopFiles } from '../harness/shop.ts';

const mail = (id: string) => ({ id, type: 'send', channel: 'email', message: 'welcome' });

/** Welcomes at once, and once more three days later. */
const storm = {
  key: 'storm',
  name: 'Storm',
  stage: 'acquisition',
  entry: { on: 'Started storm', again: 'never' },
  steps: [mail('first'), { id: 'think', type: 'wait', for: '3 days' }, mail('second')],
};

const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);

type Frozen = { readonly reason?: string; readonly by?: string } | undefined;

describe('a guard of a journey, on servers', () => {
  let engine: TestEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    engine = await startTestEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: { 'journeys/storm.json': storm },
          // As many as enter: it is judged when all have been tried, however many have failed by then.
          settings: { guards: { failures: { rate: 50, of: 12 } } },
        }),
    });
    admin = adminClient(engine);
  });

  afterAll(() => engine.close());

  const frozenOf = async (journey: string): Promise<Frozen> => {
    const view = await engine.opened.stores.journeyReads.journey({
      tenant: engine.tenant,
      key: journey,
      counts: [],
    });
    return view?.frozen;
  };
  const trips = (journey: string) =>
    engine.opened.stores.trips.list({ tenant: engine.tenant, journey, limit: 10 });
  const tripped = async (journey: string): Promise<void> => {
    await expect.poll(async () => (await frozenOf(journey))?.by).toBe('guard');
  };
  const mailsTo = (people: readonly string[]): number =>
    people.reduce((sum, one) => sum + engine.mail.to(`${one}@example.com`).length, 0);

  it('stops it in a storm of failures, nobody gets more mail, and a person lets it go on', async () => {
    engine.mail.script = () => ({ at: 'data', answer: 554, text: '5.7.1 refused by policy' });
    const first = names('ana', 12);
    await enterMany(engine, 'storm', first);
    await tripped('storm');
    expect((await frozenOf('storm'))?.reason).toMatch(
      /^Stopped by its guard: \d+ of 12 sends and actions within 10 minutes failed for good/,
    );
    engine.mail.script = () => undefined;

    const held = names('ben', 5);
    await enterMany(engine, 'storm', held);
    await engine.days(10);
    expect(mailsTo([...first, ...held])).toBe(0);
    expect((await frozenOf('storm'))?.by).toBe('guard');

    const told = await admin.call('GET', `/api/events?name=${encodeURIComponent('Journey Tripped')}`);
    expect(told.body).toMatchObject({
      events: [{ event: 'Journey Tripped', properties: { journey: 'storm', guard: 'failures' } }],
    });
    const log = await admin.call('GET', '/api/journeys/storm/trips');
    expect(log.body).toMatchObject({ trips: [{ guard: 'failures', numbers: { limit: 50 } }] });

    await admin.steer('storm', 'resume', { policy: 'catch-up' });
    await expect.poll(() => mailsTo(held)).toBe(5);
    await expect.poll(() => mailsTo(first)).toBe(12);
    await engine.engine.checkJourneys.all(engine.tenant);
    expect(await frozenOf('storm')).toBeUndefined();
    expect(await trips('storm')).toEqual([expect.objectContaining({ resumedAt: expect.any(Number) })]);
  });
});
