import { hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createKeyring } from './keyring.ts';
import { hmac } from './signing.ts';

const purpose = 'tombstone';

describe('a keyring', () => {
  const before = createKeyring({ secrets: ['the first secret'] });
  const rotating = createKeyring({ secrets: ['the second secret', 'the first secret'] });
  const after = createKeyring({ secrets: ['the second secret'] });

  test('derives the key of a purpose by HKDF-SHA256 and writes under the current secret', () => {
    const key = Buffer.from(hkdfSync('sha256', 'the first secret', '', `ciclo:${purpose}`, 32));
    expect(before.mac({ purpose, data: 'a' })).toBe(hmac({ secret: key, data: 'a' }));
    expect(rotating.mac({ purpose, data: 'a' })).toBe(after.mac({ purpose, data: 'a' }));
  });

  test('gives another value for another purpose and another text', () => {
    const values = [
      before.mac({ purpose, data: 'a' }),
      before.mac({ purpose, data: 'b' }),
      before.mac({ purpose: 'code', data: 'a' }),
    ];
    expect(new Set(values).size).toBe(3);
  });

  test('finds what an earlier secret wrote for as long as that secret is kept', () => {
    const written = before.mac({ purpose, data: 'a' });
    expect(rotating.macs({ purpose, data: 'a' })).toEqual([rotating.mac({ purpose, data: 'a' }), written]);
    expect(after.macs({ purpose, data: 'a' })).not.toContain(written);
  });

  test('still finds links and addresses written with the secret itself, and writes none', () => {
    const written = hmac({ secret: 'the first secret', data: 'a' });
    for (const named of ['link', 'address']) {
      expect(rotating.macs({ purpose: named, data: 'a' })).toContain(written);
      expect(after.macs({ purpose: named, data: 'a' })).not.toContain(written);
      expect(before.mac({ purpose: named, data: 'a' })).not.toBe(written);
    }
    expect(rotating.macs({ purpose, data: 'a' })).not.toContain(written);
  });

  test('a secret that is retired finds addresses and erased people, and opens and signs nothing', () => {
    const keyring = createKeyring({ secrets: ['the second secret'], retired: ['the first secret'] });
    for (const lasting of ['address', 'tombstone']) {
      const written = before.mac({ purpose: lasting, data: 'a' });
      expect(keyring.macs({ purpose: lasting, data: 'a' })).toContain(written);
      expect(keyring.mac({ purpose: lasting, data: 'a' })).toBe(after.mac({ purpose: lasting, data: 'a' }));
    }
    expect(keyring.macs({ purpose: 'address', data: 'a' })).toContain(
      hmac({ secret: 'the first secret', data: 'a' }),
    );
    for (const signing of ['link', 'identity-proof', 'cursor']) {
      expect(keyring.macs({ purpose: signing, data: 'a' })).toEqual(
        after.macs({ purpose: signing, data: 'a' }),
      );
    }
    const token = before.signer('unsubscribe').sign('profile-1');
    expect(keyring.signer('unsubscribe').open(token)).toBeUndefined();
  });

  test('is not made of a short secret', () => {
    expect(() => createKeyring({ secrets: ['the first secret', 'short'] })).toThrow(/CICLO_SECRET.*16/);
  });

  test('opens what an earlier secret signed, for the same purpose only', () => {
    const token = before.signer('unsubscribe').sign('profile-1');
    expect(rotating.signer('unsubscribe').open(token)).toBe('profile-1');
    expect(rotating.signer('click').open(token)).toBeUndefined();
    expect(after.signer('unsubscribe').open(token)).toBeUndefined();
  });
});
