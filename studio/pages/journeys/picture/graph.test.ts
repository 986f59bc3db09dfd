import { expect, it } from 'vitest';

import { outlineOf, stepsIn } from '../outline.ts';
import { endId, graphOf, onlyWays, startId } from './graph.ts';

const journeys = Object.entries(
  import.meta.glob<string>(['../../../../templates/journeys/*.json', '!**/*.test.json'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
);

it.each(journeys)(
  'every step of %s is one node that people come to, and every way leads somewhere',
  (_name, text) => {
    const { steps }: { steps: unknown } = JSON.parse(text);
    const lines = outlineOf(steps);
    const { nodes, edges } = graphOf(lines);
    const ids = nodes.map(({ id }) => id);
    expect(ids.toSorted()).toEqual([...stepsIn(lines), startId, endId].toSorted());
    const reached = new Set([startId]);
    for (const id of reached) for (const { from, to } of edges) if (from === id) reached.add(to);
    expect(ids.filter((id) => !reached.has(id) && id !== endId)).toEqual([]);
  },
);

const arrows = (steps: unknown): readonly string[] =>
  graphOf(outlineOf(steps)).edges.map(({ from, to, label }) => `${from} ${label?.kind ?? ''}> ${to}`);

it('ways come together at the step behind, and an exit leads nowhere', () => {
  const steps = [
    {
      id: 'ask',
      type: 'wait-for',
      events: [{ on: 'Paid', then: [{ id: 'thank', type: 'send' }] }],
      otherwise: [{ id: 'out', type: 'exit' }],
    },
    { id: 'last', type: 'wait' },
  ];
  expect(arrows(steps)).toEqual([
    '(start) > ask',
    'ask event> thank',
    'thank > last',
    'ask otherwise> out',
    'last > (end)',
  ]);
});

it('anyone who meets no case goes on, a round comes back to its step, and going elsewhere is drawn', () => {
  const steps = [
    { id: 'worth', type: 'branch', cases: [{ when: {}, then: [{ id: 'tag', type: 'update' }] }] },
    { id: 'again', type: 'repeat', steps: [{ id: 'send', type: 'send' }] },
    { id: 'back', type: 'go-to', to: 'worth' },
  ];
  expect(arrows(steps)).toEqual([
    '(start) > worth',
    'worth case> tag',
    'tag > again',
    'worth otherwise> again',
    'again round> send',
    'send > again',
    'again > back',
    'back > worth',
  ]);
  const graph = graphOf(outlineOf(steps));
  const only = onlyWays(graph);
  expect(graph.edges.filter(({ id }) => only.has(id)).map(({ to }) => to)).toEqual(['tag', 'send', 'back']);
});
