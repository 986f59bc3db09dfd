import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  parsePostalText,
  postalAddressOf,
  postalKey,
  postalLine,
  postalText,
  readPostalAddress,
} from './postal-address.ts';

const ana = { firstName: 'Ana', lastName: 'Ruiz' };
const madrid = { street: 'Calle Mayor 5', city: 'Madrid', postalCode: '28013', country: 'ES' };

describe('the postal address of a person', () => {
  test('is the trait `address` as Segment writes it, with the name of the person', () => {
    expect(postalAddressOf({ ...ana, address: madrid })).toEqual({
      ok: true,
      address: {
        name: 'Ana Ruiz',
        line1: 'Calle Mayor 5',
        city: 'Madrid',
        postalCode: '28013',
        country: 'ES',
      },
    });
  });

  test.each([
    [{ line1: 'Calle Mayor 5', line2: '2 B', city: 'Madrid', postal_code: 28_013, countryCode: 'es' }],
    [{ address1: 'Calle Mayor 5', address2: '2 B', city: 'Madrid', zip: '28013', country_code: 'ES' }],
    [{ street: ' Calle  Mayor 5\n', street2: '2 B', city: 'Madrid', postcode: '28013', country: ' es ' }],
  ])('may have the names that other systems use: %j', (address) => {
    expect(postalAddressOf({ name: 'Ana Ruiz', address })).toMatchObject({
      ok: true,
      address: { name: 'Ana Ruiz', line1: 'Calle Mayor 5', line2: '2 B', postalCode: '28013', country: 'ES' },
    });
  });

  test('may name somebody else', () => {
    const address = { ...madrid, name: 'Leo Ruiz' };
    expect(postalAddressOf({ ...ana, address })).toMatchObject({ address: { name: 'Leo Ruiz' } });
  });

  test.each([
    ['nothing', undefined],
    ['an empty one', {}],
    ['a text', 'Calle Mayor 5, Madrid'],
    ['null', null],
  ])('is not there where the trait is %s', (_name, address) => {
    expect(postalAddressOf({ ...ana, address })).toBeUndefined();
  });

  test.each([
    ['a street', { ...madrid, street: ' ' }, ['line1']],
    ['a country', { ...madrid, country: '' }, ['country']],
    ['a country as two letters', { ...madrid, country: 'Spain' }, ['country']],
    ['a country that there is', { ...madrid, country: 'QX' }, ['country']],
    ['a postal code', { ...madrid, postalCode: '' }, ['postalCode']],
    ['a city', { street: 'x', country: 'ES' }, ['city', 'postalCode']],
    ['a state in the USA', { street: 'x', city: 'Austin', zip: '78701', country: 'US' }, ['region']],
  ])('needs %s', (_name, address, missing) => {
    expect(postalAddressOf({ ...ana, address })).toEqual({ ok: false, missing });
  });

  test('needs a name', () => {
    expect(postalAddressOf({ address: madrid })).toEqual({ ok: false, missing: ['name'] });
  });

  test('needs no postal code where the country has none, and no city where it is one', () => {
    const dubai = { street: 'Al Wasl Road 1', city: 'Dubai', country: 'AE' };
    const singapore = { street: '1 Raffles Place', postalCode: '048616', country: 'SG' };
    expect(postalAddressOf({ ...ana, address: dubai })).toMatchObject({ ok: true });
    expect(postalAddressOf({ ...ana, address: singapore })).toMatchObject({ ok: true });
  });

  test('is read in one line', () => {
    const read = readPostalAddress(madrid, ana);
    expect(read.ok && postalLine(read.address)).toBe('Ana Ruiz, Calle Mayor 5, 28013 Madrid, ES');
  });
});

describe('a postal address as a text', () => {
  const part = fc.string({ minLength: 1, maxLength: 40 }).filter((one) => /[\p{L}\p{N}]/u.test(one));

  test('is read again as it was, whatever its parts are', () => {
    fc.assert(
      fc.property(part, part, part, part, (name, street, city, postalCode) => {
        const read = readPostalAddress({ name, street, city, postalCode, country: 'ES' });
        if (!read.ok) return;
        expect(parsePostalText(postalText(read.address))).toEqual(read.address);
      }),
    );
  });

  test('is one for all spellings of a recipient at an address, and another for another recipient', () => {
    const keyOf = (place: Record<string, string>) =>
      postalKey(JSON.stringify({ name: 'Ana Ruiz', ...place }));
    const key = keyOf(madrid);
    expect(keyOf({ ...madrid, street: 'CALLE MAYOR, 5', city: 'MADRID' })).toBe(key);
    expect(keyOf({ ...madrid, name: 'ana  ruíz' })).toBe(key);
    expect(keyOf({ ...madrid, street: 'Calle Mayor 6' })).not.toBe(key);
    expect(keyOf({ ...madrid, name: 'Leo Ruiz' })).not.toBe(key);
  });

  test.each(['', 'Calle Mayor 5', '[]', '{"street":"x"}', 'null', '{'])('is none: %s', (text) => {
    expect(parsePostalText(text)).toBeUndefined();
    expect(postalKey(text)).toBeUndefined();
  });
});
