import { isDeviceKind, isStrongKind, kindOf } from './identity-kinds.ts';
import { profileLimits as limits } from '../profile-limits.ts';

/** Kinds of which a person gets more and more in the course of the years: of those the newest are kept. */
const isByTurn = (kind: string): boolean => isDeviceKind(kind) || !(isStrongKind(kind) || isAddress(kind));
const isAddress = (kind: string): boolean => kind === 'email' || kind === 'phone';

/**
 * Adds identities to those of a profile, as far as it has room (see `profileLimits`): of devices and orders the oldest
 * give way, others are left out.
 */
export const withIdentities = (input: {
  ids: readonly string[];
  add: readonly string[];
}): { readonly ids: readonly string[]; readonly left: readonly string[] } => {
  const ids = new Set(input.ids);
  const left: string[] = [];
  for (const id of input.add) {
    if (ids.has(id)) continue;
    const kind = kindOf(id);
    const same = [...ids].filter((one) => kindOf(one) === kind);
    const isFull = ids.size >= limits.identities;
    const [oldest] = same;
    if (isByTurn(kind) && oldest !== undefined && (isFull || same.length >= limits.identitiesByTurn)) {
      ids.delete(oldest);
      ids.add(id);
    } else if (isFull || (isAddress(kind) && same.length >= limits.addresses)) left.push(id);
    else ids.add(id);
  }
  return { ids: [...ids], left };
};
