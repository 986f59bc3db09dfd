import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { journeySchema } from '../journey/definition.ts';
import type { ExperimentStep } from '../journey/steps.ts';
import type { JsonObject } from '../json.ts';
import { anyTimeInterval } from '../statistics/any-time.ts';
import { differenceOfProportions } from '../statistics/proportions.ts';
import { bucketOf } from '../hash.ts';
import type { ArmCount } from './compare.ts';
import { defaultRule, experimentDesign, heldOut, journeyHoldout, tenantHoldout } from './design.ts';
import { type Exposure, heardBy, joinExposures, newExposure, withReversal, withSuccess } from './exposure.ts';
import { readOut } from './read-out.ts';
import { sayResult } from './say-result.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const day = 86_400_000;

const step = (over: Partial<ExperimentStep> = {}): ExperimentStep => ({
  id: 'discount',
  type: 'experiment',
  arms: [
    { name: 'plain', weight: 1, control: true, then: [] },
    { name: 'code', weight: 1, then: [] },
  ],
  metric: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
  ...over,
});
const design = experimentDesign({ journey: 'cart', step: step() });

const exposure = (over: Partial<Parameters<typeof newExposure>[0]> = {}): Exposure =>
  newExposure({
    design,
    tenant: 't',
    journey: 'cart',
    version: 1,
    profileId: 'p1',
    arm: 'plain',
    at: start,
    until: start + 7 * day,
    by: 'event',
    cause: 'entry',
    currency: 'EUR',
    ...over,
  });

const order = (
  input: { id?: string; at?: number; name?: string; context?: JsonObject } & Record<string, unknown> = {},
) => {
  const { id = 'm1', at = start + day, name = 'Order Completed', context = {}, ...properties } = input;
  return {
    messageId: id,
    event: name,
    timestamp: new Date(at).toISOString(),
    context,
    properties: { order_id: 'o1', revenue: 49.9, currency: 'EUR', ...properties } satisfies JsonObject,
  };
};

describe('a design', () => {
  it('is the same experiment while arms, shares, contents and metric stay, however the file is laid out', () => {
    const same = step({ note: 'said again', winner: { after: 200, by: 'revenue' } });
    const { metric, arms, ...rest } = same;
    expect(experimentDesign({ journey: 'cart', step: { arms, ...rest, metric } }).id).toBe(design.id);
    const changes: Partial<ExperimentStep>[] = [
      { metric: { on: 'Order Completed', within: '8 days', value: '$.properties.revenue' } },
      {
        arms: [
          { name: 'plain', weight: 9, control: true, then: [] },
          { name: 'code', weight: 1, then: [] },
        ],
      },
      {
        arms: [
          { name: 'plain', weight: 1, control: true, then: [] },
          { name: 'code', weight: 1, then: [{ id: 'x', type: 'exit', outcome: 'x' }] },
        ],
      },
    ];
    const ids = changes.map((change) => experimentDesign({ journey: 'cart', step: step(change) }).id);
    expect(new Set([design.id, ...ids]).size).toBe(4);
    expect(experimentDesign({ journey: 'other', step: step() }).id).not.toBe(design.id);
  });

  it('of a holdout needs somebody held out and a goal to measure by', () => {
    const journey = { key: 'cart', name: 'Cart', stage: 'retention', entry: { on: 'X' }, steps: [step()] };
    const goal = { on: 'Order Completed' };
    expect(journeyHoldout(journeySchema.parse(journey))).toBeUndefined();
    expect(journeyHoldout(journeySchema.parse({ ...journey, goal }))).toBeUndefined();
    const found = journeyHoldout(journeySchema.parse({ ...journey, goal, holdout: 20 }));
    expect(found?.arms).toEqual([
      { name: 'held-out', share: 20, isControl: true },
      { name: 'treated', share: 80, isControl: false },
    ]);
    expect(tenantHoldout(0)).toBeUndefined();
    expect(tenantHoldout(5)?.metric.on).toBe('Order Completed');
  });
});

