import { createHash, generateKeyPairSync, sign } from 'node:crypto';

import type { Assertion, Attestation, RelyingParty } from './webauthn.ts';

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();
const text = (data: Buffer | string): string => Buffer.from(data).toString('base64url');

const pairOf = (algorithm: number) => {
  if (algorithm === -8) return generateKeyPairSync('ed25519');
  if (algorithm === -257) return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
};

type Said = {
  readonly challenge: string;
  readonly party: RelyingParty;
  readonly type?: string;
  readonly flags?: number;
  readonly crossOrigin?: boolean;
};

const clientDataOf = (type: string, { challenge, party, crossOrigin = false }: Said): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin: party.origin, crossOrigin }));

/** An authenticator with one passkey, which counts up with each use; `flags` says present and verified by default. */
export const createAuthenticator = ({ id = 'credential-1', algorithm = -7 } = {}) => {
  const pair = pairOf(algorithm);
  let counter = 0;
  const dataOf = (party: RelyingParty, flags: number): Buffer => {
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(party.id), head]);
  };
  return {
    make: (said: Said): Attestation => {
      const length = Buffer.alloc(18);
      length.writeUInt16BE(Buffer.from(id).length, 16);
      const data = Buffer.concat([dataOf(said.party, said.flags ?? 0x45), length, Buffer.from(id)]);
      return {
        id: text(id),
        clientData: text(clientDataOf(said.type ?? 'webauthn.create', said)),
        authenticatorData: text(data),
        publicKey: text(pair.publicKey.export({ format: 'der', type: 'spki' })),
        algorithm,
      };
    },
    use: (said: Said): Assertion => {
      counter += 1;
      const clientData = clientDataOf(said.type ?? 'webauthn.get', said);
      const data = dataOf(said.party, said.flags ?? 0x05);
      const signed = Buffer.concat([data, sha256(clientData)]);
      const signature = sign(algorithm === -8 ? null : 'sha256', signed, pair.privateKey);
      return {
        id: text(id),
        clientData: text(clientData),
        authenticatorData: text(data),
        signature: text(signature),
      };
    },
    /** As a copy of the authenticator would be, made when it had counted so far. */
    rewind: (to: number): void => {
      counter = to;
    },
  };
};
