import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyring } from '../../../platform/secrets/keyring.ts';
import { hmac } from '../../../platform/secrets/signing.ts';
import { createLinks, isWebUrl, readToken, type LinkKind } from './links.ts';

const secret = 'a secret of the tests, long enough';
const keys = createKeyring({ secrets: [secret] });
const links = createLinks({ keys, publicUrl: 'https://mail.shop.example/' });
const owner = { tenant: 'default', messageId: 'm1', profileId: 'p1', at: 1_800_000_000 };
const topic = { ...owner, topic: 'offers', channel: 'email' };
const click = { ...owner, index: 3, url: 'https://shop.example/cart?id=1&utm_source=ciclo#pay' };

const tokenOf = (url: string): string => new URL(url).pathname.slice(3).replace(/\.gif$/, '');
const kinds: readonly LinkKind[] = ['click', 'open', 'unsubscribe', 'preferences', 'view'];

test('each kind has its path, and its token says again what it was made with', () => {
  expect(links.click(click)).toMatch(/^https:\/\/mail\.shop\.example\/c\/1[\w-]+$/);
  expect(links.open(owner)).toMatch(/^https:\/\/mail\.shop\.example\/o\/1[\w-]+\.gif$/);
  expect(links.unsubscribe(topic)).toMatch(/\/u\/1[\w-]+$/);
  const visit = { ...owner, about: 'r1' };
  expect(links.registration(visit)).toMatch(/\/e\/1[\w-]+$/);
  expect(readToken({ token: tokenOf(links.registration(visit)), kind: 'registration', keys })).toEqual(visit);
  expect(links.referral('ANA-7/X')).toBe('https://mail.shop.example/r/ANA-7%2FX');
  expect(readToken({ token: tokenOf(links.click(click)), kind: 'click', keys })).toEqual(click);
  expect(readToken({ token: tokenOf(links.open(owner)), kind: 'open', keys })).toEqual(owner);
  expect(readToken({ token: tokenOf(links.unsubscribe(topic)), kind: 'unsubscribe', keys })).toEqual(topic);
  expect(readToken({ token: tokenOf(links.preferences(topic)), kind: 'preferences', keys })).toEqual(topic);
  expect(readToken({ token: tokenOf(links.view(owner)), kind: 'view', keys })).toEqual(owner);
});

test('any payload goes there and back', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(
      fc.record({ tenant: text, messageId: text, profileId: text, at: fc.nat(), topic: text, channel: text }),
      (link) => {
        expect(readToken({ token: tokenOf(links.unsubscribe(link)), kind: 'unsubscribe', keys })).toEqual(
          link,
        );
      },
    ),
  );
});

test('a token with any one character changed, cut or added is refused', () => {
  const token = tokenOf(links.click(click));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (let at = 0; at < token.length; at += 1) {
    for (const letter of letters.split('').filter((each) => each !== token.charAt(at))) {
      const forged = token.slice(0, at) + letter + token.slice(at + 1);
      expect(readToken({ token: forged, kind: 'click', keys })).toBeUndefined();
    }
    expect(readToken({ token: token.slice(0, at), kind: 'click', keys })).toBeUndefined();
    expect(readToken({ token: token.slice(at + 1), kind: 'click', keys })).toBeUndefined();
  }
  expect(readToken({ token: `${token}A`, kind: 'click', keys })).toBeUndefined();
  expect(readToken({ token: `${token}=`, kind: 'click', keys })).toBeUndefined();
});

test('no text is a token by chance, and none makes the reader throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), fc.constantFrom(...kinds), (token, kind) => {
      expect(readToken({ token, kind, keys })).toBeUndefined();
      expect(readToken({ token: `1${token}`, kind, keys })).toBeUndefined();
    }),
  );
  expect(readToken({ token: `1${'A'.repeat(100_000)}`, kind: 'click', keys })).toBeUndefined();
});

test('a token of one kind is worthless as any other', () => {
  for (const kind of kinds.filter((each) => each !== 'unsubscribe')) {
    expect(readToken({ token: tokenOf(links.unsubscribe(topic)), kind, keys })).toBeUndefined();
  }
});

test('links signed before a rotation go on working, links of another secret never do', () => {
  const token = tokenOf(links.unsubscribe(topic));
  const newer = 'a newer secret, also long enough';
  const rotated = createKeyring({ secrets: [newer, secret] });
  const foreign = createKeyring({ secrets: [newer] });
  expect(readToken({ token, kind: 'unsubscribe', keys: rotated })).toEqual(topic);
  expect(readToken({ token, kind: 'unsubscribe', keys: foreign })).toBeUndefined();
  const made = createLinks({ keys: rotated, publicUrl: 'https://mail.shop.example' }).unsubscribe(topic);
  expect(readToken({ token: tokenOf(made), kind: 'unsubscribe', keys: foreign })).toEqual(topic);
});

test('links signed with the secret itself go on working', () => {
  const body = tokenOf(links.unsubscribe(topic)).slice(23);
  const signature = hmac({ secret, data: `ciclo-link:1:unsubscribe:${body}` }).slice(0, 22);
  expect(readToken({ token: `1${signature}${body}`, kind: 'unsubscribe', keys })).toEqual(topic);
  expect(readToken({ token: `1${signature}${body}`, kind: 'preferences', keys })).toBeUndefined();
});

test('an age limit refuses old tokens only where it is asked for', () => {
  const token = tokenOf(links.view(owner));
  const limits = { kind: 'view', keys, maxAgeSeconds: 60 } as const;
  expect(readToken({ token, ...limits, now: owner.at + 60 })).toEqual(owner);
  expect(readToken({ token, ...limits, now: owner.at + 61 })).toBeUndefined();
  expect(readToken({ token, kind: 'view', keys, now: owner.at + 1e9 })).toEqual(owner);
});

test.each([
  'javascript:alert(1)',
  '//evil.example',
  'https:evil',
  'data:text/html,x',
  '/cart',
  'http:///x',
  'https://shop.example@evil.example/',
  'https://user:pass@shop.example/',
  '',
])('a click never leads to %j, not even when signed', (url) => {
  expect(isWebUrl(url)).toBe(false);
  expect(readToken({ token: tokenOf(links.click({ ...click, url })), kind: 'click', keys })).toBeUndefined();
});
