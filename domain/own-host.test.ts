import { describe, expect, it } from 'vitest';

import { isLoopback, isOwnHost } from './own-host.ts';

describe('a host', () => {
  const names = ['ciclo.shop.example'];
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST.',
    'api.localhost:3000',
    '127.0.0.1:3000',
    '10.1.2.3',
    '[::1]:3000',
    'api:3000',
    'ciclo.shop.example',
    'Ciclo.Shop.Example:443',
  ])('%s is ours', (header) => {
    expect(isOwnHost({ header, names })).toBe(true);
  });

  it.each([
    'evil.test',
    'evil.test:3000',
    'localhost.evil.test',
    '127.0.0.1.nip.example',
    'ciclo.shop.example.evil.test',
    'xciclo.shop.example',
    'evil.test@localhost',
    'evil.test/localhost',
    'a b',
    '',
    ':3000',
  ])('%s is not', (header) => {
    expect(isOwnHost({ header, names })).toBe(false);
  });
});

it('knows what only this machine reaches', () => {
  expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].filter((host) => !isLoopback(host))).toEqual([]);
  expect(['0.0.0.0', '::', '10.0.0.1', 'shop.example', '127.evil.test'].filter(isLoopback)).toEqual([]);
});
