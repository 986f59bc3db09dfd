import { expect, it } from 'vitest';

import { createKeyring } from './keyring.ts';

const older = 'the-secret-before, of at least sixteen';
const newer = 'the-secret-of-now, of at least sixteen';
const before = createKeyring({ secrets: [older] }).sealer('connection');
const after = createKeyring({ secrets: [newer, older] }).sealer('connection');
const bound = 'shop/crm';
const text = 'a token, ñ and "quotes"';

it('a sealed text opens with its key, and says nothing of what is in it', () => {
  const sealed = before.seal({ text, bound });
  expect(before.open({ sealed, bound })).toBe(text);
  expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString()).not.toContain('token');
  expect(before.seal({ text, bound })).not.toBe(sealed);
});

it('a text that was sealed before a rotation opens until its secret is taken out', () => {
  const sealed = before.seal({ text, bound });
  expect(after.open({ sealed, bound })).toBe(text);
  expect([after.isCurrent(sealed), before.isCurrent(sealed)]).toEqual([false, true]);
  expect(
    createKeyring({ secrets: [newer] })
      .sealer('connection')
      .open({ sealed, bound }),
  ).toBeUndefined();
});

it('a sealed text opens in no other place, for no other purpose and not when one bit is turned over', () => {
  const sealed = after.seal({ text, bound });
  expect(after.open({ sealed, bound: 'shop/mail' })).toBeUndefined();
  expect(
    createKeyring({ secrets: [newer] })
      .sealer('link')
      .open({ sealed, bound }),
  ).toBeUndefined();
  const parts = sealed.split('.');
  for (const [at, part] of parts.entries()) {
    const bytes = Buffer.from(part, 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const turned = parts.with(at, bytes.toString('base64url')).join('.');
    expect(after.open({ sealed: turned, bound })).toBeUndefined();
  }
  expect(after.open({ sealed: parts.with(4, 'AA').join('.'), bound })).toBeUndefined();
  expect(after.open({ sealed: '', bound })).toBeUndefined();
});