describe('an exposure', () => {
  it('counts a success within its window once, with what it was worth in minor units', () => {
    const once = withSuccess({ exposure: exposure(), event: order() });
    expect(once).toMatchObject({ isConverted: true, value: 4990, leftOut: 0 });
    expect(withSuccess({ exposure: once, event: order() })).toBe(once);
    const twice = withSuccess({
      exposure: once,
      event: order({ id: 'm2', order_id: 'o2', revenue: '10.10' }),
    });
    expect(twice.value).toBe(6000);
  });

  it.each([
    ['before exposure', order({ at: start - 1 })],
    ['after the window', order({ at: start + 7 * day + 1 })],
    ['of a test order', order({ context: { test: true } })],
    ['that led to the exposure', order({ id: 'entry' })],
  ])('does not count what came %s', (_name, event) => {
    const before = exposure();
    expect(withSuccess({ exposure: before, event })).toBe(before);
  });

  it('takes back what was refunded or cancelled, whichever is told first', () => {
    const refund = order({ id: 'r', name: 'Order Refunded', revenue: null, total: 20, refund_id: '7' });
    const ordered = withSuccess({ exposure: exposure(), event: order() });
    const reversed = withReversal({ exposure: ordered, event: refund });
    expect(reversed).toMatchObject({ isConverted: true, value: 2990 });
    expect(withReversal({ exposure: reversed, event: refund })).toBe(reversed);
    const known = { orderId: 'o1', refunds: { 7: { total: 20 } } };
    expect(withSuccess({ exposure: exposure(), event: order(), order: known }).value).toBe(2990);
    const cancelled = withReversal({ exposure: ordered, event: order({ id: 'c', name: 'Order Cancelled' }) });
    expect(cancelled).toMatchObject({ isConverted: true, value: 0 });
    const other = order({ id: 'r2', name: 'Order Refunded', order_id: 'o9', revenue: 5 });
    expect(withReversal({ exposure: ordered, event: other })).toBe(ordered);
  });

  it('leaves money of another currency out of the sum, and says so', () => {
    const mixed = withSuccess({ exposure: exposure(), event: order({ currency: 'USD' }) });
    expect(mixed).toMatchObject({ isConverted: true, value: 0, leftOut: 1 });
  });

  it('hears of its metric, and of refunds once there is an order', () => {
    expect(heardBy(exposure())).toEqual(['Order Completed']);
    expect(heardBy(withSuccess({ exposure: exposure(), event: order() }))).toContain('Order Refunded');
    expect(heardBy(exposure({ by: 'goal' }))).toEqual(['goal:cart']);
  });

  it('comes out the same in whatever order its events arrive, and twice', () => {
    const events = fc.array(
      fc.record({
        id: fc.constantFrom('m1', 'm2', 'm3', 'm4'),
        at: fc.integer({ min: -2, max: 9 }).map((days) => start + days * day),
        revenue: fc.integer({ min: 0, max: 90 }),
      }),
      { maxLength: 6 },
    );
    const play = (list: readonly { id: string; at: number; revenue: number }[]): Exposure => {
      let state = exposure();
      for (const { id, at, revenue } of list) {
        state = withSuccess({ exposure: state, event: order({ id, at, revenue, order_id: `o-${id}` }) });
      }
      return state;
    };
    fc.assert(
      fc.property(events, (given) => {
        const once = [...new Map(given.map((one) => [one.id, one])).values()];
        expect(play([...once.toReversed(), ...once])).toEqual(play(once));
      }),
      { numRuns: 50 },
    );
  });

  it('of what turned out to be one person is one: the earlier; in different arms it counts in neither', () => {
    const early = withSuccess({ exposure: exposure(), event: order() });
    const late = withSuccess({
      exposure: exposure({ profileId: 'p2', at: start + day, until: start + 8 * day }),
      event: order({ id: 'm2', at: start + 2 * day, order_id: 'o2' }),
    });
    expect(joinExposures(late, early)).toMatchObject({ profileId: 'p1', at: start, value: 9980 });
    expect(joinExposures(early, late)).toEqual(joinExposures(late, early));
    expect(joinExposures(early, { ...late, arm: 'code' }).isMixed).toBe(true);
    expect(joinExposures(early, late)).not.toHaveProperty('isMixed');
  });
});

const count = (arm: string, people: number, converted: number, each = 5000): ArmCount => ({
  arm,
  people,
  converted,
  value: converted * each,
  squares: converted * each * each,
});

const read = (counts: readonly ArmCount[], over: Partial<Parameters<typeof readOut>[0]> = {}) =>
  readOut({ arms: design.arms, counts, rule: defaultRule, looks: 'once', isOver: true, ...over });

