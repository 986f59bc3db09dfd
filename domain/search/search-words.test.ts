import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { personName, personWords } from './person-words.ts';
import { fitOf, queryWords } from './query.ts';
import { wordsOf } from './words.ts';

const ana = {
  traits: { firstName: 'Ána', lastName: 'Pérez', company: { name: 'Tiles & Sons' }, password: 'secret' },
  ids: ['user:C-42', 'email:ana.perez@shop.test', 'phone:+34600000002', 'anonymousId:f00'],
};

describe('what a person is found by', () => {
  it('has names, company, addresses, numbers and the user id, and no other trait and no device', () => {
    expect(personWords(ana)).toEqual([
      'ana',
      'perez',
      'tiles',
      'sons',
      'c',
      '42',
      'ana.perez@shop.test',
      '@shop.test',
      '34600000002',
      '600000002',
    ]);
  });

  it.each([
    ['Ana Per'],
    ['PÉREZ ana'],
    ['ana.perez@shop'],
    ['@shop.test'],
    ['+34 600 000 002'],
    ['600-000-002'],
    ['tiles'],
    ['42'],
  ])('fits the query %s', (query) => {
    const words = queryWords(query);
    expect(words.length).toBeGreaterThan(0);
    for (const word of words) expect(personWords(ana).some((one) => one.startsWith(word))).toBe(true);
  });

  it('is at most 60 words, whatever is known', () => {
    fc.assert(
      fc.property(
        fc.record({
          traits: fc.dictionary(fc.string(), fc.string()),
          ids: fc.array(fc.string(), { maxLength: 300 }),
        }),
        (profile) => {
          expect(personWords(profile).length).toBeLessThanOrEqual(60);
        },
      ),
    );
  });
});

describe('a query', () => {
  it('finds every text by any beginning of its words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, cut) => {
        for (const word of wordsOf(text)) {
          const letters = Array.from(word);
          const begin = letters.slice(0, 2 + (cut % letters.length)).join('');
          for (const asked of queryWords(begin)) {
            expect(wordsOf(text).some((one) => one.startsWith(asked))).toBe(true);
          }
        }
      }),
    );
  });

  it('asks the index for its longest word, and leaves out single characters', () => {
    expect(queryWords('a Roof for ana')).toEqual(['roof', 'for', 'ana']);
  });

  it('prefers whole words of the title to beginnings, and those to words elsewhere', () => {
    const fits = ['Roof for Ana', 'Roofing', 'Garage'].map((title) => fitOf({ words: ['roof'], title }));
    expect(fits).toEqual([4, 2, 0]);
  });
});

it('a person is called by their name, else an address, else the user id', () => {
  expect(personName(ana)).toBe('Ána Pérez');
  expect(personName({ traits: {}, ids: ['user:7', 'email:a@shop.test'] })).toBe('a@shop.test');
  expect(personName({ traits: {}, ids: ['anonymousId:1'] })).toBeUndefined();
});
