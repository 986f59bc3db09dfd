import { expect, it } from 'vitest';

import { personalTraitsIn, traitsLookedAt, withoutTraits } from './personal-traits.ts';
import { traitSchemas } from './trait-schema.ts';

const names = personalTraitsIn(
  traitSchemas.parse({
    diagnosis: { type: 'text', personal: true },
    weight: { type: 'number', personal: true },
    plan: { type: 'text', personal: false },
    seats: { type: 'number' },
  }),
);

it('the traits that are marked are the personal ones, and no other', () => {
  expect([...names]).toEqual(['diagnosis', 'weight']);
  expect(personalTraitsIn(undefined).size).toBe(0);
  expect(withoutTraits({ diagnosis: 'x', plan: 'gold' }, names)).toEqual({ plan: 'gold' });
});

it('conditions that look at a personal trait are found wherever they stand, and however the path is written', () => {
  const on = (path: string) => ({ fact: 'profile', path, operator: 'equal', value: 'x' });
  const cases: readonly [string, readonly string[]][] = [
    ['$.traits.diagnosis', ['diagnosis']],
    ["$.traits['diagnosis']", ['diagnosis']],
    ['$.traits["weight"]', ['weight']],
    ['$.traits.diagnosis.code', ['diagnosis']],
    ['$.traits.diagnosis[0]', ['diagnosis']],
    ['$.traits', ['diagnosis', 'weight']],
    ['$.traits.plan', []],
    ['$.stage', []],
  ];
  for (const [path, expected] of cases)
    expect(traitsLookedAt({ any: [{ all: [{ not: on(path) }] }] }, names).toSorted(), path).toEqual(expected);
  const compared = {
    fact: 'profile',
    path: '$.stage',
    operator: 'equal',
    value: { fact: 'profile', path: '$.traits.weight' },
  };
  expect(traitsLookedAt({ all: [compared] }, names)).toEqual(['weight']);
});
