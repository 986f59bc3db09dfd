import { describe, expect, test } from 'vitest';

import { ana, journeyFrom, linesOf, play, send, started } from './play-for-tests.ts';

const isGold = { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] };
const start = '2026-06-01T10:00';

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
    expect(simulation.runs[0]?.steps).toMatchObject({ deal: { id: 'd1' }, call: { outcome: 'reached' } });
    expect(linesOf(simulation)).toContain('06-01 13:00 heard call (task-done)');
    const plain = await play({ journey, story: { tasks: { call: { after: '1 hour' } } } });
    // As the engine has it, when nobody says more.
    expect(plain.runs[0]?.steps).toMatchObject({ call: { outcome: 'done' } });
    expect(linesOf(await play({ journey }))).toContain('06-06 10:00 timed-out call');
  });

  test('a date that is changed in the story moves the wait that depends on it', async () => {
    const until = { date: '$.profile.traits.renewal', offset: '1 day before' };
    const journey = journeyFrom({ steps: [{ id: 'until', type: 'wait', until }, send('mail')] });
    const profile = { ...ana, traits: { ...ana.traits, renewal: '2026-06-20T08:00:00Z' } };
    const change = { at: '+2 days', event: 'identify', traits: { renewal: '2026-06-10T08:00:00Z' } };
    const { messages } = await play({ journey, story: { profile, events: [started(start), change] } });
    expect(messages[0]?.at).toBe(Date.parse('2026-06-09T08:00:00Z'));
  });
});
