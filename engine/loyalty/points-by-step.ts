import { CicloError } from '../../domain/errors.ts';
import type { EffectResult } from '../../domain/journey/effects.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { GivePoints } from './give-points.ts';

/** Awards or spends points of a programme for a step of a journey, once for each visit, whatever is repeated. */
export type PointsByStep = (input: {
  readonly tenant: string;
  readonly profileId: string;
  readonly program: string;
  /** How many; below zero to spend. */
  readonly by: number;
  readonly reason: string;
  /** The id of the visit. */
  readonly visit: string;
}) => Promise<{
  readonly result: EffectResult;
  /** The person as they are then. */
  readonly profile: Profile | undefined;
}>;

const none = (reason: string): { readonly result: EffectResult; readonly profile: undefined } => ({
  result: { kind: 'none', reason },
  profile: undefined,
});

/** Makes what a step does with points. A refusal is an outcome of the kind `none`, with its reason. */
export const createPointsByStep = (deps: {
  givePoints: GivePoints;
  profiles: Pick<ProfileStore, 'get'>;
}): PointsByStep => {
  return async ({ tenant, profileId, program, by, reason, visit }) => {
    if (by === 0) return none('no-points');
    const action = by > 0 ? 'award' : 'spend';
    const order = { tenant, profileId, program, action, points: Math.abs(by), key: `step:${visit}` } as const;
    try {
      const { outcome, account } = await deps.givePoints({ ...order, ...(reason === '' ? {} : { reason }) });
      if (outcome.kind === 'refused') return none(outcome.reason);
      const profile = await deps.profiles.get({ tenant, profileId: account.profileId });
      const output = { by, reason, program, balance: account.state.balance };
      return { result: { kind: 'done', output }, profile };
    } catch (thrown) {
      // The programme is not published any more, or the person is gone.
      if (thrown instanceof CicloError && thrown.code === 'not-found') return none('no-such-program');
      throw thrown;
    }
  };
};
