import { describe, expect, test } from 'vitest';

import { ana, journeyFrom, linesOf, play, send, started } from './simulate-for-tests.ts';

const think = { id: 'think', type: 'wait', for: '1 hour' };
const isGold = { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] };
const start = '2026-06-01T10:00';

describe('a simulation', () => {
  test('plays a run to its end at once, every step with its time and reason', async () => {
    const journey = journeyFrom({
      goal: {
        on: 'Order Completed',
        within: '14 days',
        value: '$.properties.revenue',
        match: '$.properties.checkout_id',
      },
      exit: [{ on: 'Order Completed', match: '$.properties.checkout_id', outcome: 'bought' }],
      steps: [think, send('remind'), { id: 'rest', type: 'wait', for: '30 days' }, send('last')],
    });
    const bought = {
      at: '+3 days',
      event: 'Order Completed',
      properties: { order_id: 'o1', checkout_id: 'c1', revenue: 49.9 },
    };
    const simulation = await play({ journey, story: { events: [started(start), bought] } });
    expect(linesOf(simulation)).toEqual([
      '06-01 10:00 entered',
      '06-01 10:00 waiting think (duration)',
      '06-01 11:00 waited think',
      '06-01 11:00 sent remind',
      '06-01 11:00 waiting rest (duration)',
      '06-04 10:00 converted rest (goal)',
      '06-04 10:00 exited rest (event)',
    ]);
    expect(simulation.runs[0]).toMatchObject({
      entryKey: 'c1',
      outcome: 'bought',
      converted: true,
      value: 49.9,
      waiting: null,
    });
    expect(simulation.messages).toMatchObject([{ step: 'remind', message: 'hello', to: 'ana@example.com' }]);
    expect(simulation.runs[0]?.timeline[3]?.message).toBe(simulation.messages[0]);
    expect(simulation.profile.computed).toMatchObject({ orders: 1, revenue: 49.9 });
  });

  test('an order of another cart ends nothing', async () => {
    const journey = journeyFrom({
      exit: [{ on: 'Order Completed', match: '$.properties.checkout_id' }],
      steps: [think, send('remind')],
    });
    const other = { at: '+30 minutes', event: 'Order Completed', properties: { checkout_id: 'c2' } };
    const simulation = await play({ journey, story: { events: [started(start), other] } });
    expect(simulation.runs[0]?.outcome).toBe('completed');
  });

  test('takes a year of waits without waiting', async () => {
    const steps = Array.from({ length: 12 }, (_m, n) => [
      { id: `wait-${n}`, type: 'wait', for: '1 month' },
      send(`mail-${n}`),
    ]).flat();
    const simulation = await play({ journey: journeyFrom({ steps }) });
    expect(simulation.messages).toHaveLength(12);
    expect(simulation.messages.at(-1)?.at).toBe(Date.parse('2027-06-01T08:00:00Z'));
  });

  test('stops where it is told to, and tells what still waits', async () => {
    const journey = journeyFrom({ steps: [{ id: 'long', type: 'wait', for: '30 days' }, send('mail')] });
    const simulation = await play({ journey, story: { until: '+10 days' } });
    expect(simulation.runs[0]).toMatchObject({
      outcome: null,
      waiting: { step: 'long', until: Date.parse('2026-07-01T08:00:00Z') },
    });
    expect(simulation.isCut).toBe(false);
  });
});

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
    const story = { profile: { ...ana, segments: ['readers'] }, events: [], until: '+15 days' };
    expect((await play({ journey, story })).messages).toHaveLength(2);
    expect((await play({ journey, story: { ...story, profile: ana } })).messages).toEqual([]);
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

describe('wait-for', () => {
  const journey = journeyFrom({
    steps: [
      send('remind'),
      {
        id: 'answer',
        type: 'wait-for',
        timeout: '2 days',
        events: [{ on: 'Link Clicked', match: 'remind', then: [send('thanks')] }],
        otherwise: [send('nudge')],
      },
    ],
  });

  test('hears a click on the message of this run, found by its step', async () => {
    const events = [started(start), { at: '+5 hours', event: 'Link Clicked', about: 'remind' }];
    const { messages } = await play({ journey, story: { events } });
    expect(messages.map((one) => one.step)).toEqual(['remind', 'thanks']);
  });

  test('does not hear a click on another message', async () => {
    const click = { at: '+5 hours', event: 'Link Clicked', properties: { message_id: 'other' } };
    const { messages } = await play({ journey, story: { events: [started(start), click] } });
    expect(messages.map((one) => one.step)).toEqual(['remind', 'nudge']);
  });

  test('an event just before it began to wait counts, one before its step does not', async () => {
    const journey = journeyFrom({
      steps: [think, { id: 'seen', type: 'wait-for', timeout: '1 day', events: [{ on: 'Product Viewed' }] }],
    });
    const viewed = (at: string) =>
      play({ journey, story: { events: [started(start), { at, event: 'Product Viewed' }] } });
    expect(linesOf(await viewed('+30 minutes'))).toContain('06-02 11:00 timed-out seen');
    expect(linesOf(await viewed('+1 hour')), 'at that very instant').toContain(
      '06-01 11:00 heard seen (event)',
    );
  });
});

