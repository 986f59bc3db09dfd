import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { reachOf } from '../../domain/events/event.ts';
import { randomJourneys } from '../../domain/journey/random-journeys-for-tests.ts';
import { toProfile } from '../../domain/simulate/story.ts';
import { ana, journeyFrom, simulate, type ToldPlay, workspaceWith } from './play-for-tests.ts';
import type { SimulatedEvent, Simulation } from '../../domain/simulate/simulation.ts';

const runs = 40;
const start = Date.parse('2026-06-01T08:00:00Z');
const day = 86_400_000;

const names = [
  'Checkout Started',
  'Checkout Started',
  'Link Clicked',
  'Product Viewed',
  'Order Completed',
  'Account Closed',
  'Unsubscribed',
  'identify',
] as const;

const events: fc.Arbitrary<readonly SimulatedEvent[]> = fc
  .array(
    fc.record({
      name: fc.constantFrom(...names),
      at: fc.integer({ min: -10 * day, max: 40 * day }),
      late: fc.constantFrom(0, 0, 0, 3_600_000, 5 * day, -2 * day),
      checkout: fc.constantFrom('c1', 'c2'),
      zone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'no zone'),
      renewal: fc.constantFrom('2026-06-10', '2026-07-20T10:00:00Z'),
    }),
    { maxLength: 12 },
  )
  .map((given) =>
    given.map(({ name, at, late, checkout, zone, renewal }, n) => ({
      id: `e${n}`,
      messageId: `e${n}`,
      type: name === 'identify' ? ('identify' as const) : ('track' as const),
      name,
      externalIds: [],
      properties: {
        checkout_id: checkout,
        order_id: `o${n % 3}`,
        revenue: 20 + n,
        value: 50,
        delivery: renewal,
      },
      traits: name === 'identify' ? { timezone: zone, renewal } : {},
      context: {},
      timestamp: start + at - late,
      receivedAt: start + at,
      source: 'test',
      trust: 'server',
      backfill: false,
      tenant: 'shop',
      about: 's1',
    })),
  );

const stories: fc.Arbitrary<ToldPlay> = fc
  .record({
    json: randomJourneys,
    events,
    seed: fc.constantFrom('one', 'two'),
    isQuiet: fc.boolean(),
    caps: fc.constantFrom([], [{ max: 1, within: '2 days' }], [{ max: 2, within: '1 month' }]),
    tasks: fc.constantFrom({}, { s1: { after: '1 hour' }, s2: { after: '2 days' } }),
  })
  .map(({ json, events, seed, isQuiet, caps, tasks }) => ({
    journey: journeyFrom({ steps: [], ...json }),
    live: workspaceWith({
      settings: { caps, quietHours: isQuiet ? [{ from: '21:00', to: '08:00' }] : [] },
    }),
    profile: toProfile({
      person: { ...ana, consents: { email: { '*': 'granted' } } },
      tenant: 'shop',
      start,
    }),
    events,
    start,
    seed,
    tasks,
  }));

const always = async (check: (input: ToldPlay, simulation: Simulation) => void): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(stories, async (input) => check(input, await simulate(input))),
    { numRuns: runs },
  );
};

describe('whatever journey is played, by whatever story', () => {
  test('the same story comes out the same', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (input) => {
        expect(await simulate(input)).toEqual(await simulate(input));
      }),
      { numRuns: runs },
    );
  });

  test('it ends, and every run waits or has ended with an outcome', async () => {
    await always((_input, simulation) => {
      expect(simulation.isCut).toBe(false);
      for (const run of simulation.runs) {
        expect(run.outcome === null).toBe(run.waiting !== null);
        if (run.waiting !== null) expect(run.waiting.until, 'only a task nobody does').toBeNull();
      }
    });
  });

  test('time never goes backward', async () => {
    await always(({ start: begin }, { runs: all, messages, end }) => {
      const forward = (ats: readonly number[]): void => expect(ats).toEqual(ats.toSorted((a, b) => a - b));
      for (const run of all) {
        forward([begin, run.enteredAt, ...run.timeline.map((item) => item.at), Math.max(end, run.enteredAt)]);
      }
      forward(messages.map((one) => one.at));
      forward(all.map((run) => run.enteredAt));
    });
  });

  test('one run goes on per key at a time, unless people may enter always', async () => {
    await fc.assert(
      fc.asyncProperty(
        stories,
        fc.constantFrom('never', 'after exit', 'after 3 days'),
        async (input, again) => {
          const { entry } = input.journey;
          const { runs: all } = await simulate({
            ...input,
            journey: { ...input.journey, entry: { ...entry, again } },
          });
          for (const [index, run] of all.entries()) {
            const before = all.slice(0, index).filter((one) => one.entryKey === run.entryKey);
            if (again === 'never') expect(before).toEqual([]);
            for (const one of before) {
              const ended = one.timeline.findLast((item) => item.kind !== 'converted')?.at ?? 0;
              expect(one.outcome).not.toBeNull();
              expect(ended).toBeLessThanOrEqual(run.enteredAt);
            }
          }
        },
      ),
      { numRuns: runs },
    );
  });

  test('every message has an id of its own, and is told in the timeline of its run', async () => {
    await always((_input, { runs: all, messages }) => {
      expect(new Set(messages.map((one) => one.messageId)).size).toBe(messages.length);
      const told = all.flatMap((run) => run.timeline.flatMap((item) => item.message ?? []));
      expect(
        told
          .toSorted((a, b) => a.at - b.at)
          .map((one) => one.messageId)
          .toSorted(),
      ).toEqual(messages.map((one) => one.messageId).toSorted());
    });
  });

  test('nobody who unsubscribed gets marketing, and no cap is ever broken', async () => {
    await always(
      (
        {
          events: all,
          live: {
            published: { settings },
          },
        },
        { messages },
      ) => {
        const no = all
          .filter((event) => event.name === 'Unsubscribed' && reachOf(event) !== 'quarantined')
          .map((event) => event.receivedAt);
        for (const message of messages) expect(Math.min(Infinity, ...no)).toBeGreaterThanOrEqual(message.at);
        const [cap] = settings.caps;
        if (cap?.within !== '2 days') return;
        for (const [index, message] of messages.entries()) {
          const before = messages[index - cap.max];
          if (before !== undefined) expect(message.at - before.at).toBeGreaterThanOrEqual(2 * day);
        }
      },
    );
  });

  test('an exit event ends a run at the very instant it comes', async () => {
    await always(({ events: all }, { runs: played }) => {
      const exits = all.filter((event) => event.name === 'Account Closed' && reachOf(event) === 'fires');
      for (const run of played) {
        const entered = Date.parse(run.entry?.timestamp ?? '');
        const ends = exits
          .filter((event) => event.receivedAt > run.enteredAt && event.timestamp >= entered)
          .map((event) => event.receivedAt);
        const last = run.timeline.findLast((item) => item.kind !== 'converted');
        if (ends.length > 0) expect(last?.at).toBeLessThanOrEqual(Math.min(...ends));
      }
    });
  });
});
