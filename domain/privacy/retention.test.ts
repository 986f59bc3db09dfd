import { expect, it } from 'vitest';

import { readRetention, usualRetention } from './retention.ts';

it('is as usual where nothing else is said', () => {
  expect(readRetention('')).toEqual(usualRetention);
});

it('is read by class, as words', () => {
  expect(readRetention('rawRequests=14 days, audit = 5 years')).toEqual({
    ...usualRetention,
    rawRequests: 14 * 86_400,
    audit: 157_784_760,
  });
});

it.each([
  'rawRequests',
  'rawRequests=',
  'rawRequests=14',
  'rawRequests=1 minute',
  'other=1 day',
  '__proto__=1 day',
])('is refused when it says %s', (text) => {
  expect(readRetention(text)).toBeUndefined();
});
