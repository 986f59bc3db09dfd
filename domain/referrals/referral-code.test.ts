import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';

import { codeAlphabet } from '../offers/code.ts';
import { referralCodeFor } from './referral-code.ts';

test('everybody has one code of their own, always the same, made to be read aloud', () => {
  const keyedBy = (secret: string) => (data: string) =>
    createHmac('sha256', secret).update(data).digest('base64url');
  const of = (profileId: string, tenant = 'shop', secret = 'ours'): string =>
    referralCodeFor({ tenant, profileId, mac: keyedBy(secret) });
  const codes = Array.from({ length: 2000 }, (_p, n) => of(`p${n}`));
  expect(new Set(codes).size).toBe(2000);
  expect(of('p1')).toBe(codes[1]);
  expect(of('p1', 'other')).not.toBe(codes[1]);
  expect(of('p1', 'shop', 'another secret')).not.toBe(codes[1]);
  for (const code of codes) {
    expect(code).toMatch(/^FRIEND-.{8}$/);
    expect(Array.from(code.slice(7)).every((letter) => codeAlphabet.includes(letter))).toBe(true);
  }
});
