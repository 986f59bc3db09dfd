import { describe, expect, test } from 'vitest';

import { bucketOf } from '../../hash.ts';
import { journeyOf, monday, play } from '../play-for-tests.ts';

const send = (id: string) => ({ id, type: 'send', channel: 'email', message: 'hello' });
const when = { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] };
const sent = { kind: 'sent', messageId: 'm', channel: 'email' } as const;
const decided = (hit: number | null) => ({ kind: 'decided', case: hit, because: [] }) as const;

describe('branch', () => {
  const journey = journeyOf({
    steps: [
      {
        id: 'which',
        type: 'branch',
        cases: [
          { when, then: [send('gold'), send('gold-two')] },
          {
            when,
            then: [
              {
                id: 'inner',
                type: 'branch',
                cases: [{ when, then: [send('deep')] }],
                otherwise: [{ id: 'out', type: 'exit', outcome: 'gave-up' }],
              },
              send('after-inner'),
            ],
          },
        ],
        otherwise: [send('rest')],
      },
      send('last'),
    ],
  });

  test('takes the case that holds, with what made it, and comes back to the list', () => {
    const run = play({ journey }).start();
    expect(run.effect()).toEqual({ kind: 'decide', step: 'which', visit: 1 });
    const because = [
      { case: 0, fact: 'profile', path: '$.traits.plan', operator: 'equal', expected: 'gold', held: true },
    ];
    run.result({ kind: 'decided', case: 0, because });
    expect(run.said()).toEqual(['entered', 'branched which (case-0)']);
    expect(run.decisions()[1]?.detail).toEqual({ branch: 'case-0', because });
    expect(run.wants()).toBe('send gold');
    expect(run.result(sent).wants()).toBe('send gold-two');
    expect(run.result(sent).wants()).toBe('send last');
    expect(run.result(sent).wants()).toBe('done completed');
    expect(run.said().at(-1)).toBe('completed');
  });

  test('takes `otherwise` when no case holds', () => {
    const run = play({ journey }).start().result(decided(null));
    expect(run.said()).toContain('branched which (otherwise)');
    expect(run.wants()).toBe('send rest');
  });

  test('goes on with the list when no case holds and there is no `otherwise`', () => {
    const bare = journeyOf({
      steps: [{ id: 'which', type: 'branch', cases: [{ when, then: [send('gold')] }] }, send('last')],
    });
    expect(play({ journey: bare }).start().result(decided(null)).wants()).toBe('send last');
  });

  test('branches within branches come back to the list they stand in', () => {
    const run = play({ journey }).start().result(decided(1)).result(decided(0));
    expect(run.wants()).toBe('send deep');
    expect(run.result(sent).wants()).toBe('send after-inner');
    expect(run.result(sent).wants()).toBe('send last');
  });

  test('an exit step ends the run with its outcome, however deep it stands', () => {
    const run = play({ journey }).start().result(decided(1)).result(decided(null));
    expect(run.said().at(-1)).toBe('exited out (exit-step)');
    expect(run.wants()).toBe('done gave-up');
  });
});

const arms = (type: 'split' | 'experiment') =>
  journeyOf({
    steps: [
      {
        id: 'draw',
        type,
        arms: [
          { name: 'a', weight: 1, then: [send('to-a')] },
          { name: 'b', weight: 3, then: [send('to-b')], ...(type === 'experiment' ? { control: true } : {}) },
        ],
        ...(type === 'experiment' ? { metric: { on: 'Order Completed', within: '7 days' } } : {}),
      },
      send('last'),
    ],
  });

