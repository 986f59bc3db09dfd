import { createHash, randomBytes } from 'node:crypto';

/** A verifier and its challenge, as PKCE has them (RFC 7636). */
export const createCodePair = (): { readonly verifier: string; readonly challenge: string } => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};
