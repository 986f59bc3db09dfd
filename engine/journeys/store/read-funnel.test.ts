import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { key, openFilledStore } from '../../../test/store/filled-store.ts';
import { sampleRow } from '../../../test/store/samples.ts';

describe('the counts behind a funnel', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  it('counts a funnel: by outcome and step, every passage and every run', async () => {
    const one = { people: 1, runs: 1, total: 1 };
    const funnel = await store.stores.funnelReads.funnel({ tenant, key });
    expect(funnel).toMatchObject({
      entered: 4,
      people: 3,
      heldOut: 1,
      active: 2,
      converted: 1,
      convertedPeople: 1,
      revenue: [{ currency: 'EUR', minor: 4000 }],
    });
    expect(funnel.outcomes).toEqual(
      expect.arrayContaining([
        { outcome: 'bought', runs: 1 },
        { outcome: 'completed', runs: 1 },
      ]),
    );
    expect(funnel.standing).toHaveLength(2);
    expect(funnel.decisions).toEqual([
      { step: 'after', kind: 'updated', total: 1, runs: 1, people: 1 },
      { step: 'remind', kind: 'sent', total: 3, runs: 2, people: 1 },
      { step: 'remind', kind: 'skipped', reason: 'capped', total: 1, runs: 1, people: 1 },
      { step: 'think', kind: 'waiting', total: 1, runs: 1, people: 1 },
    ]);
    expect(funnel.visits).toEqual([
      { step: 'after', entered: one, passed: one },
      {
        step: 'remind',
        entered: { people: 2, runs: 3, total: 4 },
        passed: { people: 1, runs: 2, total: 3 },
      },
      { step: 'think', entered: one, passed: { people: 0, runs: 0, total: 0 } },
    ]);
    // Who came to a step only after the goal was reached did not reach it by that step.
    expect(funnel.conversions).toEqual([
      { step: 'remind', runs: 1, revenue: [{ currency: 'EUR', minor: 4000 }] },
    ]);
    const second = await store.stores.funnelReads.funnel({ tenant, key, version: 2 });
    expect(second).toMatchObject({ entered: 3, heldOut: 1, active: 1 });
    expect(await store.stores.funnelReads.funnel({ tenant, key: 'none' })).toMatchObject({
      entered: 0,
      decisions: [],
    });
  });

  it('counts what was done in a period, of those who began in it, beside those inside now', async () => {
    const row = (run: string, at: number, kind: 'waiting' | 'sent') =>
      sampleRow({
        tenant,
        id: `${run}-${kind}`,
        run,
        profileId: run,
        at,
        kind,
        journey: 'times',
        step: 'think',
      });
    await store.stores.ledger.append([row('r1', 100, 'waiting'), row('r2', 200, 'waiting')]);
    const steps = async (period: { from?: number; to?: number }) =>
      (await store.stores.funnelReads.funnel({ tenant, key: 'times', ...period })).visits.map(
        ({ entered }) => entered.runs,
      );
    expect(await steps({})).toEqual([2]);
    expect(await steps({ from: 100, to: 200 })).toEqual([1]);
    expect(await steps({ from: 201 })).toEqual([]);
    const whole = await store.stores.funnelReads.funnel({ tenant, key });
    const never = await store.stores.funnelReads.funnel({ tenant, key, to: 1 });
    expect(never).toMatchObject({ entered: 0, people: 0, converted: 0, active: whole.active });
    expect(never.standing).toHaveLength(whole.standing.length);
    const always = await store.stores.funnelReads.funnel({ tenant, key, from: 0 });
    const { entered, people, active, converted, heldOut } = whole;
    expect(always).toMatchObject({ entered, people, active, converted, heldOut });
  });

  it('counts who was refused apart, each person once by reason, and as nobody who entered', async () => {
    const row = (id: string, profileId: string, reason: string, version = 1) =>
      sampleRow({
        tenant,
        id,
        run: id,
        profileId,
        reason,
        version,
        journey: 'door',
        kind: 'not-entered',
        step: null,
      });
    await store.stores.ledger.append([
      row('d1', 'p-1', 'where'),
      row('d2', 'p-1', 'where', 2),
      row('d3', 'p-2', 'where', 2),
      row('d4', 'p-2', 'once-only'),
    ]);
    expect(await store.stores.funnelReads.funnel({ tenant, key: 'door' })).toMatchObject({
      entered: 0,
      people: 0,
      visits: [],
      decisions: [],
      conversions: [],
      turnedAway: [
        { reason: 'where', people: 2 },
        { reason: 'once-only', people: 1 },
      ],
    });
    expect(await store.stores.funnelReads.funnel({ tenant, key: 'door', version: 2 })).toMatchObject({
      turnedAway: [{ reason: 'where', people: 2 }],
    });
  });

  it('counts each time a run comes to a repeat, and as through it who has gone on behind it', async () => {
    const row = (run: string, visit: number, kind: 'round' | 'rounds-over') =>
      sampleRow({
        tenant,
        id: `${run}-${visit}`,
        run,
        profileId: run,
        visit,
        kind,
        journey: 'loops',
        step: 'loop',
      });
    await store.stores.ledger.append([
      row('through', 1, 'round'),
      row('through', 2, 'rounds-over'),
      row('inside', 1, 'round'),
    ]);
    expect((await store.stores.funnelReads.funnel({ tenant, key: 'loops' })).visits).toEqual([
      {
        step: 'loop',
        entered: { people: 2, runs: 2, total: 3 },
        passed: { people: 1, runs: 1, total: 1 },
      },
    ]);
  });
});
