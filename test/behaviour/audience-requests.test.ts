import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { createSlowAds } from '../harness/slow-ads.ts';

const vips = {
  plugin: 'ads',
  rows: 'audience',
  segment: 'vip',
  audience: '8001',
  consent: { topic: 'ads' },
  every: '10 minutes',
  after: '1 minute',
};
const vip = {
  key: 'vip',
  name: 'VIP',
  when: { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] },
};
const reasons = [{ reason: 'NO_CONSENT', people: 1 }];

describe('a feed whose service works on a request after it has taken it', () => {
  let ads: ReturnType<typeof createSlowAds>;
  let engine: TestedEngine;
  beforeEach(async () => {
    ads = createSlowAds();
    engine = await startMemoryEngine({
      plugins: [ads.plugin],
      start: Date.parse('2026-03-01T12:00:00Z'),
      files: (tenant) =>
        shopFiles({
          tenant,
          files: { 'segments/vip.json': vip },
          settings: {
            topics: { news: { name: 'News' }, ads: { name: 'Advertising' } },
            plugins: { ads: { use: 'slow-ads', config: {} } },
            feeds: { vips },
          },
        }),
    });
  });
  afterEach(() => engine.close());

  /** Round by round: time that passes at once is one round of a feed. */
  const pass = async (minutes: number) => {
    for (let left = minutes; left > 0; left -= 15) await engine.days(Math.min(15, left) / 1440);
  };
  const passDays = (days: number) => pass(days * 1440);
  const join = async (who: string) => {
    await engine.identify(who, { email: `${who}@example.com`, plan: 'gold' });
    await engine.track(who, 'Consent Granted', { channel: 'email', topic: 'ads', confirmed: true });
  };
  const shown = async () => {
    const { body } = await adminClient(engine).call('GET', '/api/feeds');
    return z.object({ feeds: z.array(z.looseObject({ state: z.string() })) }).parse(body).feeds[0];
  };

  it('says how many wait for the word of the service, and asks for it after half an hour and less often later', async () => {
    await join('ana');
    await pass(25);
    expect(ads.looks()).toBe(0);
    expect(await shown()).toMatchObject({ state: 'waiting', requests: { joining: 1, leaving: 0 } });
    await pass(60);
    expect(ads.looks()).toBe(1);
    ads.says.add = { state: 'done', people: 1, failed: 0, reasons: [], matched: { from: 31, to: 40 } };
    await pass(180);
    const last = { does: 'add', state: 'done', people: 1, failed: 0, matched: { from: 31, to: 40 } };
    expect(await shown()).toMatchObject({ state: 'waiting', requests: { joining: 0, last } });
    expect(ads.looks()).toBe(2);
  });

  it('tells of people who were not added, sends them again at the daily look, and is well when they are in', async () => {
    ads.says.add = { state: 'failed', people: 1, failed: 1, reasons };
    await join('ana');
    await pass(90);
    const failing = await shown();
    expect(failing).toMatchObject({ state: 'failing', requests: { last: { state: 'failed' } } });
    expect(failing?.['error']).toMatch(/audience-request-failed.*1 of 1 people.*sent again.*NO_CONSENT/);
    expect(ads.taken).toHaveLength(1);
    ads.says.add = { state: 'done', people: 1, failed: 0, reasons: [] };
    await passDays(1.1);
    expect(ads.taken).toEqual([ads.taken[0], ads.taken[0]]);
    expect(await shown()).toMatchObject({ state: 'waiting', requests: { last: { state: 'done' } } });
    await passDays(1.1);
    expect(ads.taken).toHaveLength(2);
  });

  it('tells of people who were not removed until everybody is sent again', async () => {
    ads.says.add = { state: 'done', people: 1, failed: 0, reasons: [] };
    ads.says.remove = { state: 'failed', people: 1, failed: 1, reasons };
    await join('ana');
    await join('ben');
    await pass(90);
    await engine.identify('ana', { plan: 'free' });
    await pass(90);
    const failing = await shown();
    expect(failing).toMatchObject({ state: 'failing', requests: { last: { does: 'remove' } } });
    expect(failing?.['error']).toMatch(/may still be in the audience: empty it there/);
    expect(JSON.stringify(failing)).not.toContain('@');
    await join('eva');
    await pass(120);
    expect(await shown()).toMatchObject({ state: 'failing', requests: { last: { does: 'add' } } });
    await adminClient(engine).call('POST', '/api/feeds/vips/run', { everything: true });
    await pass(90);
    expect(await shown()).toMatchObject({ state: 'waiting' });
  });

  it('asks for two days at most, and then says that nobody knows', async () => {
    await join('ana');
    await passDays(2.2);
    expect(await shown()).toMatchObject({
      state: 'waiting',
      requests: { joining: 0, last: { state: 'unknown', people: 1 } },
    });
    const looks = ads.looks();
    expect(looks).toBeLessThan(10);
    await passDays(1);
    expect(ads.looks()).toBe(looks);
  });
});