describe('split', () => {
  test('draws each person into one arm, always the same, in the given proportion', () => {
    const counts = { a: 0, b: 0 };
    for (let n = 0; n < 2000; n += 1) {
      const facts = { profileId: `p${n}` };
      const first = play({ journey: arms('split'), facts }).start();
      const again = play({ journey: arms('split'), facts, now: monday + n }).start();
      expect(again.wants()).toBe(first.wants());
      counts[first.wants() === 'send to-a' ? 'a' : 'b'] += 1;
    }
    expect(counts.a / 2000).toBeGreaterThan(0.22);
    expect(counts.a / 2000).toBeLessThan(0.28);
  });

  test('draws again for each step and each journey', () => {
    const drawn = (key: string, id: string, n: number): boolean =>
      bucketOf({ salt: `${key}:${id}`, profileId: `p${n}` }) < 0.25;
    for (const [key, n] of Array.from({ length: 40 }, (_p, n) => ['test', n] as const)) {
      const run = play({ journey: arms('split'), facts: { profileId: `p${n}` } }).start();
      expect(run.wants()).toBe(drawn(key, 'draw', n) ? 'send to-a' : 'send to-b');
    }
    const both = Array.from(
      { length: 400 },
      (_p, n) => drawn('test', 'draw', n) === drawn('other', 'draw', n),
    );
    expect(both.filter(Boolean).length, 'independent draws agree in 10 of 16 cases').toBeLessThan(300);
  });

  test('says which arm was drawn', () => {
    const run = play({ journey: arms('split') }).start();
    expect(run.said()).toContain('branched draw (drawn)');
    expect(run.decisions()[1]?.detail).toEqual({ branch: run.wants().replace('send to-', 'arm-') });
  });
});

describe('experiment', () => {
  test('exposes a person to the arm a split of the same weights would draw, and keeps it', () => {
    const run = play({ journey: arms('experiment') }).start();
    const drawn = play({ journey: arms('split') })
      .start()
      .wants()
      .replace('send to-', '');
    expect(run.effect()).toEqual({ kind: 'expose', step: 'draw', visit: 1, arm: drawn });
    run.result({ kind: 'done', output: { arm: 'a' } });
    expect(run.said()).toEqual(['entered', 'branched draw (exposed)']);
    expect(run.state().steps['draw']).toEqual({ arm: 'a' });
    expect(run.wants(), 'the arm that was recorded, such as the winner').toBe('send to-a');
    expect(run.result(sent).wants()).toBe('send last');
  });

  test('an arm that is not there goes on with the list', () => {
    const run = play({ journey: arms('experiment') }).start();
    expect(run.result({ kind: 'done', output: { arm: 'gone' } }).wants()).toBe('send last');
  });
});

describe('holdout', () => {
  const held = journeyOf({ holdout: 30, steps: [send('mail')] });

  test('keeps its share of people out, always the same, with the reason', () => {
    const runs = Array.from({ length: 1000 }, (_p, n) => {
      const facts = { profileId: `p${n}` };
      const run = play({ journey: held, facts }).start();
      expect(play({ journey: held, facts }).start().wants()).toBe(run.wants());
      return run;
    });
    const heldOut = runs.filter((run) => run.wants() === 'done held-out');
    for (const run of heldOut) expect(run.said()).toEqual(['held-out (journey-holdout)']);
    const out = heldOut.length;
    expect(out / 1000).toBeGreaterThan(0.25);
    expect(out / 1000).toBeLessThan(0.35);
  });

  test('nobody is held out without one', () => {
    const journey = journeyOf({ steps: [send('mail')] });
    for (let n = 0; n < 200; n += 1) {
      expect(
        play({ journey, facts: { profileId: `p${n}` } })
          .start()
          .wants(),
      ).toBe('send mail');
    }
  });

  test('those the tenant holds out of all marketing get nothing', () => {
    const run = play({
      journey: journeyOf({ steps: [send('mail')] }),
      facts: { globalHoldout: true },
    }).start();
    expect(run.said()).toEqual(['held-out (global-holdout)']);
    expect(run.wants()).toBe('done held-out');
  });

  test('a service journey is no marketing: the tenant-wide holdout leaves it alone', () => {
    const journey = journeyOf({ stage: 'service', steps: [send('receipt')] });
    expect(
      play({ journey, facts: { globalHoldout: true } })
        .start()
        .wants(),
    ).toBe('send receipt');
  });
});

