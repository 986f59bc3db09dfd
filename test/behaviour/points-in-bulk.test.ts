import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.UTC(2026, 2, 2, 9);
const club = {
  key: 'club',
  name: 'Club',
  earn: [{ key: 'purchase', on: 'Order Completed', points: 1, perAmount: 1 }],
  expiry: { after: '12 months' },
  tiers: { period: 'ever', levels: [{ key: 'gold', name: 'Gold', from: 500 }] },
};
const files = { 'programs/club.json': club };

const batchAnswer = z.object({
  results: z.array(z.looseObject({ state: z.string(), code: z.string().optional() })),
  posted: z.number(),
  already: z.number(),
  refused: z.number(),
});
const pointsAnswer = z.object({
  balances: z.array(z.looseObject({ points: z.number(), tier: z.string().optional() })),
  postings: z.array(z.looseObject({ kind: z.string(), points: z.number(), at: z.string() })),
});
const importAnswer = z.looseObject({
  id: z.string(),
  state: z.string(),
  counts: z.looseObject({ created: z.number(), unchanged: z.number(), refused: z.number() }),
});

describe('points in bulk', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({ start, files: (tenant) => shopFiles({ tenant, files }) });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const post = async (postings: readonly object[], more: object = {}) =>
    batchAnswer.parse((await admin.call('POST', '/api/points/batch', { postings, ...more })).body);
  const pointsOf = async (userId: string) => {
    const path = `/api/profiles/${await engine.profileId(userId)}/points?limit=200`;
    const { balances, postings } = pointsAnswer.parse((await admin.call('GET', path)).body);
    return { points: balances[0]?.points ?? 0, tier: balances[0]?.tier, postings };
  };
  const award = (userId: string, points: number, key: string, more: object = {}) => ({
    person: { userId },
    program: 'club',
    points,
    key,
    ...more,
  });
  const profileOf = async (userId: string) => {
    const [profile] = await engine.opened.stores.profiles.withIds({
      tenant: engine.tenant,
      ids: [`user:${userId}`],
    });
    return profile;
  };
  /** How many events there are that journeys hear of their points. */
  const toldOf = async (userId: string): Promise<number> => {
    const profileId = await engine.profileId(userId);
    const rows = await engine.opened.stores.eventReads.events({
      tenant: engine.tenant,
      profileId,
      limit: 100,
    });
    return rows.filter(({ name }) => name === 'Points Earned').length;
  };
  const importFile = async (file: string, options: object = {}) => {
    const made = importAnswer.parse(
      (await admin.call('POST', '/api/imports', { kind: 'points', ...options })).body,
    );
    await engine.request(`/api/imports/${made.id}/parts/0`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${engine.keys.api}` },
      body: Buffer.from(file),
    });
    return made.id;
  };
  const started = async (id: string, dryRun = false) => {
    await admin.call('POST', `/api/imports/${id}/start`, { dryRun });
    return importAnswer.parse((await admin.call('GET', `/api/imports/${id}`)).body);
  };

  it('are posted each once for its key and person, in their order, and one that is refused keeps no other back', async () => {
    await engine.customer('ana');
    await engine.customer('ben');
    const postings = [
      award('ana', 100, 'a'),
      award('ben', 10, 'a'),
      award('ana', 60, 'b', { action: 'spend' }),
      award('ana', 60, 'c', { action: 'spend' }),
      award('nobody', 5, 'd'),
      award('ana', 5, 'e', { program: 'none' }),
      award('ana', 100, 'a'),
      award('ben', 7, 'f', { reason: 'Sorry' }),
      award('ben', -3, 'g'),
    ];
    const first = await post(postings);
    expect(first.results.map(({ state, code }) => code ?? state)).toEqual([
      'posted',
      'posted',
      'posted',
      'not-enough-points',
      'no-such-person',
      'no-such-program',
      'already',
      'posted',
      'not-whole',
    ]);
    expect([first.posted, first.already, first.refused]).toEqual([4, 1, 4]);
    const again = await post(postings);
    expect([again.posted, again.already, again.refused]).toEqual([0, 5, 4]);
    expect((await pointsOf('ana')).points).toBe(40);
    expect((await pointsOf('ben')).points).toBe(17);
    expect(await toldOf('ben')).toBe(2);
  });

  it('of one person are together what one call after the other gives, with the tier they reach', async () => {
    await engine.customer('eva');
    const many = Array.from({ length: 500 }, (_, n) => award('eva', 1 + (n % 3), `eva-${n}`));
    expect((await post(many, { quiet: true })).posted).toBe(500);
    const { points, tier, postings } = await pointsOf('eva');
    expect(points).toBe(many.reduce((sum, one) => sum + one.points, 0));
    expect(tier).toBe('gold');
    expect(postings.length).toBeGreaterThan(190);
    const check = await admin.call('POST', '/api/loyalty/check', { repair: false });
    expect(check.body).toMatchObject({ differences: [] });
  });

  it('are told to no journey when they are quiet, and are spent and shown like any others', async () => {
    await engine.customer('quiet');
    await post([award('quiet', 600, 'q')], { quiet: true });
    expect(await toldOf('quiet')).toBe(0);
    expect(await pointsOf('quiet')).toMatchObject({ points: 600, tier: 'gold' });
    expect((await profileOf('quiet'))?.loyalty).toMatchObject({ club: { points: 600, tier: 'gold' } });
    await post([award('quiet', 50, 'q2')]);
    expect(await toldOf('quiet')).toBe(1);
  });

  it('come from a file of another system: looked at first, each row once, expiring from the day they were earned', async () => {
    await engine.customer('old');
    const file = [
      'customer id,programme,balance,date,reason',
      'old,club,250,2025-09-01,From the old club',
      'old,club,40,2026-01-15,From the old club',
      'old,club,-30,,Correction',
      'stranger,club,10,,',
      'old,club,many,,',
      'old,other,10,,',
      'old,club,10,2099-01-01,',
    ].join('\n');
    const id = await importFile(file);
    const looked = await started(id, true);
    expect(looked).toMatchObject({ state: 'checked', counts: { created: 3, unchanged: 0, refused: 4 } });
    expect((await pointsOf('old')).postings).toEqual([]);
    expect(await started(id)).toMatchObject({
      state: 'done',
      counts: { created: 3, unchanged: 0, refused: 4 },
    });
    expect((await pointsOf('old')).points).toBe(260);
    expect(await toldOf('old')).toBe(0);
    const again = await started(await importFile(file));
    expect(again).toMatchObject({ counts: { created: 0, unchanged: 3, refused: 4 } });
    // What came in a year ago ends, what came in later stays; the correction took from what ends first.
    await engine.days(190);
    expect((await pointsOf('old')).points).toBe(40);
  });

  it('of an import that starts journeys are told to them', async () => {
    await engine.customer('loud');
    const id = await importFile('userId,program,points,key\nloud,club,5,k1\nloud,club,6,k2\n', {
      fires: true,
    });
    expect(await started(id)).toMatchObject({ counts: { created: 2 } });
    expect(await toldOf('loud')).toBe(2);
  });
});
