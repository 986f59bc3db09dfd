import { expect, it } from 'vitest';

import { outlineOf, sayConditions, stepsIn } from './outline.ts';

const journeys = Object.entries(
  import.meta.glob<string>(['../../../templates/journeys/*.json', '!**/*.test.json'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
);

it.each(journeys)('every step of %s stands in the outline', (_name, text) => {
  const { steps }: { steps: unknown } = JSON.parse(text);
  const written = [...text.matchAll(/"id": "([^"]+)"/g)].map((match) => match[1]);
  expect([...stepsIn(outlineOf(steps))].toSorted()).toEqual(written.toSorted());
});

it('ways that lead nowhere of their own are named where they are chosen among, and left out where they are the rest', () => {
  const [step] = outlineOf([
    { id: 'a', type: 'wait-for', events: [{ on: 'Paid', then: [] }], otherwise: [], timeout: '2 days' },
  ]);
  expect(step?.ways).toEqual([{ key: 'event-0', label: { kind: 'event', name: 'Paid' }, lines: [] }]);
});

it('conditions are one line, with brackets where and and or meet', () => {
  const spent = { fact: 'profile', path: '$.computed.revenue', operator: 'greaterThanInclusive', value: 200 };
  const bought = {
    fact: 'events',
    params: { name: 'Order Completed', since: 'entry' },
    path: '$.count',
    operator: 'equal',
    value: 0,
  };
  expect(sayConditions({ all: [bought, { any: [spent, { not: spent }] }] })).toBe(
    'events(Order Completed, entry).count = 0 ∧ (profile.computed.revenue ≥ 200 ∨ ¬ (profile.computed.revenue ≥ 200))',
  );
});

it('what is no definition has no steps', () => {
  for (const steps of [undefined, null, 'x', {}, [null, 3]]) expect(outlineOf(steps)).toEqual([]);
});
