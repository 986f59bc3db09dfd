import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parsePath, valueAt } from '../documents/path.ts';
import { parseJourney } from './checks/check-journey.ts';
import { graphAsWritten, innerLists, toGraph, walkSteps } from './graph.ts';
import { context } from './journeys-for-tests.ts';
import { journeyOf } from './play-for-tests.ts';
import { randomJourneys } from './random-journeys-for-tests.ts';
import { reachedSteps, waysForward } from './ways.ts';

const send = (id: string) => ({ id, type: 'send', channel: 'email', message: 'hello' });

test('random journeys are ones a user could publish', () => {
  fc.assert(
    fc.property(randomJourneys, (json) => {
      const checked = parseJourney({ text: JSON.stringify(json), file: 'journeys/test.json', context });
      expect(checked.ok ? [] : checked.problems).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

describe('the graph of a journey', () => {
  test('a list leads from step to step, and its end to what follows the list', () => {
    const journey = journeyOf({
      steps: [
        {
          id: 'ask',
          type: 'wait-for',
          timeout: '1 day',
          events: [{ on: 'A', then: [send('one'), send('two')] }, { on: 'B' }],
          otherwise: [send('three')],
        },
        send('last'),
      ],
    });
    const { start, nodes } = toGraph(journey);
    expect(start).toBe('ask');
    expect(nodes.get('ask')).toMatchObject({
      next: 'last',
      branches: { 'event-0': 'one', 'event-1': 'last', otherwise: 'three' },
    });
    expect(nodes.get('one')?.next).toBe('two');
    expect(nodes.get('two')?.next).toBe('last');
    expect(nodes.get('three')?.next).toBe('last');
    expect(nodes.get('last')?.next).toBeNull();
  });

  test('a round leads back to its loop, the loop to what follows it', () => {
    const journey = journeyOf({
      steps: [
        {
          id: 'loop',
          type: 'repeat',
          atMost: 3,
          steps: [send('one'), { id: 'inner', type: 'repeat', atMost: 2, steps: [send('two')] }],
        },
        send('last'),
      ],
    });
    const { nodes } = toGraph(journey);
    expect(nodes.get('loop')).toMatchObject({ next: 'last', branches: { round: 'one' }, within: [] });
    expect(nodes.get('one')).toMatchObject({ next: 'inner', within: ['loop'] });
    expect(nodes.get('inner')).toMatchObject({ next: 'loop', branches: { round: 'two' }, within: ['loop'] });
    expect(nodes.get('two')).toMatchObject({ next: 'inner', within: ['loop', 'inner'] });
  });

  test('holds every step once, and every way leads to a step or to the end', () => {
    fc.assert(
      fc.property(randomJourneys, (json) => {
        const journey = journeyOf({ steps: [], ...json });
        const { start, nodes } = toGraph(journey);
        const ids = [...walkSteps({ steps: journey.steps })].map(({ step }) => step.id);
        expect([...nodes.keys()].toSorted()).toEqual(ids.toSorted());
        for (const node of nodes.values()) {
          for (const to of [node.next, ...Object.values(node.branches)]) {
            expect(to === null || nodes.has(to)).toBe(true);
          }
          for (const loop of node.within) expect(nodes.get(loop)?.step.type).toBe('repeat');
        }
        expect(start).toBe(journey.steps[0]?.id ?? null);
      }),
    );
  });

  test('every step of a journey that can be published is reached from its start', () => {
    fc.assert(
      fc.property(randomJourneys, (json) => {
        const journey = journeyOf({ steps: [], ...json });
        const written = graphAsWritten(journey);
        expect([...written.nodes.keys()].filter((id) => !reachedSteps(written).has(id))).toEqual([]);
        // Nobody comes to a step that only goes to another.
        const graph = toGraph(journey);
        const left = [...graph.nodes.values()].filter(({ step }) => !reachedSteps(graph).has(step.id));
        expect(left.filter(({ step }) => step.type !== 'go-to')).toEqual([]);
      }),
    );
  });

  test('without loops every way ends', () => {
    fc.assert(
      fc.property(randomJourneys, (json) => {
        const { nodes } = toGraph(journeyOf({ steps: [], ...json }));
        // Nodes are in the order of the file, so a way that goes on always leads to a later one.
        const order = new Map([...nodes.keys()].map((id, index) => [id, index]));
        const graph = { start: null, nodes };
        for (const [id, node] of nodes) {
          for (const { to } of waysForward({ graph, node })) {
            if (to === null) continue;
            expect(order.get(to) ?? 0).toBeGreaterThan(order.get(id) ?? 0);
          }
        }
      }),
    );
  });
});

test('the walk tells where in the file each step stands', () => {
  fc.assert(
    fc.property(randomJourneys, (json) => {
      const journey = journeyOf({ steps: [], ...json });
      for (const { step, path } of walkSteps({ steps: journey.steps })) {
        const there = valueAt({ value: journey, path: parsePath(path) });
        expect(there).toBe(step);
      }
    }),
  );
});

test('a walk meets every inner list of every step', () => {
  fc.assert(
    fc.property(randomJourneys, (json) => {
      const journey = journeyOf({ steps: [], ...json });
      const walked = [...walkSteps({ steps: journey.steps })].map(({ step }) => step);
      const inner = walked.flatMap((step) => innerLists(step).flatMap((list) => list.steps));
      expect(walked.length).toBe(journey.steps.length + inner.length);
    }),
  );
});
