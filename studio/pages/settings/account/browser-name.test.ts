import { expect, it } from 'vitest';

import { browserName } from './browser-name.ts';

it('browsers are called what people call them', () => {
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
  expect(browserName(`${windows} Chrome/147.0.0.0 Safari/537.36`)).toEqual({
    browser: 'Chrome',
    system: 'Windows',
  });
  expect(browserName(`${windows} Chrome/147.0.0.0 Safari/537.36 Edg/147.0`)).toMatchObject({
    browser: 'Edge',
  });
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1';
  expect(browserName(phone)).toEqual({ browser: 'Safari', system: 'iPhone' });
  expect(browserName('curl/8.5.0')).toBeUndefined();
});