describe('a verdict', () => {
  const clear = [count('plain', 1000, 100), count('code', 1000, 160)];

  it('comes at its time only: first enough people, then the end of their windows, then an answer', () => {
    expect(read([count('plain', 499, 10), count('code', 520, 200)]).verdict).toEqual({
      kind: 'too-early',
      arm: 'plain',
      people: 499,
      needed: 500,
    });
    expect(read(clear, { isOver: false }).verdict).toEqual({ kind: 'running' });
    expect(read(clear).verdict).toEqual({ kind: 'winner', arm: 'code', by: 'conversion' });
    expect(read([]).verdict.kind).toBe('too-early');
  });

  it('names no winner where chance would do, and says what would have shown', () => {
    const even = read([count('plain', 1000, 100), count('code', 1000, 110)]);
    expect(even.verdict).toEqual({ kind: 'no-difference', because: 'unclear' });
    expect(even.comparisons[0]?.detectable).toBeGreaterThan(0.03);
  });

  it('says nothing when the groups have the wrong size', () => {
    expect(read([count('plain', 1000, 100), count('code', 1300, 400)]).verdict.kind).toBe(
      'sample-ratio-mismatch',
    );
  });

  it('lets the control win when it is better, and nobody who converts more for less money', () => {
    expect(read([count('plain', 1000, 160), count('code', 1000, 100)]).verdict).toMatchObject({
      kind: 'winner',
      arm: 'plain',
    });
    const costly = read([count('plain', 2000, 300, 9000), count('code', 2000, 400, 2000)]);
    expect(costly.verdict).toEqual({ kind: 'no-difference', because: 'costs-revenue', arm: 'code' });
    const byRevenue = read([count('plain', 2000, 300, 9000), count('code', 2000, 400, 2000)], {
      rule: { ...defaultRule, by: 'revenue' },
    });
    expect(byRevenue.verdict).toEqual({ kind: 'winner', arm: 'plain', by: 'revenue' });
  });

  it('shares its confidence between several arms', () => {
    const arms = [...design.arms, { name: 'gift', share: 1, isControl: false }];
    const found = read([...clear, count('gift', 1000, 170)], { arms });
    expect(found.confidence).toBeCloseTo(0.975, 10);
    expect(found.verdict).toEqual({ kind: 'winner', arm: 'gift', by: 'conversion' });
  });

  it('is said in plain words, in English and Spanish, as the page for marketers shows it', async () => {
    const result = {
      experiment: design.id,
      kind: 'experiment' as const,
      step: 'discount',
      versions: [1],
      isCurrent: true,
      metric: design.metric,
      rule: defaultRule,
      currency: 'EUR',
      asOf: start,
      counted: { rest: 4, mixed: 0, leftOut: 0 },
      readOut: read(clear),
    };
    expect(sayResult({ result })).toEqual([
      '“code” won by conversion.',
      '“plain” (control): 1000 people, 100 converted: 10.0 % (8.3 to 12.0 %), 5.00 EUR per person (4.07 to 5.93).',
      '“code”: 1000 people, 160 converted: 16.0 % (13.9 to 18.4 %), 8.00 EUR per person (6.86 to 9.14).',
      '“code” against “plain”: conversion +6.0 points (+3.1 to +8.9), revenue +3.00 EUR per person (+1.53 to +4.47).',
      '4 more took part and do not count here: they came later, or their time is not over.',
    ]);
    const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'results.md'), 'utf8');
    const shown = /```text result\n([\s\S]*?)\n```/.exec(page)?.[1];
    expect(shown?.split('\n')).toEqual(sayResult({ result }));
    expect(sayResult({ result, locale: 'es' })[0]).toBe('Ganó «code» por conversión.');
  });
});

describe('looking again and again', () => {
  /** An experiment in which nothing differs, looked at after every 100 people; whether it ever seemed to. */
  const everTold = (input: {
    seed: number;
    interval: (a: number, b: number, n: number) => boolean;
  }): boolean => {
    let [a, b] = [0, 0];
    for (let n = 1; n <= 4000; n += 1) {
      if (bucketOf({ salt: `a${input.seed}`, profileId: String(n) }) < 0.2) a += 1;
      if (bucketOf({ salt: `b${input.seed}`, profileId: String(n) }) < 0.2) b += 1;
      if (n % 100 === 0 && input.interval(a, b, n)) return true;
    }
    return false;
  };
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);

  it('makes a difference of nothing with plain intervals, and does not with those that hold at every look', () => {
    const plain = (a: number, b: number, n: number): boolean => {
      const { low, high } = differenceOfProportions({
        of: { hits: a, of: n },
        from: { hits: b, of: n },
        confidence: 0.95,
      });
      return low > 0 || high < 0;
    };
    const holding = (a: number, b: number, n: number): boolean => {
      const variance = ((a / n) * (1 - a / n) + (b / n) * (1 - b / n)) / n;
      const found = anyTimeInterval({ value: (a - b) / n, variance, sizes: [n, n], confidence: 0.95 });
      return found !== undefined && (found.low > 0 || found.high < 0);
    };
    const fooled = (interval: typeof plain): number =>
      seeds.filter((seed) => everTold({ seed, interval })).length / seeds.length;
    expect(fooled(plain)).toBeGreaterThan(0.12);
    expect(fooled(holding)).toBeLessThanOrEqual(0.05);
  });

  it('costs a wider interval, and still tells a true effect', () => {
    const counts = [count(heldOut, 2000, 200), count('treated', 8000, 1120)];
    const arms = [
      { name: heldOut, share: 20, isControl: true },
      { name: 'treated', share: 80, isControl: false },
    ];
    const once = read(counts, { arms });
    const always = read(counts, { arms, looks: 'any-time' });
    const width = (found: typeof once): number => {
      const difference = found.comparisons[0]?.conversion.difference;
      return (difference?.high ?? 0) - (difference?.low ?? 0);
    };
    expect(width(always)).toBeGreaterThan(width(once));
    expect(always.verdict).toMatchObject({ kind: 'winner', arm: 'treated' });
    expect(always.comparisons[0]?.revenue.difference?.low).toBeGreaterThan(0);
  });
});
