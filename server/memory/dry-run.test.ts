import { describe, expect, it } from 'vitest';

import { ana, journeyFrom, play, send, started, workspaceWith } from './play-for-tests.ts';
import { createChooseLines } from '../../engine/offers/redemptions/choose-lines.ts';
import { personCosts } from '../../engine/dry-runs/person-costs.ts';
import { personSchema, toProfile } from '../../domain/simulate/story.ts';
import { askedEvents } from '../../domain/dry-run/asked-events.ts';
import { audienceOf } from '../../domain/dry-run/audience-of.ts';
import { addCosts, noCosts } from '../../domain/dry-run/costs.ts';
import { addPriced, priceCosts } from '../../domain/dry-run/price-costs.ts';
import { rewind } from '../../domain/dry-run/rewind.ts';
import { addTallies, noTally, tallyOf } from '../../domain/dry-run/tally.ts';

const zone = 'Europe/Madrid';
const at = (text: string): number => Date.parse(text);

describe('what many plays come to', () => {
  const journey = journeyFrom({
    goal: { on: 'Order Completed', value: '$.properties.revenue' },
    steps: [
      send('first'),
      { id: 'gift', type: 'offer', offer: 'ten-percent' },
      { id: 'pause', type: 'wait', for: '1 day' },
      send('second'),
    ],
  });

  it('counts steps with their reasons, messages by day, coupons and those who miss something', async () => {
    const willing = tallyOf({ simulation: await play({ journey }), zone });
    const story = { profile: { traits: ana.traits } };
    const unwilling = tallyOf({ simulation: await play({ journey, story }), zone });
    const both = addTallies(willing, unwilling);
    expect(both).toMatchObject({
      people: 2,
      entered: 2,
      runs: 2,
      outcomes: { completed: 2 },
      messages: { hello: 2 },
      days: { '2026-06-01': 1, '2026-06-02': 1 },
      coupons: { 'ten-percent': 2 },
      missed: { optedOut: 1, suppressed: 0, capped: 0, unreachable: 0 },
    });
    expect(both.steps['first']).toEqual({ runs: 2, decisions: { sent: 1, 'skipped:no-consent': 1 } });
  });

  it('adds up in any order, and nothing adds nothing', async () => {
    const one = tallyOf({ simulation: await play({ journey }), zone });
    const story = { profile: ana, suppressed: ['email'] };
    const two = tallyOf({ simulation: await play({ journey, story }), zone });
    expect(addTallies(one, two)).toEqual(addTallies(two, one));
    expect(addTallies(noTally, one)).toEqual(one);
    expect(two.missed.suppressed).toBe(1);
  });

  it('leaves the held out out of everything but their own count', async () => {
    const held = journeyFrom({ holdout: 50, steps: [send('first')] });
    const tallies = await Promise.all(
      Array.from({ length: 40 }, async (_item, n) => {
        const story = { profile: { ...ana, id: `p${n}` }, holdout: true };
        return tallyOf({ simulation: await play({ journey: held, story }), zone });
      }),
    );
    const all = tallies.reduce(addTallies, noTally);
    expect(all.heldOut + all.runs).toBe(40);
    expect(all.heldOut).toBeGreaterThan(5);
    expect(all.messages).toEqual({ hello: all.runs });
  });
});

