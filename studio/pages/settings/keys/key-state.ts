import type { components } from '../../../api/schema.ts';

export type ApiKey = components['schemas']['ApiKey'];

/** How a key stands at `now`, in epoch milliseconds. */
export const keyState = (key: ApiKey, now: number): 'works' | 'revoked' | 'ended' | 'replaced' => {
  if (key.revokedAt !== undefined) return 'revoked';
  if (key.expiresAt !== undefined && Date.parse(key.expiresAt) <= now) return 'ended';
  return key.replacedBy === undefined ? 'works' : 'replaced';
};
