import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { randomOf } from '../harness/random.ts';
import { hashId } from '../../domain/hash.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const day = 86_400_000;
const clusters = z.looseObject({
  state: z.string(),
  lookedAt: z.int(),
  structure: z.string().optional(),
  clusters: z.array(
    z.looseObject({
      name: z.string(),
      people: z.int(),
      rule: z.array(z.string()),
      when: z.record(z.string(), z.unknown()),
      precision: z.number(),
      recall: z.number(),
    }),
  ),
});

describe('segments found in data', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {} }) });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  it('are not looked for among few, and are described with conditions that find as many as they say', async () => {
    const few = await admin.call('GET', '/api/value/clusters');
    expect(few).toMatchObject({ status: 200, body: { state: 'not-enough-data', clusters: [] } });

    const { tenant } = engine;
    const now = engine.engine.clock.now(tenant);
    const random = randomOf(11);
    const about = (value: number): number => Math.max(1, Math.round(value * (0.8 + 0.4 * random())));
    for (let n = 0; n < 120; n += 1) {
      const isRegular = n % 2 === 0;
      const profile = newProfile({
        id: `p_${hashId('buyer', n)}`,
        tenant,
        ids: [`user:buyer-${n}`],
        referralCode: hashId('code', n),
        now,
      });
      const revenue = about(isRegular ? 800 : 30);
      const lastOrderAt = new Date(now - about(isRegular ? 10 : 300) * day).toISOString();
      const computed = {
        ...profile.computed,
        orders: about(isRegular ? 15 : 1),
        revenue,
        money: { currency: 'EUR', revenue: revenue * 100, averageOrder: 3000, refunded: 0 },
        firstOrderAt: new Date(now - 500 * day).toISOString(),
        lastOrderAt,
      };
      await engine.opened.stores.profiles.insert({ ...profile, computed });
    }
    const { body } = await admin.call('GET', '/api/value/clusters');
    const found = clusters.parse(body);
    expect(found).toMatchObject({ state: 'ready', lookedAt: 120 });
    expect(found.clusters.map(({ people }) => people)).toEqual([60, 60]);
    for (const { when, people, precision, recall } of found.clusters) {
      expect(Math.min(precision, recall)).toBeGreaterThan(0.9);
      const counted = await admin.call('POST', '/api/segments/preview', { when });
      const { members } = z.looseObject({ members: z.int() }).parse(counted.body);
      expect(Math.abs(members - people)).toBeLessThanOrEqual(6);
    }
    const es = await admin.call('GET', '/api/value/clusters?locale=es');
    const names = clusters.parse(es.body).clusters.map(({ name }) => name);
    expect(names.join(' ')).toMatch(/compró hace/i);
  });
});