describe('what plays would cost', () => {
  const journey = journeyFrom({ steps: [{ id: 'gift', type: 'offer', offer: 'ten-percent' }] });
  const order = (at: string, id: string, price: number) => ({
    at,
    event: 'Order Completed',
    properties: {
      order_id: id,
      revenue: price,
      currency: 'EUR',
      products: [{ product_id: 'pot', quantity: 1, price, cost: price / 2 }],
    },
  });
  const costsOf = async (events: readonly unknown[], holdout = 0) => {
    const simulation = await play({
      journey: { ...journey, holdout },
      story: { profile: ana, events: [started('2026-06-01T10:00'), ...events], holdout: true },
    });
    return personCosts({ simulation, live: workspaceWith({}), chooseLines: createChooseLines() });
  };

  it('takes a coupon off the first order that follows it while it holds, and no coupon off two', async () => {
    const { all } = await costsOf([
      order('2026-06-02T10:00', 'o1', 50),
      order('2026-06-03T10:00', 'o2', 500),
    ]);
    expect(all).toMatchObject({
      people: 1,
      coupons: { 'ten-percent': 1 },
      used: { 'ten-percent': 1 },
      discount: { 'ten-percent': 500 },
      orders: 2,
      revenue: 55_000,
      costed: 2,
      margin: 27_500,
    });
    const late = await costsOf([order('2026-06-20T10:00', 'o1', 50)]);
    expect(late.all).toMatchObject({ used: {}, discount: {}, orders: 1 });
  });

  it('says null for what nobody can know, and adds up part by part', async () => {
    const costs = await costsOf([order('2026-06-02T10:00', 'o1', 50)]);
    const prices = {
      currency: 'EUR',
      offers: new Map([['ten-percent', { currency: 'EUR', worth: undefined, average: 120 }]]),
      points: new Map<string, { points: number; minor: number }>(),
    };
    const priced = priceCosts(costs, prices);
    expect(priced).toMatchObject({
      coupons: [{ offer: 'ten-percent', given: 1, atMost: null, expected: 120, used: 1, discount: 500 }],
      all: { atMost: null, expected: 120, margin: 2500, after: 2000 },
    });
    expect(addPriced(priced, priced)).toEqual(priceCosts(addCosts(costs, costs), prices));
    expect(priceCosts(noCosts, prices).all).toMatchObject({ atMost: 0, expected: 0, after: 0 });
  });
});

describe('who could enter', () => {
  const audience = (entry: Record<string, unknown>) =>
    audienceOf({ journey: journeyFrom({ entry, steps: [send('first')] }), rules: [] });

  it('is told by the entry', () => {
    expect(audience({ on: 'Customer Created' })).toMatchObject({
      kind: 'events',
      names: ['Customer Created', 'Journey Entry Requested'],
    });
    expect(audience({ segment: 'loyal', present: true })).toEqual({ kind: 'segment', segment: 'loyal' });
    expect(audience({ segment: 'loyal', when: 'leaves' })).toMatchObject({
      names: ['Segment Left', 'Journey Entry Requested'],
      segment: 'loyal',
    });
    expect(audience({ date: '$.traits.birthday', yearly: true })).toEqual({ kind: 'everybody' });
  });

  it('knows of which events conditions ask', () => {
    const when = {
      any: [
        {
          fact: 'events',
          params: { name: 'Order Completed', within: '30 days' },
          path: '$.count',
          operator: 'equal',
          value: 0,
        },
      ],
    };
    expect(askedEvents([journeyFrom({ steps: [send('first', { when })] })])).toEqual(['Order Completed']);
  });
});

describe('a person at an earlier time', () => {
  it('has the traits, consents, orders and messages of then', () => {
    const person = toProfile({
      person: personSchema.parse(ana),
      tenant: 'shop',
      start: at('2026-06-10T00:00:00Z'),
    });
    const profile = {
      ...person,
      traits: { ...person.traits, plan: 'gold' },
      traitTimes: { ...person.traitTimes, plan: at('2026-06-05T00:00:00Z') },
      consents: {
        ...person.consents,
        sms: { '*': { state: 'granted' as const, at: at('2026-06-05T00:00:00Z'), source: 'form' } },
      },
      pressure: [
        { id: 'm1', at: at('2026-05-30T00:00:00Z'), channel: 'email', topic: 'news' },
        { id: 'm2', at: at('2026-06-03T00:00:00Z'), channel: 'email', topic: 'news' },
      ],
    };
    const orders = [
      { orderId: 'o1', placedAt: at('2026-05-01T00:00:00Z'), revenue: 2000 },
      { orderId: 'o2', placedAt: at('2026-06-05T00:00:00Z'), revenue: 5000 },
    ].map(({ orderId, placedAt, revenue }) => ({
      orderId,
      placedAt,
      money: { at: placedAt, rank: 0 as const, by: orderId, currency: 'EUR', revenue, discount: 0 },
    }));
    const then = rewind({ profile, orders, currency: 'EUR', at: at('2026-06-01T00:00:00Z') });
    expect(then.traits).toEqual(ana.traits);
    expect(then.consents['sms']).toEqual({});
    expect(then.computed).toMatchObject({ orders: 1, revenue: 20 });
    expect(then.pressure.map((one) => one.id)).toEqual(['m1']);
  });
});
