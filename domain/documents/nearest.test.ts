import { expect, it } from 'vitest';

import { editDistance, nearest } from './nearest.ts';

it('counts letters put in, left out, replaced and swapped', () => {
  expect(editDistance('send', 'send')).toBe(0);
  expect(editDistance('send', 'sned')).toBe(1);
  expect(editDistance('send', 'end')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('kitten', 'sitting')).toBe(3);
});

it('finds the word that was meant, and none when nothing is near', () => {
  const known = ['send', 'wait', 'wait-for', 'branch'];
  expect(nearest({ word: 'sned', known })).toBe('send');
  expect(nearest({ word: 'WaitFor', known })).toBe('wait-for');
  expect(nearest({ word: 'email', known })).toBeUndefined();
});
