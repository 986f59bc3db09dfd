import { expect, it } from 'vitest';

import type { PersonThen } from './path-at.ts';
import { changesOf, knownOf } from './person-facts.ts';

const person = (more: Partial<PersonThen>): PersonThen => ({
  at: '2026-03-20T10:00:00.000Z',
  traits: { firstName: 'Ana', pets: ['cat'] },
  consents: { email: { '*': { state: 'granted', at: '2026-03-01T10:00:00.000Z', source: 'api' } } },
  computed: { orders: 0 },
  tags: [],
  stage: 'lead',
  scores: { fit: 0, engagement: 2 },
  points: 0,
  segments: [],
  ...more,
});

it('tells everything that is known, and leaves out what is empty', () => {
  const known = knownOf(person({}));
  expect(known).toContainEqual({ group: 'traits', name: 'pets', value: '["cat"]' });
  expect(known).toContainEqual({ group: 'consents', name: 'email *', value: 'granted' });
  expect(known.some(({ name }) => name === 'tags')).toBe(false);
});

it('puts what has just changed first, with what it was', () => {
  const changes = changesOf(
    person({ stage: 'customer', tags: ['buyer'], traits: { firstName: 'Ana' } }),
    person({}),
  );
  expect(changes.slice(0, 3)).toMatchObject([
    { name: 'stage', value: 'customer', former: 'lead', isNew: true },
    { name: 'tags', value: 'buyer', former: undefined, isNew: true },
    { name: 'pets', value: '', former: '["cat"]', isNew: true },
  ]);
  expect(changes.slice(3).every(({ isNew }) => !isNew)).toBe(true);
});
