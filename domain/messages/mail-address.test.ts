import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatMailAddress,
  mailboxKey,
  mailboxOf,
  normaliseEmail,
  parseMailAddress,
  sameMailbox,
} from './mail-address.ts';

test.each([
  ['ana@example.com', { email: 'ana@example.com', needsSmtpUtf8: false }],
  [' Ana.Ruiz+shop@Example.COM ', { email: 'Ana.Ruiz+shop@example.com', needsSmtpUtf8: false }],
  ['Ana Ruiz <ana@example.com>', { name: 'Ana Ruiz', email: 'ana@example.com', needsSmtpUtf8: false }],
  [
    '"Ruiz, Ana \\"A\\"" <ana@example.com>',
    { name: 'Ruiz, Ana "A"', email: 'ana@example.com', needsSmtpUtf8: false },
  ],
  ['info@bücher.example', { email: 'info@xn--bcher-kva.example', needsSmtpUtf8: false }],
  ['josé@example.com', { email: 'josé@example.com', needsSmtpUtf8: true }],
  ["o'brien@example.ie", { email: "o'brien@example.ie", needsSmtpUtf8: false }],
  ['ana@casa.photography', { email: 'ana@casa.photography', needsSmtpUtf8: false }],
  ['ana@example.xn--p1ai', { email: 'ana@example.xn--p1ai', needsSmtpUtf8: false }],
  ['विनोद@डाटामेल.भारत', { email: 'विनोद@xn--c2bd4bq1db8d.xn--h2brj9c', needsSmtpUtf8: true }],
  ['"ana.ruiz"@example.com', { email: 'ana.ruiz@example.com', needsSmtpUtf8: false }],
  ['hana..mi.@docomo.ne.jp', { email: 'hana..mi.@docomo.ne.jp', needsSmtpUtf8: false }],
  ['\u200bana@example.com.\ufeff', { email: 'ana@example.com', needsSmtpUtf8: false }],
])('%j is read', (text, address) => {
  expect(parseMailAddress(text)).toEqual({ ok: true, address });
});

test.each([
  ['', 'empty'],
  ['ana', 'no-at-sign'],
  ['ana@example', 'bad-domain'],
  ['ana@-x.example', 'bad-domain'],
  ['ana@exam_ple.com', 'bad-domain'],
  ['ana@127.0.0.1', 'bad-domain'],
  ['ana@[127.0.0.1]', 'bad-domain'],
  ['ana..b@example.com', 'bad-local-part'],
  ['.ana@example.com', 'bad-local-part'],
  ['a b@example.com', 'bad-local-part'],
  ['a@b@example.com', 'bad-local-part'],
  ['"a b"@example.com', 'bad-local-part'],
  ['ana@example.com, bob@example.com', 'bad-local-part'],
  [`${'a'.repeat(65)}@example.com`, 'too-long'],
  [`ana@${'abcdefgh.'.repeat(30)}com`, 'bad-domain'],
  ['ana@example.com\r\nBcc: bob@example.com', 'control-character'],
  ['Ana\u0000 <ana@example.com>', 'control-character'],
  ['Ana\u2028 <ana@example.com>', 'control-character'],
])('%j is refused: %s', (text, fault) => {
  expect(parseMailAddress(text)).toEqual({ ok: false, fault });
});

test('whatever is accepted is one line, bounded, and survives being written and read again', () => {
  const arbitrary = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.emailAddress(),
    fc.tuple(fc.string(), fc.emailAddress()).map(([name, email]) => `${name} <${email}>`),
  );
  fc.assert(
    fc.property(arbitrary, (text) => {
      const parsed = parseMailAddress(text);
      if (!parsed.ok) return;
      expect(parsed.address.email).toMatch(/^[^\s<>,"]+@[a-z0-9.-]+$/u);
      expect(Buffer.byteLength(parsed.address.email)).toBeLessThanOrEqual(254);
      expect(formatMailAddress(parsed.address)).not.toMatch(/\p{Cc}/u);
      expect(parseMailAddress(formatMailAddress(parsed.address))).toEqual(parsed);
    }),
  );
});

test('an identity ignores case and blanks, and keeps dots and tags', () => {
  expect(normaliseEmail('  Ana.Ruiz+Shop@Example.COM ')).toBe('ana.ruiz+shop@example.com');
  expect(normaliseEmail('Ana <ana@example.com>')).toBeUndefined();
  expect(normaliseEmail('not an address')).toBeUndefined();
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const once = normaliseEmail(email);
      return once === undefined || normaliseEmail(once) === once;
    }),
  );
});

test.each([
  ['Ana+shop@Example.com', 'ana@example.com'],
  ['ana.ruiz+x@example.com', 'ana.ruiz@example.com'],
  ['a.n.a+x@googlemail.com', 'ana@gmail.com'],
  ['ana@protonmail.com', 'ana@proton.me'],
  ['+x@example.com', '+x@example.com'],
  ['nobody', undefined],
])('what is sent to %s reaches the mailbox %s', (text, mailbox) => {
  expect(mailboxOf(text)).toBe(mailbox);
});

test('a fraud check sees through dots, tags, case and a second name of a provider', () => {
  expect(sameMailbox('ana.ruiz+friend@gmail.com', 'AnaRuiz@googlemail.com')).toBe(true);
  expect(sameMailbox('ana@pm.me', 'Ana+x@ProtonMail.com')).toBe(true);
  expect(sameMailbox('ana@me.com', 'a.na@icloud.com')).toBe(true);
  expect(sameMailbox('ana@example.com', 'ana@example.org')).toBe(false);
  expect(sameMailbox('ana@example.com', 'bob@example.com')).toBe(false);
  expect(sameMailbox('nonsense', 'nonsense')).toBe(false);
  expect(mailboxKey('+tag@example.com')).toBe('+tag@example.com');
  expect(mailboxKey('a@constructor.example')).toBe('a@constructor.example');
});
