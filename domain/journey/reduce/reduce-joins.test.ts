import { describe, expect, test } from 'vitest';

import { checkMoves } from '../checks/check-moves.ts';
import { crossing } from '../crossing.ts';
import { toGraph } from '../graph.ts';
import { journeyOf, play } from '../play-for-tests.ts';

const wait = (id: string) => ({ id, type: 'wait', for: '1 day' });
const goTo = (id: string, to: string) => ({ id, type: 'go-to', to });
const when = {
  all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThan', value: 0 }],
};
const fork = (then: readonly object[], otherwise: readonly object[] = []) => ({
  id: 'fork',
  type: 'branch',
  cases: [{ when, then }],
  otherwise,
});
const decided = (hit: number | null) => ({ kind: 'decided', case: hit, because: [] }) as const;

describe('a branch that goes on with a later step by its name', () => {
  const journey = journeyOf({
    steps: [fork([goTo('on', 'thanks')], [wait('else')]), wait('more'), wait('thanks')],
  });

  test('passes over what stands between, and leaves no row of its own', () => {
    const run = play({ journey }).start().result(decided(0));
    expect(run.state().at).toBe('thanks');
    expect(run.said()).toEqual(['entered', 'branched fork (case-0)', 'waiting thanks (duration)']);
    expect(run.state().visits).toEqual({ fork: 1, thanks: 1 });
  });

  test('is joined there by those who came the other way', () => {
    const run = play({ journey }).start().result(decided(null));
    for (const step of ['else', 'more', 'thanks']) {
      expect(run.state().at).toBe(step);
      run.at(run.now() + 24 * 3_600_000);
    }
    expect(run.state().outcome).toBe('completed');
  });

  test('leads from a branch at any depth into a branch of a later step', () => {
    const deep = journeyOf({
      steps: [
        fork([{ ...fork([goTo('on', 'far')]), id: 'inner' }]),
        { ...fork([wait('near'), wait('far')]), id: 'later' },
        wait('end'),
      ],
    });
    const run = play({ journey: deep }).start().result(decided(0)).result(decided(0));
    expect(run.state().at).toBe('far');
    run.at(run.now() + 24 * 3_600_000);
    expect(run.state().at).toBe('end');
  });

  test('may lead through another of its kind, and to the end of a list of them', () => {
    const { start, nodes } = toGraph(
      journeyOf({ steps: [goTo('one', 'two'), wait('never'), goTo('two', 'three'), wait('three')] }),
    );
    expect(start).toBe('three');
    expect(nodes.get('never')?.next).toBe('three');
  });

  test('a run that is moved onto it goes on at once', () => {
    const run = play({ journey }).start().command({ kind: 'move', to: 'on' });
    expect(run.state().at).toBe('thanks');
  });
});

test('leaving a round in the middle ends its rounds, so that they begin again from one', () => {
  const inner = { id: 'inner', type: 'repeat', atMost: 2, steps: [fork([goTo('on', 'rest')]), wait('in')] };
  const journey = journeyOf({
    steps: [{ id: 'outer', type: 'repeat', atMost: 2, steps: [inner, wait('rest')] }],
  });
  const run = play({ journey }).start().result(decided(0));
  expect(run.state()).toMatchObject({ at: 'rest', rounds: { outer: 1 } });
  run.at(run.now() + 24 * 3_600_000).result(decided(null));
  expect(run.state()).toMatchObject({ at: 'in', rounds: { outer: 2, inner: 1 } });
});

describe('an edit of where branches join', () => {
  const before = journeyOf({ steps: [wait('think'), goTo('on', 'thanks'), wait('more'), wait('thanks')] });
  const after = journeyOf({ steps: [wait('think'), wait('more'), wait('thanks')] });
  const renamed = journeyOf({ steps: [wait('think'), goTo('on', 'merci'), wait('more'), wait('merci')] });
  const moves = (target: typeof before, map: Readonly<Record<string, string | null>> = {}) =>
    checkMoves({
      standing: [{ version: 1, step: 'think', runs: 3 }],
      graphs: new Map([[1, toGraph(before)]]),
      moves: { version: 2, when: 'next-step', map },
      target: toGraph(target),
      path: 'plan.test',
    });

  const moved = (target: typeof before, map: Readonly<Record<string, string>> = {}) => {
    const run = play({ journey: before }).start();
    run.command({ kind: 'migrate', version: 2, when: 'next-step', map });
    run.at(run.now() + 24 * 3_600_000);
    const next = run.next();
    if (next.kind !== 'switch') throw new Error('the run does not cross');
    const crossed = crossing({ to: next, state: run.state(), graph: toGraph(target) });
    if (crossed.kind === 'refused') run.tell(crossed.input);
    else run.cross(target);
    return { kind: crossed.kind, at: run.state().at };
  };

  test('needs no mapping for what only led to the join', () => {
    expect(moves(after).problems).toEqual([]);
    expect(moved(after)).toEqual({ kind: 'crosses', at: 'thanks' });
  });

  test('needs one for the step of the join when that has another name', () => {
    expect(moves(renamed).problems.map(({ code, step }) => [code, step])).toEqual([
      ['needs-mapping', 'thanks'],
    ]);
    expect(moved(renamed)).toEqual({ kind: 'refused', at: 'thanks' });
    expect(moves(renamed, { thanks: 'merci' }).problems).toEqual([]);
    expect(moved(renamed, { thanks: 'merci' })).toEqual({ kind: 'crosses', at: 'merci' });
  });
});
