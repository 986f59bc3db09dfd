import { describe, expect, test } from 'vitest';

import { checkMoves, type Moves, type Standing } from './check-moves.ts';
import { toGraph } from '../graph.ts';
import { journeyOf } from '../play-for-tests.ts';

const wait = (id: string) => ({ id, type: 'wait', for: '1 day' });
const graphOf = (...ids: readonly string[]) => toGraph(journeyOf({ steps: ids.map(wait) }));

const check = (input: {
  standing: readonly Standing[];
  moves: Partial<Moves>;
  before?: readonly string[];
  after: readonly string[];
}) =>
  checkMoves({
    standing: input.standing,
    graphs: new Map([[1, graphOf(...(input.before ?? ['think', 'answer', 'last']))]]),
    moves: { version: 2, when: 'now', map: {}, ...input.moves },
    target: graphOf(...input.after),
    path: 'plan.cart',
  });

const on = (step: string | null, runs = 3): Standing => ({ version: 1, step, runs });

describe('moving people to another version', () => {
  test('a step keeps its name unless the map says otherwise', () => {
    const { moves, problems } = check({
      standing: [on('think'), on('answer'), on(null, 1)],
      moves: { map: { think: 'ponder' } },
      after: ['ponder', 'answer'],
    });
    expect(problems).toEqual([]);
    expect(moves.map(({ step, to }) => [step, to])).toEqual([
      ['think', 'ponder'],
      ['answer', 'answer'],
      [null, null],
    ]);
  });

  test('a step that is gone needs a mapping, and is named with how many stand there', () => {
    const { problems } = check({ standing: [on('think', 1), on('answer')], moves: {}, after: ['answer'] });
    expect(problems).toMatchObject([{ code: 'needs-mapping', step: 'think', path: 'plan.cart.map.think' }]);
    expect(problems[0]?.message).toBe(
      '1 person stands on `think` of version 1, and version 2 has no such step.',
    );
  });

  test('a step nobody stands on needs none', () => {
    expect(check({ standing: [on('answer')], moves: {}, after: ['answer'] }).problems).toEqual([]);
  });

  test('people can be let go', () => {
    const { moves, problems } = check({
      standing: [on('think')],
      moves: { map: { think: null } },
      after: ['answer'],
    });
    expect(problems).toEqual([]);
    expect(moves).toMatchObject([{ to: null, leaves: true }]);
  });

  test('a map to a step that does not exist is refused, with the one that was meant', () => {
    const { problems } = check({
      standing: [on('think')],
      moves: { map: { think: 'pondr', thikn: 'answer' } },
      after: ['ponder', 'answer'],
    });
    expect(problems.map(({ code, hint }) => [code, hint])).toEqual([
      ['unknown-step', 'Did you mean `ponder`?'],
      ['unknown-step', 'Did you mean `think`?'],
    ]);
  });

  test('at the next step it is the steps that come next which must be there', () => {
    const later = (map: Moves['map']) =>
      check({ standing: [on('think')], moves: { when: 'next-step', map }, after: ['ponder', 'last'] })
        .problems;
    expect(later({})).toMatchObject([{ code: 'needs-mapping', step: 'answer' }]);
    expect(later({ answer: 'last' })).toEqual([]);
    expect(later({ answer: null })).toMatchObject([{ code: 'cannot-leave-later' }]);
  });
});
