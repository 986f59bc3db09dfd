import { describe, expect, test } from 'vitest';

import { createStage } from '../../engine/dry-runs/stage.ts';
import { storySchema } from '../../domain/simulate/story.ts';
import { toPlay } from '../../domain/simulate/to-play.ts';
import { ana, journeyFrom, linesOf, play, send, started, workspaceWith } from './play-for-tests.ts';
import { createPlaysInMemory } from './plays-in-memory.ts';

const start = '2026-06-01T10:00';

describe('entries', () => {
  const journey = (more: Record<string, unknown>) =>
    journeyFrom({
      entry: { on: 'Checkout Started', key: '$.properties.checkout_id', ...more },
      steps: [{ id: 'pause', type: 'wait', for: '2 days' }],
    });
  const outcome = async (again: string, ...ats: readonly string[]) => {
    const events = ats.map((at) => started(at));
    const { runs, refused } = await play({ journey: journey({ again }), story: { events } });
    return [runs.length, ...refused.map((one) => one.reason)];
  };

  test('again: never, always, after exit, after a while', async () => {
    expect(await outcome('never', start, '+5 days')).toEqual([1, 'once-only']);
    expect(await outcome('always', start, '+1 hour', '+5 days')).toEqual([3]);
    expect(await outcome('after exit', start, '+1 hour', '+5 days')).toEqual([2, 'in-already']);
    expect(await outcome('after 7 days', start, '+1 day', '+5 days', '+8 days')).toEqual([
      2,
      'in-already',
      'too-soon',
    ]);
  });

  test('one run per person and key, all at once', async () => {
    const events = [started(start, 'c1'), started('+1 hour', 'c2')];
    const { runs } = await play({ journey: journey({}), story: { events } });
    expect(runs.map((run) => run.entryKey)).toEqual(['c1', 'c2']);
  });

  test('caps on entries count the people of all pages that are played together, and of no others', async () => {
    const live = workspaceWith({});
    const capped = journey({ caps: { total: 3 } });
    const stage = createStage({ live, journey: capped });
    const playPeople = createPlaysInMemory();
    const { settings } = live.published;
    const page = (from: number) =>
      [from, from + 1].map((n) => {
        const profile = { ...ana, id: `p${n}`, traits: { email: `p${n}@example.com` } };
        const story = storySchema.parse({ profile, events: [started(start, `c${n}`)] });
        const { events, ...rest } = toPlay({ settings, story });
        return { ...rest, events: events.map((event) => ({ ...event, messageId: `e${n}` })) };
      });
    const entered = async (pages: readonly number[], together?: object) => {
      const runs: number[] = [];
      for (const from of pages) {
        const played = await playPeople({ stage, people: page(from), ...(together && { together }) });
        runs.push(played.reduce((sum, one) => sum + one.runs.length, 0));
      }
      return runs;
    };
    expect(await entered([0, 2, 4], {})).toEqual([2, 1, 0]);
    expect(await entered([0, 2], {})).toEqual([2, 1]);
    expect(await entered([0, 2])).toEqual([2, 2]);
  });

  test('without a key, or where the conditions do not hold, nobody enters, and it says why', async () => {
    const where = {
      all: [{ fact: 'event', path: '$.properties.value', operator: 'greaterThan', value: 100 }],
    };
    const { runs, refused } = await play({ journey: journey({ where }) });
    expect(runs).toEqual([]);
    expect(refused).toMatchObject([
      { event: 'Checkout Started', reason: 'where', because: [{ actual: 50, held: false }] },
    ]);
    const keyless = { at: start, event: 'Checkout Started', properties: {} };
    const second = await play({ journey: journey({}), story: { events: [keyless] } });
    expect(second.refused).toMatchObject([{ reason: 'no-key' }]);
  });

  test('by joining a segment, at the very moment time makes them join', async () => {
    const lapsed = journeyFrom({ entry: { segment: 'lapsed' }, steps: [send('miss-you')] });
    const when = {
      all: [{ fact: 'profile', path: '$.computed.lastOrderAt', operator: 'olderThan', value: '90 days' }],
    };
    const workspace = { segments: [{ key: 'lapsed', name: 'Lapsed', when }] };
    const profile = { ...ana, computed: { orders: 1, lastOrderAt: '2026-05-01T08:00:00Z' } };
    const { runs, profile: after } = await play({
      journey: lapsed,
      workspace,
      story: { profile, events: [] },
    });
    expect(runs.map((run) => run.enteredAt)).toEqual([Date.parse('2026-07-30T08:00:00Z')]);
    expect(after.segments).toEqual(['lapsed']);
  });

  test('by being in a segment when it goes live, only if it says so', async () => {
    const when = { all: [{ fact: 'profile', path: '$.traits.vip', operator: 'equal', value: true }] };
    const workspace = { segments: [{ key: 'vips', name: 'VIPs', when }] };
    const profile = { ...ana, traits: { ...ana.traits, vip: true } };
    const runsOf = async (present: boolean) => {
      const journey = journeyFrom({ entry: { segment: 'vips', present }, steps: [send('hi')] });
      return (await play({ journey, workspace, story: { profile, events: [] } })).runs.length;
    };
    expect(await runsOf(true)).toBe(1);
    expect(await runsOf(false)).toBe(0);
  });

  test('by a change of an attribute from and to what it says', async () => {
    const journey = journeyFrom({
      entry: { attribute: '$.traits.plan', from: 'free', to: 'gold', again: 'always' },
      steps: [send('thanks')],
    });
    const become = (at: string, plan: string) => ({ at, event: 'identify', traits: { plan } });
    const events = [
      become('+1 hour', 'free'),
      become('+2 hours', 'gold'),
      become('+3 hours', 'gold'),
      become('+4 hours', 'silver'),
      become('+5 hours', 'gold'),
    ];
    const { runs } = await play({ journey, story: { events } });
    expect(runs.map((run) => run.enteredAt)).toEqual([Date.parse('2026-06-01T10:00:00Z')]);
  });

  test('by an anniversary, every year at the time it says', async () => {
    const journey = journeyFrom({
      entry: { date: '$.traits.birthday', yearly: true, offset: '1 calendar day before', again: 'always' },
      steps: [send('wish')],
    });
    const profile = { ...ana, traits: { ...ana.traits, birthday: '1992-02-29' } };
    const { messages } = await play({ journey, story: { profile, events: [], until: '+3 years' } });
    expect(messages.map((one) => new Date(one.at).toISOString())).toEqual([
      '2027-02-27T08:00:00.000Z',
      '2028-02-28T08:00:00.000Z',
      '2029-02-27T08:00:00.000Z',
    ]);
  });

  test('by a schedule, for who is in the audience then', async () => {
    const journey = journeyFrom({
      entry: { schedule: { every: 'week', on: ['mon'], at: '09:00' }, audience: 'readers', again: 'always' },
      steps: [send('letter')],
    });
    const when = { all: [{ fact: 'profile', path: '$.traits.reads', operator: 'equal', value: true }] };
    const workspace = { segments: [{ key: 'readers', name: 'Readers', when }] };
    const reader = { ...ana, traits: { ...ana.traits, reads: true } };
    const story = { profile: reader, events: [], until: '+15 days' };
    expect((await play({ journey, workspace, story })).messages).toHaveLength(2);
    const other = { ...story, profile: ana };
    expect((await play({ journey, workspace, story: other })).messages).toEqual([]);
  });

  test('when asked for: at the start, or when and for what the story says', async () => {
    const journey = journeyFrom({ entry: { api: true }, steps: [send('hi')] });
    expect((await play({ journey, story: { events: [] } })).runs).toMatchObject([{ entryKey: '' }]);
    const enter = [{ at: '+1 day', key: 'deal-1', properties: { amount: 5 } }];
    const { runs } = await play({ journey, story: { events: [], enter } });
    expect(runs).toMatchObject([{ entryKey: 'deal-1', enteredAt: Date.parse('2026-06-02T08:00:00Z') }]);
    expect(runs[0]?.entry?.properties).toMatchObject({ amount: 5 });
  });

  test('a journey cannot be entered by what happened before the story; that made the person what they are', async () => {
    const journey = journeyFrom({
      entry: { on: 'Order Completed' },
      steps: [
        {
          id: 'which',
          type: 'branch',
          cases: [
            {
              when: {
                all: [
                  {
                    fact: 'events',
                    params: { name: 'Order Completed', within: '30 days' },
                    path: '$.count',
                    operator: 'greaterThanInclusive',
                    value: 2,
                  },
                ],
              },
              then: [send('regular')],
            },
          ],
        },
      ],
    });
    const order = (at: string, order_id: string) => ({
      at,
      event: 'Order Completed',
      properties: { order_id, revenue: 10 },
    });
    const events = [order('2026-05-20T10:00', 'o1'), order('+1 hour', 'o2')];
    const { runs, messages, profile } = await play({ journey, story: { events } });
    expect(runs).toHaveLength(1);
    expect(messages).toMatchObject([{ step: 'regular' }]);
    expect(profile.computed).toMatchObject({ orders: 2, revenue: 20 });
  });
});

test('by joining a segment that counts an event, with that very event', async () => {
  const viewed = {
    key: 'viewed',
    name: 'Viewed',
    when: {
      all: [
        {
          fact: 'events',
          params: { name: 'Product Viewed', within: '7 days' },
          path: '$.count',
          operator: 'greaterThanInclusive',
          value: 2,
        },
      ],
    },
  };
  const journey = journeyFrom({ entry: { segment: 'viewed' }, steps: [send('mail')] });
  const events = ['2026-06-01T10:00', '+1 day'].map((at) => ({ at, event: 'Product Viewed' }));
  const simulation = await play({ journey, workspace: { segments: [viewed] }, story: { events } });
  expect(linesOf(simulation)[0]).toBe('06-02 10:00 entered');
});
