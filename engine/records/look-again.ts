import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { ChangeProfile } from '../people/change-profile.ts';

/** Works out the segments and the watched runs of a person again; somebody who is not there any more is left alone. */
export type LookAgain = (input: {
  readonly tenant: string;
  readonly profileId: string;
  /** The same for the same reason to look. */
  readonly id: string;
}) => Promise<void>;

/** Makes the look at a person whose records changed by what is no event. */
export const createLookAgain = (deps: { changeProfile: ChangeProfile; clock: Clock }): LookAgain => {
  const { changeProfile, clock } = deps;
  return async ({ tenant, profileId, id }) => {
    try {
      const now = clock.now(tenant);
      await changeProfile({ tenant, profileId, id, now, onlyIfDifferent: true, apply: (current) => current });
    } catch (thrown) {
      if (!(thrown instanceof CicloError && thrown.code === 'not-found')) throw thrown;
    }
  };
};
