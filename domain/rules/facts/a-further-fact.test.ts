import { describe, expect, it } from 'vitest';

import { factsAbout, someNow } from '../arbitraries-for-tests.ts';
import { checkConditions } from '../check-conditions.ts';
import { conditionsShape, type Conditions } from '../condition-shape.ts';
import { createDecider } from '../decide/decider.ts';
import { factTypes, factTypesOf } from '../facts.ts';
import { toMongoFilter } from '../mongo/mongo-filter.ts';
import { profileRoot } from '../mongo/mongo-field.ts';
import { typesWithAccount as types } from './account-for-tests.ts';

const large: Conditions = {
  all: [
    { fact: 'account', path: '$.size', operator: 'greaterThan', value: 50 },
    {
      fact: 'account',
      path: '$.contracts',
      operator: 'anyItem',
      value: {
        all: [
          {
            fact: 'item',
            path: '$.city',
            operator: 'equal',
            value: { fact: 'account', path: '$.city' },
          },
        ],
      },
    },
  ],
};
const account = { size: '80', city: 'Vigo', contracts: [{ city: 'Lugo' }, { city: 'Vigo' }] };

describe('a fact that is handed in', () => {
  it('is decided, also inside of conditions on items, without a file of the product that knows it', async () => {
    const decider = createDecider({ cases: [large], types });
    const decide = async (more: object) =>
      (await decider.decide({ facts: factsAbout({ segments: [] }, more) })).matched;
    expect(await decide({ account })).toBe(0);
    expect(await decide({ account: { ...account, city: 'Soria' } })).toBeNull();
    expect(await decide({})).toBeNull();
  });

  it('is asked of a database that has it, and nowhere else', () => {
    const conditions: Conditions = {
      all: [{ fact: 'account', path: '$.city', operator: 'startsWith', value: 'V' }],
    };
    const ask = (roots: object) =>
      toMongoFilter({
        conditions,
        now: someNow,
        zone: 'UTC',
        types,
        roots: { profile: profileRoot, ...roots },
      });
    const found = ask({ account: { ...profileRoot, prefix: 'account.' } });
    expect(found.ok ? found.value : found.problems).toEqual({
      'account.city': { $gte: 'V', $lt: 'W', $not: { $type: 'array' } },
    });
    const missing = ask({});
    expect(missing.ok ? [] : missing.problems).toEqual([
      expect.objectContaining({ code: 'not-for-a-query', path: 'all[0].fact' }),
    ]);
  });

  it('is checked as the others are, and by its own rules', () => {
    expect(checkConditions({ conditions: large, types })).toEqual([]);
    const conditions = { all: [{ fact: 'account', path: '$.size', operator: 'startsWith', value: '5' }] };
    expect(checkConditions({ conditions, types })).toEqual([
      expect.objectContaining({ code: 'operator-does-not-fit', hint: 'Compare the size with a number.' }),
    ]);
    const misspelt = { all: [{ fact: 'acount', path: '$.size', operator: 'equal', value: 5 }] };
    expect(checkConditions({ conditions: misspelt, types })[0]?.hint).toContain('Did you mean `account`?');
  });

  it('is refused by a language without it', () => {
    expect(checkConditions({ conditions: large })[0]).toMatchObject({ code: 'unknown-fact' });
    expect(() => createDecider({ cases: [large] })).toThrowError(
      expect.objectContaining({ code: 'broken-definition' }),
    );
  });
});

describe('every fact of the product', () => {
  it('is known by its own name, once', () => {
    for (const [name, type] of factTypes) expect(type.fact).toBe(name);
    const [first] = factTypes.values();
    if (first === undefined) throw new Error('there are no facts');
    expect(() => factTypesOf([first, first])).toThrow(RangeError);
  });

  it('is described where editors show it', () => {
    const schema = JSON.stringify(conditionsShape.toJSONSchema());
    for (const { fact, means } of factTypes.values()) {
      expect(schema).toContain(`"${fact}"`);
      expect(schema).toContain(JSON.stringify(means).slice(1, -1));
    }
  });
});
