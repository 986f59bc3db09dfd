import { CicloError } from '../../domain/errors.ts';
import type { Scope } from '../../domain/keys/key.ts';
import { personalTraitsIn, traitsLookedAt } from '../../domain/profiles/personal-traits.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';

/**
 * Throws `forbidden`, with the traits, when conditions look at traits that are marked as personal and the key lacks `personal-data`:
 * a count by them says who is ill as well as a name does.
 */
export type RefusePersonalConditions = (input: {
  tenant: string;
  scopes: readonly Scope[];
  /** As they were written. */
  when: unknown;
}) => Promise<void>;

/** Makes the question whether a key may count people by some conditions. */
export const createRefusePersonalConditions =
  (use: { live: Pick<LiveWorkspaces, 'of'> }): RefusePersonalConditions =>
  async ({ tenant, scopes, when }) => {
    if (when === undefined || scopes.includes('personal-data')) return;
    const { traits } = (await use.live.of(tenant)).published.settings;
    const found = traitsLookedAt(when, personalTraitsIn(traits));
    if (found.length === 0) return;
    throw new CicloError({
      code: 'forbidden',
      message: `This key lacks personal-data, which conditions on ${found.map((one) => `\`${one}\``).join(', ')} need.`,
    });
  };