describe('the gate', () => {
  const twice = journeyFrom({
    steps: [send('one'), { id: 'pause', type: 'wait', for: '1 day' }, send('two')],
  });
  const settings = {
    caps: [{ max: 1, within: '7 days' }],
    quietHours: [{ from: '22:00', to: '09:00' }],
  };

  test('holds what a cap or quiet hours hold, until there is room', async () => {
    const simulation = await play({ journey: twice, workspace: { settings } });
    expect(linesOf(simulation).filter((line) => line.includes('two'))).toEqual([
      '06-02 10:00 deferred two (capped)',
      '06-08 10:00 sent two',
    ]);
    const night = await play({
      journey: twice,
      workspace: { settings },
      story: { events: [started('+13 hours')] },
    });
    const [held, sent] = linesOf(night).filter((line) => line.includes('one'));
    expect(held).toBe('06-01 23:00 deferred one (quiet-hours)');
    expect(sent).toMatch(/^06-02 09:[01]\d sent one$/);
  });

  test('sends nothing without consent, an address, or with the address suppressed; a receipt always', async () => {
    const reasons = async (profile: unknown, more: Record<string, unknown> = {}) =>
      linesOf(
        await play({ journey: journeyFrom({ steps: [send('mail')] }), story: { profile, ...more } }),
      )[1];
    expect(await reasons({ traits: ana.traits })).toContain('skipped mail (no-consent)');
    expect(await reasons({ consents: ana.consents })).toContain('skipped mail (no-address)');
    expect(await reasons(ana, { suppressed: ['email'] })).toContain('skipped mail (suppressed)');
    expect(await reasons({ ...ana, restricted: true })).toContain('skipped mail (restricted)');
    const receipt = journeyFrom({ steps: [send('mail', { message: 'receipt' })] });
    const { messages } = await play({ journey: receipt, story: { profile: { traits: ana.traits } } });
    expect(messages).toHaveLength(1);
  });

  test('a hard bounce and an unsubscription in the story stop what follows', async () => {
    for (const event of [
      { at: '+1 hour', event: 'Email Bounced', about: 'one' },
      { at: '+1 hour', event: 'Unsubscribed' },
    ]) {
      const { messages } = await play({ journey: twice, story: { events: [started(start), event] } });
      expect(messages.map((one) => one.step)).toEqual(['one']);
    }
  });

  test('looks right before sending whether the person is still eligible', async () => {
    const journey = journeyFrom({ steps: [think, send('mail', { when: isGold })] });
    const gold = { at: '+30 minutes', event: 'identify', traits: { plan: 'gold' } };
    expect((await play({ journey })).messages).toEqual([]);
    expect((await play({ journey, story: { events: [started(start), gold] } })).messages).toHaveLength(1);
  });

  test('falls back to the next channel', async () => {
    const journey = journeyFrom({
      steps: [send('mail', { fallback: ['sms'], messages: { sms: 'text' } })],
    });
    const profile = { traits: { phone: '+34600112233' }, consents: { sms: { '*': 'granted' } } };
    const { messages } = await play({ journey, story: { profile } });
    expect(messages).toMatchObject([{ channel: 'sms', message: 'text', to: '+34600112233' }]);
  });

  test('a message that misses something is skipped or held, as it says, and never forever', async () => {
    const skip = await play({ journey: journeyFrom({ steps: [send('mail', { message: 'needy' })] }) });
    expect(linesOf(skip)[1]).toContain('skipped mail (missing-variable)');
    const hold = journeyFrom({ steps: [send('mail', { message: 'holding' })] });
    const held = await play({ journey: hold, story: { until: '+5 hours' } });
    expect(linesOf(held).filter((line) => line.includes('deferred'))).toHaveLength(6);
    expect(held.isCut).toBe(false);
    const forever = await play({ journey: hold });
    expect(forever.isCut).toBe(true);
    expect(forever.runs[0]?.outcome).toBeNull();
  });

  test('a message or offer that is not in the workspace is told, as live', async () => {
    const journey = journeyFrom({
      steps: [send('mail', { message: 'gone' }), { id: 'gift', type: 'offer', offer: 'gone' }],
    });
    expect(linesOf(await play({ journey })).slice(1)).toEqual([
      '06-01 10:00 failed mail (no-such-message)',
      '06-01 10:00 none gift (no-such-offer)',
      '06-01 10:00 completed',
    ]);
  });
});

