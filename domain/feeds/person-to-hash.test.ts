import { expect, test } from 'vitest';

import { nobody } from '../profiles/profiles-for-tests.ts';
import { adPersonOf } from './person-to-hash.ts';

test('a person is matched by their addresses as messages use them, by their names and where they live', () => {
  const person = {
    ...nobody(),
    traits: {
      email: 'Ana@Example.com',
      phone: '+34 600 00 00 01',
      firstName: ' Ana ',
      lastName: 'Ruiz',
      address: { city: 'Cadiz', postalCode: 11_001, country: 'es' },
    },
  };
  expect(adPersonOf(person)).toEqual({
    email: 'ana@example.com',
    phone: '+34600000001',
    firstName: 'Ana',
    lastName: 'Ruiz',
    city: 'Cadiz',
    postcode: '11001',
    country: 'ES',
  });
});

test('what is not known, or is no text, is not there', () => {
  expect(adPersonOf({ ...nobody(), traits: { email: 'none', firstName: { a: 1 }, city: '' } })).toEqual({});
  expect(adPersonOf({ ...nobody(), ids: ['email:ben@example.com'] })).toEqual({ email: 'ben@example.com' });
});
