import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Where a passkey is for: the name of the host, and the origin of our pages. */
export type RelyingParty = { readonly id: string; readonly origin: string };

/** What a browser answers when a passkey is made; binary parts in base64url. */
export type Attestation = {
  readonly id: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  /** DER, as `getPublicKey()` gives it. */
  readonly publicKey: string;
  /** A number of COSE, as `getPublicKeyAlgorithm()` gives it. */
  readonly algorithm: number;
};

/** What a browser answers when a passkey is used. */
export type Assertion = {
  readonly id: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
};

/** A passkey as it is checked: its public key (DER in base64url), and how often it says it was used. */
export type PasskeyKey = { readonly publicKey: string; readonly algorithm: number; readonly counter: number };

/** `why` is for anyone who develops against it; nobody who signs in is told. */
export type Checked<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly why: string };

/** The signatures that are taken (COSE): ECDSA on P-256, Ed25519, RSA with SHA-256. */
export const algorithms = [-7, -8, -257] as const;

const flags = { present: 0x01, verified: 0x04, backedUp: 0x10, attested: 0x40 } as const;
const rsaBitsMin = 2048;

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();
const no = (why: string): { readonly ok: false; readonly why: string } => ({ ok: false, why });

const fieldsOf = (text: string): ReadonlyMap<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(bytes(text).toString('utf8'));
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
};

/** The challenge that the client data of an answer brings, in base64url; undefined where there is none. */
export const challengeIn = (clientData: string): string | undefined => {
  const challenge = fieldsOf(clientData)?.get('challenge');
  return typeof challenge === 'string' ? challenge : undefined;
};

type Part = 'webauthn.create' | 'webauthn.get';

/** What client data and authenticator data have in common (steps 7 to 18 of the specification). */
const commonProblem = (input: {
  type: Part;
  clientData: string;
  data: Buffer;
  challenge: string;
  party: RelyingParty;
}): string | undefined => {
  const { type, data, challenge, party } = input;
  const said = fieldsOf(input.clientData);
  if (said?.get('type') !== type) return 'type';
  if (said.get('challenge') !== challenge) return 'challenge';
  if (said.get('origin') !== party.origin) return 'origin';
  if (said.get('crossOrigin') === true) return 'cross-origin';
  if (data.length < 37) return 'authenticator-data';
  if (!data.subarray(0, 32).equals(sha256(party.id))) return 'relying-party';
  const flag = data.readUInt8(32);
  if ((flag & flags.present) === 0) return 'not-present';
  return (flag & flags.verified) === 0 ? 'not-verified' : undefined;
};

const keyOf = (publicKey: string, algorithm: number): KeyObject | undefined => {
  try {
    const key = createPublicKey({ key: bytes(publicKey), format: 'der', type: 'spki' });
    const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    const { asymmetricKeyType: type } = key;
    const fits =
      (algorithm === -7 && type === 'ec' && namedCurve === 'prime256v1') ||
      (algorithm === -8 && type === 'ed25519') ||
      (algorithm === -257 && type === 'rsa' && modulusLength >= rsaBitsMin);
    return fits ? key : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Checks a new passkey by section 7.1 of WebAuthn. No attestation is asked for: who made the device is not looked at, no matter who is signed
 * in vouches for it. `challenge` is in base64url, as it was sent.
 */
export const checkAttestation = (input: {
  attestation: Attestation;
  challenge: string;
  party: RelyingParty;
}): Checked<PasskeyKey & { readonly isBackedUp: boolean }> => {
  const { attestation, challenge, party } = input;
  const { id, clientData, publicKey, algorithm } = attestation;
  const data = bytes(attestation.authenticatorData);
  const problem = commonProblem({ type: 'webauthn.create', clientData, data, challenge, party });
  if (problem !== undefined) return no(problem);
  const flag = data.readUInt8(32);
  if ((flag & flags.attested) === 0 || data.length < 55) return no('no-credential');
  const idEnd = 55 + data.readUInt16BE(53);
  if (!data.subarray(55, idEnd).equals(bytes(id)) || id === '') return no('credential-id');
  if (keyOf(publicKey, algorithm) === undefined) return no('public-key');
  const isBackedUp = (flag & flags.backedUp) !== 0;
  return { ok: true, publicKey, algorithm, counter: data.readUInt32BE(33), isBackedUp };
};

/**
 * Checks that a passkey was used, by section 7.2 of WebAuthn: its signature, and that it counts up, where it counts at all (a copy would
 * not). Answers the new count.
 */
export const checkAssertion = (input: {
  assertion: Assertion;
  passkey: PasskeyKey;
  challenge: string;
  party: RelyingParty;
}): Checked<{ readonly counter: number }> => {
  const { assertion, passkey, challenge, party } = input;
  const { clientData } = assertion;
  const data = bytes(assertion.authenticatorData);
  const problem = commonProblem({ type: 'webauthn.get', clientData, data, challenge, party });
  if (problem !== undefined) return no(problem);
  const key = keyOf(passkey.publicKey, passkey.algorithm);
  if (key === undefined) return no('public-key');
  const signed = Buffer.concat([data, sha256(bytes(clientData))]);
  const digest = passkey.algorithm === -8 ? null : 'sha256';
  if (!verify(digest, signed, key, bytes(assertion.signature))) return no('signature');
  const counter = data.readUInt32BE(33);
  if ((counter !== 0 || passkey.counter !== 0) && counter <= passkey.counter) return no('counter');
  return { ok: true, counter };
};