describe('repeat', () => {
  const loop = (more: Record<string, unknown>, ...steps: readonly Record<string, unknown>[]) =>
    journeyOf({ steps: [{ id: 'loop', type: 'repeat', steps, ...more }, send('last')] });

  test('does its rounds and no more; each is a new visit', () => {
    const run = play({ journey: loop({ atMost: 3 }, send('mail')) }).start();
    const visits: unknown[] = [];
    for (let n = 0; n < 3; n += 1) {
      visits.push(run.effect());
      run.result(sent);
    }
    expect(visits).toEqual([
      { kind: 'send', step: 'mail', visit: 1 },
      { kind: 'send', step: 'mail', visit: 2 },
      { kind: 'send', step: 'mail', visit: 3 },
    ]);
    expect(run.wants()).toBe('send last');
    expect(run.state().rounds).toEqual({});
  });

  test('asks before each round whether `while` still holds, and ends when it does not', () => {
    const run = play({ journey: loop({ atMost: 3, while: when }, send('mail')) }).start();
    expect(run.wants()).toBe('decide loop');
    expect(run.result(decided(0)).wants()).toBe('send mail');
    expect(run.result(sent).wants()).toBe('decide loop');
    expect(run.effect()?.visit).toBe(2);
    expect(run.result(decided(null)).wants()).toBe('send last');
    expect(run.state().rounds).toEqual({});
  });

  test('says each round it begins, and why it goes on', () => {
    const because = [{ case: 0, fact: 'now', operator: 'before', expected: 1, held: false }];
    const asking = play({ journey: loop({ atMost: 3, while: when }, send('mail')) }).start();
    asking.result(decided(0)).result(sent).result({ kind: 'decided', case: null, because });
    const ofLoop = (run: typeof asking) => run.decisions().filter(({ step }) => step === 'loop');
    expect(ofLoop(asking)).toMatchObject([
      { kind: 'round', visit: 1, detail: { round: 1 } },
      { kind: 'rounds-over', visit: 2, reason: 'while', detail: { rounds: 1, because } },
    ]);
    const counting = play({ journey: loop({ atMost: 2 }, send('mail')) }).start();
    counting.result(sent).result(sent);
    expect(ofLoop(counting)).toMatchObject([
      { kind: 'round', visit: 1, detail: { round: 1 } },
      { kind: 'round', visit: 2, detail: { round: 2 } },
      { kind: 'rounds-over', visit: 3, reason: 'all-rounds', detail: { rounds: 2 } },
    ]);
  });

  test('no round at all when `while` does not hold at first', () => {
    const run = play({ journey: loop({ atMost: 3, while: when }, send('mail')) }).start();
    expect(run.result(decided(null)).wants()).toBe('send last');
  });

  test('the bound holds also while `while` does', () => {
    const run = play({ journey: loop({ atMost: 2, while: when }, send('mail')) }).start();
    run.result(decided(0)).result(sent).result(decided(0)).result(sent);
    expect(run.wants()).toBe('send last');
  });

  test('a loop within a loop begins again in each round', () => {
    const inner = { id: 'inner', type: 'repeat', atMost: 2, steps: [send('mail')] };
    const run = play({ journey: loop({ atMost: 2 }, inner, send('tail')) }).start();
    const wanted: string[] = [];
    while (run.effect() !== undefined) {
      wanted.push(run.wants().replace('send ', ''));
      run.result(sent);
    }
    expect(wanted).toEqual(['mail', 'mail', 'tail', 'mail', 'mail', 'tail', 'last']);
  });

  test('an exit within a round ends the run, a branch within it comes back to the loop', () => {
    const branch = {
      id: 'which',
      type: 'branch',
      cases: [{ when, then: [send('mail')] }],
      otherwise: [{ id: 'out', type: 'exit' }],
    };
    const run = play({ journey: loop({ atMost: 5 }, branch) }).start();
    run.result(decided(0)).result(sent);
    expect(run.wants()).toBe('decide which');
    expect(run.result(decided(null)).wants()).toBe('done exited');
  });

  test('rounds that have nothing to wait for end too, and never overflow', () => {
    const nothing = {
      id: 'draw',
      type: 'split',
      arms: [
        { name: 'a', weight: 1, then: [] },
        { name: 'b', weight: 1, then: [] },
      ],
    };
    const once = play({ journey: loop({ atMost: 100 }, nothing) }).start();
    expect(once.wants()).toBe('send last');
    expect(once.state().visits['draw']).toBe(100);

    const nested = (depth: number): Record<string, unknown> =>
      depth === 0
        ? nothing
        : { id: `loop-${depth}`, type: 'repeat', atMost: 100, steps: [nested(depth - 1)] };
    const endless = play({ journey: loop({ atMost: 100 }, nested(4)) }).start();
    expect(endless.wants()).toBe('done broken');
    expect(endless.said().at(-1)).toMatch(/^exited .* \(never-rests\)$/);
  });

  test('a round without steps ends too', () => {
    const journey = journeyOf({
      steps: [{ id: 'loop', type: 'repeat', atMost: 100, steps: [] }, send('last')],
    });
    expect(play({ journey }).start().wants()).toBe('send last');
  });
});
