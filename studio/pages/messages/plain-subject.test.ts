import { expect, it } from 'vitest';

import { plainSubject } from './plain-subject.ts';

it.each([
  ['You left something in your cart', 'You left something in your cart'],
  [
    'Welcome to {{tenant.name}}{{#if profile.traits.firstName}}, {{profile.traits.firstName}}{{/if}}',
    'Welcome to ‹name›, ‹firstName›',
  ],
  ['{{fallback entry.properties.name "It"}} is back', '‹name› is back'],
])('the subject %s reads %s', (template, plain) => {
  expect(plainSubject(template)).toBe(plain);
});
