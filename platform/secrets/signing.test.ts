import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSigner, hmac, safeEqual } from './signing.ts';

describe('safeEqual', () => {
  test('agrees with equality for strings of any length', () => {
    const pairs = property(string(), string(), (one, other) => safeEqual(one, other) === (one === other));
    const twins = property(string(), (one) => safeEqual(one, one));
    expect(() => assert(pairs)).not.toThrow();
    expect(() => assert(twins)).not.toThrow();
  });
});

describe('hmac', () => {
  test('is the HMAC-SHA256 of RFC 4231, test case 2', () => {
    expect(hmac({ secret: 'Jefe', data: 'what do ya want for nothing?' })).toBe(
      Buffer.from('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843', 'hex').toString(
        'base64url',
      ),
    );
  });
});

describe('a signer', () => {
  const signer = createSigner({ secrets: ['new'], purpose: 'unsubscribe' });

  test('opens what it signed, whatever the text', () => {
    const roundTrip = property(
      string({ unit: 'grapheme' }),
      (text) => signer.open(signer.sign(text)) === text,
    );
    expect(() => assert(roundTrip)).not.toThrow();
  });

  test('refuses a token with any one character changed, cut or added', () => {
    const token = signer.sign('profile-1:offers');
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(signer.open(changed)).toBeUndefined();
      expect(signer.open(token.slice(0, at))).toBeUndefined();
    }
    expect(signer.open(`${token}.x`)).toBeUndefined();
    expect(signer.open(`${token}A`)).toBeUndefined();
  });

  test('refuses a token signed for another purpose', () => {
    expect(createSigner({ secrets: ['new'], purpose: 'click' }).open(signer.sign('a'))).toBeUndefined();
  });

  test('accepts every secret while rotating, signs with the first, and forgets one taken out', () => {
    const old = createSigner({ secrets: ['old'], purpose: 'unsubscribe' });
    const both = createSigner({ secrets: ['new', 'old'], purpose: 'unsubscribe' });
    expect(both.open(old.sign('a'))).toBe('a');
    expect(signer.open(both.sign('a'))).toBe('a');
    expect(signer.open(old.sign('a'))).toBeUndefined();
  });
});
