import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { CicloError } from '../../domain/errors.ts';
import { createSealer } from './sealing.ts';
import { createSigner, hmac } from './signing.ts';

const keyBytes = 32;
const secretChars = 16;

/** Purposes whose values may have been made with the secret itself; such values are still found, and never made. */
const underived: ReadonlySet<string> = new Set(['link', 'address']);

/**
 * Purposes whose values stand for people who want no mail or are gone, and have no end. They only find: anyone who has the
 * secret can make nothing with them that we would believe.
 */
const lasting: ReadonlySet<string> = new Set(['address', 'tombstone']);

type Datum = { readonly purpose: string; readonly data: string };
type Keys = readonly [KeyObject, ...KeyObject[]];

/**
 * One key for one purpose, by HKDF with SHA-256 (RFC 5869). The salt is empty: the secret is random already, and
 * every process has to come to the same key.
 */
const deriveKey = (input: { secret: string; purpose: string }): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', input.secret, '', `ciclo:${input.purpose}`, keyBytes)));

/** `value` from `make`, once for each key. */
const remembered = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    return made;
  };
};

/**
 * Makes the keyring of the engine's secrets (the port `Keyring`): the current one, then those it replaced. Take an old secret out only
 * when what it signed may stop working. Throws `bad-configuration` for a secret of fewer than 16 characters.
 *
 * @example createKeyring({ secrets: [current, ...previous] }).mac({ purpose: 'address', data: 'a@example.com' })
 */
export const createKeyring = (input: {
  secrets: readonly [string, ...string[]];
  /** Secrets that sign and open nothing any more, and still find what has no end. */
  retired?: readonly string[];
}) => {
  const [current, ...previous] = input.secrets;
  const { retired = [] } = input;
  if ([...input.secrets, ...retired].some((secret) => secret.length < secretChars)) {
    throw new CicloError({
      code: 'bad-configuration',
      message: `A secret of the engine (CICLO_SECRET, CICLO_SECRET_PREVIOUS, CICLO_SECRET_RETIRED) needs at least ${secretChars} characters.`,
    });
  }
  const keysOf = remembered((purpose): Keys => [
    deriveKey({ secret: current, purpose }),
    ...previous.map((secret) => deriveKey({ secret, purpose })),
  ]);
  const acceptedOf = remembered((purpose): Keys => {
    const old = lasting.has(purpose) ? retired : [];
    const direct = underived.has(purpose) ? [...input.secrets, ...old] : [];
    return [
      ...keysOf(purpose),
      ...old.map((secret) => deriveKey({ secret, purpose })),
      ...direct.map((secret) => createSecretKey(Buffer.from(secret))),
    ];
  });
  return {
    mac: ({ purpose, data }: Datum): string => hmac({ secret: keysOf(purpose)[0], data }),
    macs: ({ purpose, data }: Datum): readonly [string, ...string[]] => {
      const [first, ...others] = acceptedOf(purpose);
      return [hmac({ secret: first, data }), ...others.map((secret) => hmac({ secret, data }))];
    },
    sealer: (purpose: string) => createSealer(keysOf(purpose)),
    signer: (purpose: string) => createSigner({ secrets: keysOf(purpose), purpose }),
  };
};
