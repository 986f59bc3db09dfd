import { expect, test } from 'vitest';

import { isZone, zoneOf, zoneSchema } from './zone.ts';

test('only names of IANA zones are zones', () => {
  const good = ['Europe/Madrid', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'];
  const bad = [
    'Mars/Olympus',
    '+02:00',
    '',
    'Europe/Madrid[u-ca=hebrew]',
    '../etc/passwd',
    'x'.repeat(99),
    7,
    null,
  ];
  expect(good.filter((name) => !isZone(name))).toEqual([]);
  expect(bad.filter(isZone)).toEqual([]);
});

test("an unknown or invalid zone of a person is the tenant's", () => {
  expect(zoneOf({ profile: 'Asia/Tokyo', tenant: 'Europe/Madrid' })).toBe('Asia/Tokyo');
  expect(zoneOf({ profile: 'Nowhere', tenant: 'Europe/Madrid' })).toBe('Europe/Madrid');
  expect(zoneOf({ profile: undefined, tenant: 'Europe/Madrid' })).toBe('Europe/Madrid');
  expect(zoneOf({ tenant: 'Nowhere' })).toBe('UTC');
});

test('the schema says what a zone looks like', () => {
  expect(zoneSchema.safeParse('CET?').error?.issues[0]?.message).toContain('Europe/Madrid');
});