describe('what steps do', () => {
  test('update, score and points change the person, and later steps see it', async () => {
    const journey = journeyFrom({
      steps: [
        {
          id: 'set',
          type: 'update',
          set: { plan: 'gold', cart: '{{entry.properties.value}}' },
          tags: { add: ['vip'] },
          increment: { visits: 2 },
          stage: 'customer',
        },
        { id: 'score', type: 'score', kind: 'engagement', by: 5 },
        { id: 'points', type: 'points', by: 10, reason: 'a present' },
        {
          id: 'which',
          type: 'branch',
          cases: [{ when: isGold, then: [send('gold')] }],
          otherwise: [send('rest')],
        },
      ],
    });
    const { profile, messages } = await play({ journey });
    expect(profile).toMatchObject({
      traits: { plan: 'gold', cart: 50, visits: 2 },
      tags: ['vip'],
      stage: 'customer',
      scores: { engagement: 5 },
      points: 10,
    });
    expect(messages).toMatchObject([{ step: 'gold' }]);
  });

  test('an offer gives a code, always the same, within what one person may get', async () => {
    const offer = (id: string) => ({ id, type: 'offer', offer: 'ten-percent' });
    const journey = journeyFrom({
      steps: [
        offer('one'),
        offer('two'),
        offer('three'),
        { id: 'until', type: 'wait', until: { date: '$.steps.one.expiresAt', offset: '1 day before' } },
        send('last'),
      ],
    });
    const simulation = await play({ journey });
    const { one, two } = simulation.runs[0]?.steps ?? {};
    expect(one).toMatchObject({
      kind: 'percentage',
      value: 10,
      currency: 'EUR',
      expiresAt: '2026-06-08T08:00:00.000Z',
    });
    expect(one).not.toEqual(two);
    expect(linesOf(simulation)).toContain('06-01 10:00 none three (per-person-limit)');
    expect(linesOf(simulation)).toContain('06-07 10:00 sent last');
    expect((await play({ journey })).runs[0]?.steps['one']).toEqual(one);
  });

  test('a recommendation goes with what was bought and is not owned yet', async () => {
    const journey = journeyFrom({
      steps: [
        { id: 'pick', type: 'recommend', otherwise: [{ id: 'none', type: 'exit', outcome: 'nothing' }] },
        send('mail'),
      ],
    });
    const events = [
      { ...started(start), properties: { checkout_id: 'c1', products: [{ product_id: 'pot' }] } },
    ];
    const simulation = await play({ journey, story: { events } });
    expect(simulation.runs[0]?.steps['pick']).toMatchObject({ product_id: 'cup', title: 'Cup' });
    const owner = { ...ana, computed: { orders: 1, products: ['cup'] } };
    const owned = await play({ journey, story: { profile: owner, events } });
    expect(owned.runs[0]?.outcome).toBe('nothing');
  });

  test('actions and tasks give what the story says', async () => {
    const journey = journeyFrom({
      steps: [
        {
          id: 'deal',
          type: 'action',
          plugin: 'crm',
          action: 'create-deal',
          input: { who: '{{profile.traits.email}}' },
        },
        {
          id: 'call',
          type: 'task',
          title: 'Call {{profile.traits.firstName}}',
          wait: true,
          timeout: '5 days',
        },
        send('mail'),
      ],
    });
    const story = {
      results: { deal: { id: 'd1' } },
      tasks: { call: { after: '3 hours', output: 'reached' } },
    };
    const simulation = await play({ journey, story });
    expect(simulation.runs[0]?.steps).toMatchObject({ deal: { id: 'd1' }, call: 'reached' });
    expect(linesOf(simulation)).toContain('06-01 13:00 heard call (task-done)');
    const plain = await play({ journey, story: { tasks: { call: { after: '1 hour' } } } });
    // As the engine has it, when nobody says more.
    expect(plain.runs[0]?.steps).toMatchObject({ call: { outcome: 'done' } });
    expect(linesOf(await play({ journey }))).toContain('06-06 10:00 timed-out call');
  });

  test('a date that is changed in the story moves the wait that hangs on it', async () => {
    const until = { date: '$.profile.traits.renewal', offset: '1 day before' };
    const journey = journeyFrom({ steps: [{ id: 'until', type: 'wait', until }, send('mail')] });
    const profile = { ...ana, traits: { ...ana.traits, renewal: '2026-06-20T08:00:00Z' } };
    const change = { at: '+2 days', event: 'identify', traits: { renewal: '2026-06-10T08:00:00Z' } };
    const { messages } = await play({ journey, story: { profile, events: [started(start), change] } });
    expect(messages[0]?.at).toBe(Date.parse('2026-06-09T08:00:00Z'));
  });
});

