import { z } from 'zod';

import { anyAnswer, callAuth } from './auth.ts';

const creationSchema = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  algorithms: z.array(z.number()),
  exclude: z.array(z.string()),
});

const requestSchema = z.object({ challenge: z.string(), rpId: z.string() });

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    atob(text.replaceAll('-', '+').replaceAll('_', '/')),
    (letter) => letter.codePointAt(0) ?? 0,
  );

const textOf = (buffer: ArrayBuffer): string =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCodePoint(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** Whether this browser makes passkeys. */
export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function';

/** What the device answers; undefined where the person leaves, or it has none that fits. */
const asked = async (ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | undefined> => {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential : undefined;
  } catch (thrown) {
    if (thrown instanceof DOMException) return undefined;
    throw thrown;
  }
};

/** Makes a passkey on the device of the person and adds it; false when they leave before. Throws `ProblemError`. */
export const addPasskey = async (input: { tenant: string; name: string }): Promise<boolean> => {
  const { tenant, name } = input;
  const begun = await callAuth({ tenant, path: 'passkeys/begin', schema: creationSchema, body: {} });
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: bytesOf(begun.challenge),
        rp: begun.rp,
        user: { ...begun.user, id: bytesOf(begun.user.id) },
        pubKeyCredParams: begun.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: begun.exclude.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      },
    }),
  );
  const { response } = made ?? {};
  if (made === undefined || !(response instanceof AuthenticatorAttestationResponse)) return false;
  const publicKey = response.getPublicKey();
  if (publicKey === null) return false;
  const body = {
    name,
    id: made.id,
    clientData: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.getAuthenticatorData()),
    publicKey: textOf(publicKey),
    algorithm: response.getPublicKeyAlgorithm(),
  };
  await callAuth({ tenant, path: 'passkeys', schema: anyAnswer, body });
  return true;
};

/** Signs in with a passkey of the person; false when they leave before. Throws `ProblemError`. */
export const enterWithPasskey = async (input: { tenant: string }): Promise<boolean> => {
  const { tenant } = input;
  const begun = await callAuth({ tenant, path: 'passkey/begin', schema: requestSchema, body: {} });
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: { challenge: bytesOf(begun.challenge), rpId: begun.rpId, userVerification: 'required' },
    }),
  );
  const { response } = used ?? {};
  if (used === undefined || !(response instanceof AuthenticatorAssertionResponse)) return false;
  const body = {
    id: used.id,
    clientData: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
  };
  await callAuth({ tenant, path: 'passkey', schema: anyAnswer, body });
  return true;
};
