import { strongConflict } from '../profiles/identities/identity-kinds.ts';

/**
 * Whether a profile has another strong identity of a kind that a request names: it is of somebody else then, who shares an
 * address or a device with the person that asks.
 */
export const hasOtherStrongId = (input: { named: readonly string[]; ids: readonly string[] }): boolean =>
  strongConflict(input.named, input.ids) !== undefined;