describe('chosen outcomes', () => {
  const journey = journeyFrom({
    steps: [
      {
        id: 'which',
        type: 'branch',
        cases: [{ when: isGold, then: [send('gold')] }],
        otherwise: [send('rest')],
      },
      {
        id: 'ask',
        type: 'wait-for',
        timeout: '2 days',
        events: [{ on: 'Link Clicked', then: [send('clicked')] }],
        otherwise: [send('silent')],
      },
      {
        id: 'draw',
        type: 'split',
        arms: [
          { name: 'a', weight: 1, then: [send('to-a')] },
          { name: 'b', weight: 99, then: [send('to-b')] },
        ],
      },
      { id: 'gift', type: 'offer', offer: 'ten-percent', otherwise: [send('no-gift')] },
      { id: 'deal', type: 'action', plugin: 'crm', action: 'create', onFailure: [send('failed')] },
      { id: 'call', type: 'task', title: 'Call', wait: true, timeout: '1 day' },
      { id: 'loop', type: 'repeat', atMost: 3, while: isGold, steps: [send('round')] },
    ],
  });
  const path = async (choose?: Record<string, string>) => {
    const story = choose === undefined ? {} : { choose };
    return (await play({ journey, story })).messages.map((one) => one.step);
  };

  test('are taken whatever the facts say', async () => {
    expect(await path()).toEqual(['rest', 'silent', 'to-b']);
    const choose = {
      which: 'case-0',
      ask: 'event-0',
      draw: 'a',
      gift: 'otherwise',
      deal: 'failure',
      call: 'done',
      loop: 'round',
    };
    expect(await path(choose)).toEqual([
      'gold',
      'clicked',
      'to-a',
      'no-gift',
      'failed',
      'round',
      'round',
      'round',
    ]);
  });

  test('are marked as chosen', async () => {
    const { runs } = await play({ journey, story: { choose: { which: 'case-0', draw: 'a' } } });
    const chosen = runs[0]?.timeline.filter((item) => item.chosen).map((item) => item.step);
    expect(chosen).toEqual(['which', 'draw']);
  });

  test('that there are not are refused with what there is', async () => {
    await expect(path({ whic: 'case-0' })).rejects.toThrow('There is no step `whic`. Did you mean `which`?');
    await expect(path({ which: 'case-7' })).rejects.toThrow('`which` has no outcome `case-7`.');
    await expect(path({ gold: 'sent' })).rejects.toThrow('`gold` has no outcome `sent`.');
  });
});

describe('chance', () => {
  const journey = journeyFrom({
    steps: [
      {
        id: 'draw',
        type: 'split',
        arms: [
          { name: 'a', weight: 1, then: [send('to-a')] },
          { name: 'b', weight: 1, then: [send('to-b')] },
        ],
      },
    ],
  });

  test('draws a person as live, and another seed as another person', async () => {
    const arms = await Promise.all(
      Array.from({ length: 40 }, async (_p, n) => {
        const { messages } = await play({ journey, story: { profile: { ...ana, id: `p${n}` } } });
        return messages[0]?.step;
      }),
    );
    expect(new Set(arms)).toEqual(new Set(['to-a', 'to-b']));
  });

  test('holds nobody out, unless it is asked to', async () => {
    const held = journeyFrom({ holdout: 50, steps: [send('mail')] });
    const runs = async (holdout: boolean) => {
      const all = await Promise.all(
        Array.from({ length: 30 }, (_p, n) =>
          play({ journey: held, story: { holdout, profile: { ...ana, id: `p${n}` } } }),
        ),
      );
      return all.filter((one) => one.runs[0]?.outcome === 'held-out').length;
    };
    expect(await runs(false)).toBe(0);
    expect(await runs(true)).toBeGreaterThan(5);
  });
});
