import { describe, expect, test } from 'vitest';

import { type StoredEvent, toEventFact } from '../../events/event.ts';
import { noEvents } from '../../rules/facts.ts';
import { hangsOnTraits, hearEvent, listensFor, listensFrom } from './hear-event.ts';
import { journeyOf, monday, play } from '../play-for-tests.ts';
import { readyJourney } from '../ready-journey.ts';
import type { RunState } from './run-state.ts';

const hour = 3_600_000;
const isBig = { all: [{ fact: 'event', path: '$.properties.revenue', operator: 'greaterThan', value: 10 }] };
const definition = journeyOf({
  exit: [
    { on: 'Order Completed', match: '$.properties.cart', where: isBig, outcome: 'bought' },
    { on: 'Account Closed', outcome: 'left' },
  ],
  steps: [
    {
      id: 'ask',
      type: 'wait-for',
      timeout: '2 days',
      events: [{ on: 'Link Clicked', where: isBig }, { on: 'Link Clicked' }, { on: 'Order Completed' }],
    },
    { id: 'until', type: 'wait', until: { date: '$.profile.traits.renewal' } },
  ],
});
const journey = readyJourney(definition);

const event = (
  name: string,
  properties: StoredEvent['properties'] = {},
  at = monday,
  received = at,
): StoredEvent => ({
  id: `${name}-${at}`,
  messageId: `${name}-${at}`,
  type: 'track',
  name,
  externalIds: [],
  properties,
  traits: {},
  context: {},
  timestamp: at,
  receivedAt: received,
  source: 'api',
  trust: 'server',
  backfill: false,
  tenant: 'shop',
});

const state = play({ journey: definition }).start().state();
const entry = toEventFact(event('Checkout Started'));
const hear = async (given: StoredEvent, more: Partial<RunState> = {}) => {
  const heard = await hearEvent({
    run: { id: 'r1', entryKey: 'c1', entry, enteredAt: monday, state: { ...state, ...more } },
    journey,
    event: given,
    facts: (fact) => ({
      now: monday,
      zone: 'UTC',
      profile: {},
      segments: [],
      event: fact,
      events: () => Promise.resolve(noEvents),
    }),
  });
  return heard === undefined ? undefined : [heard.exit, heard.branch];
};

describe('what an event means to a run', () => {
  test('an exit it satisfies, before any answer', async () => {
    expect(await hear(event('Order Completed', { cart: 'c1', revenue: 20 }))).toEqual([0, null]);
    expect(await hear(event('Account Closed'))).toEqual([1, null]);
  });

  test('the first event of the wait at hand whose conditions hold', async () => {
    expect(await hear(event('Link Clicked', { revenue: 20 }))).toEqual([null, 0]);
    expect(await hear(event('Link Clicked'))).toEqual([null, 1]);
    expect(await hear(event('Order Completed', { cart: 'other', revenue: 20 }))).toEqual([null, 2]);
  });

  test('nothing: another name, seen before, while frozen, after the end', async () => {
    expect(await hear(event('Product Viewed'))).toBeUndefined();
    expect(await hear(event('Account Closed'), { seen: [`Account Closed-${monday}`] })).toBeUndefined();
    expect(await hear(event('Account Closed'), { frozen: { at: monday } })).toBeUndefined();
    expect(await hear(event('Account Closed'), { outcome: 'completed' })).toBeUndefined();
  });

  test('an exit that happened before the entry counts only when a match ties it to the run, and for a day', async () => {
    const order = (age: number) =>
      event('Order Completed', { cart: 'c1', revenue: 20 }, monday - age, monday);
    expect(await hear(order(23 * hour))).toEqual([0, null]);
    expect((await hear(order(25 * hour)))?.[0]).not.toBe(0);
    expect(await hear(event('Account Closed', {}, monday - 1, monday))).toBeUndefined();
  });

  test('an answer counts from when the run came to its step, by when it arrived', async () => {
    const late = event('Link Clicked', {}, monday - 9 * hour, monday);
    expect(await hear(late)).toEqual([null, 1]);
    expect(await hear(event('Link Clicked'), { since: monday + 1 })).toBeUndefined();
  });
});

test('a run listens for its exits anywhere, and for answers where it waits for them', () => {
  expect(listensFor({ journey, state })).toEqual(['Order Completed', 'Account Closed', 'Link Clicked']);
  expect(listensFor({ journey, state: { ...state, at: 'until' } })).toEqual([
    'Order Completed',
    'Account Closed',
  ]);
  expect(listensFrom({ id: 'r1', entryKey: '', entry, enteredAt: monday, state })).toBe(monday - 24 * hour);
});

test('only a wait for a date of the profile depends on traits', () => {
  expect(hangsOnTraits({ journey, state })).toBe(false);
  const waiting = { kind: 'time', from: monday, until: monday + hour } as const;
  expect(hangsOnTraits({ journey, state: { ...state, at: 'until', waiting } })).toBe(true);
  expect(hangsOnTraits({ journey, state: { ...state, at: null, waiting } })).toBe(false);
});
