import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createAuthenticator } from './authenticator-for-tests.ts';
import { algorithms, challengeIn, checkAssertion, checkAttestation } from './webauthn.ts';

const party = { id: 'ciclo.shop.example', origin: 'https://ciclo.shop.example' };
const challenge = Buffer.from('a challenge').toString('base64url');
const said = { challenge, party };

const made = (algorithm = -7) => {
  const authenticator = createAuthenticator({ algorithm });
  const checked = checkAttestation({ attestation: authenticator.make(said), challenge, party });
  if (!checked.ok) throw new Error(checked.why);
  return { authenticator, passkey: checked };
};

describe('a passkey', () => {
  it.each(algorithms)('with the algorithm %i is taken, and then signs in', (algorithm) => {
    const { authenticator, passkey } = made(algorithm);
    expect(passkey).toMatchObject({ algorithm, counter: 0, isBackedUp: false });
    const assertion = authenticator.use(said);
    expect(challengeIn(assertion.clientData)).toBe(challenge);
    expect(checkAssertion({ assertion, passkey, challenge, party })).toEqual({ ok: true, counter: 1 });
  });

  it('is not taken for another challenge, page, host or purpose, unseen, unverified, or with a key of another kind', () => {
    const whyOf = (attestation: ReturnType<ReturnType<typeof createAuthenticator>['make']>) =>
      checkAttestation({ attestation, challenge, party });
    const make = createAuthenticator().make;
    const evil = { id: party.id, origin: 'https://evil.example' };
    const elsewhere = { id: 'evil.example', origin: party.origin };
    expect(
      [
        make({ ...said, challenge: 'other' }),
        make({ ...said, party: evil }),
        make({ ...said, party: elsewhere }),
        make({ ...said, type: 'webauthn.get' }),
        make({ ...said, crossOrigin: true }),
        make({ ...said, flags: 0x44 }),
        make({ ...said, flags: 0x41 }),
        make({ ...said, flags: 0x05 }),
        { ...make(said), id: 'b3RoZXI' },
        { ...make(said), algorithm: -257 },
        { ...make(said), algorithm: -65_535 },
        { ...make(said), publicKey: 'AAAA' },
        { ...make(said), clientData: 'bnVsbA' },
        { ...make(said), authenticatorData: '' },
      ].map((one) => {
        const checked = whyOf(one);
        return checked.ok ? 'taken' : checked.why;
      }),
    ).toEqual([
      'challenge',
      'origin',
      'relying-party',
      'type',
      'cross-origin',
      'not-present',
      'not-verified',
      'no-credential',
      'credential-id',
      'public-key',
      'public-key',
      'public-key',
      'type',
      'authenticator-data',
    ]);
  });

  it('signs in with its own signature only, and never by a copy that counts less', () => {
    const { authenticator, passkey } = made();
    const first = authenticator.use(said);
    const check = (assertion: typeof first, counter: number) =>
      checkAssertion({ assertion, passkey: { ...passkey, counter }, challenge, party });
    expect(check(first, 0)).toEqual({ ok: true, counter: 1 });
    expect(check(first, 1)).toEqual({ ok: false, why: 'counter' });
    authenticator.rewind(3);
    expect(check(authenticator.use(said), 9)).toEqual({ ok: false, why: 'counter' });
    expect(check(createAuthenticator().use(said), 0)).toEqual({ ok: false, why: 'signature' });
    expect(check(authenticator.use({ ...said, flags: 0x01 }), 0)).toEqual({ ok: false, why: 'not-verified' });
    expect(check(authenticator.use({ ...said, type: 'webauthn.create' }), 0)).toEqual({
      ok: false,
      why: 'type',
    });
  });

  it('of which any bit was changed on the way signs nobody in, and no bytes break the check', () => {
    const { authenticator, passkey } = made();
    const whole = authenticator.use(said);
    fc.assert(
      fc.property(
        fc.constantFrom('clientData', 'authenticatorData', 'signature'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (field, at, mask) => {
          const data = Buffer.from(whole[field], 'base64url');
          data[at % data.length] = (data[at % data.length] ?? 0) ^ mask;
          const assertion = { ...whole, [field]: data.toString('base64url') };
          expect(checkAssertion({ assertion, passkey, challenge, party }).ok).toBe(false);
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.string(),
        fc.integer(),
        (clientData, authenticatorData, key, algorithm) => {
          const attestation = { id: key, clientData, authenticatorData, publicKey: key, algorithm };
          expect(checkAttestation({ attestation, challenge, party }).ok).toBe(false);
          const assertion = { id: key, clientData, authenticatorData, signature: key };
          expect(checkAssertion({ assertion, passkey, challenge, party }).ok).toBe(false);
        },
      ),
    );
  });
});
