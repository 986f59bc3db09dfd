import { describe, expect, test } from 'vitest';

import { journeyFrom, play, send } from './play-for-tests.ts';

const isGold = { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] };

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
