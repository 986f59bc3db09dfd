import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { EffectResult } from '../effects.ts';
import { toGraph } from '../graph.ts';
import { factsWith, journeyOf, monday } from '../play-for-tests.ts';
import { randomJourneys } from '../random-journeys-for-tests.ts';
import { reduce } from './reduce.ts';
import { newRunState } from './run-state.ts';
import type { ReduceInput } from './transitions.ts';

/** More than these were run once; they are many enough to notice what breaks. */
const runs = 60;

const journeys = randomJourneys.map((json) => journeyOf({ steps: [], ...json }));

test('every journey comes to its end when its effects are done and its time passes', () => {
  fc.assert(
    fc.property(journeys, fc.infiniteStream(fc.constantFrom(null, 0, 1)), (journey, choices) => {
      const context = { definition: journey, graph: toGraph(journey), facts: factsWith() };
      let now = monday;
      let reduced = reduce({ ...context, now, state: newRunState({ since: now }), input: { kind: 'start' } });
      for (let turn = 0; turn < 3000 && reduced.next.kind !== 'done'; turn += 1) {
        const { state, next } = reduced;
        let input: ReduceInput = { kind: 'task-done', taskId: 't1', output: null };
        if (next.kind === 'wait' && next.until !== null) {
          now = Math.max(now, next.until);
          input = { kind: 'time' };
        } else if (next.kind === 'effect') {
          const step = context.graph.nodes.get(next.effect.step)?.step;
          const waits = step?.type === 'task' && step.wait;
          const hit = choices.next().value ?? null;
          const result: EffectResult =
            next.effect.kind === 'decide'
              ? { kind: 'decided', case: hit, because: [] }
              : waits
                ? { kind: 'waits-for-task', taskId: 't1', until: null }
                : { kind: 'done', output: { arm: next.effect.arm ?? '' } };
          input = { kind: 'result', result };
        }
        reduced = reduce({ ...context, now, state, input });
      }
      expect(reduced.next.kind).toBe('done');
    }),
    { numRuns: runs },
  );
});
