import { CicloError } from '../../../domain/errors.ts';
import type { EffectResult } from '../../../domain/journey/effects.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { GiveMembership } from './give-membership.ts';

/** Gives or ends a membership for a step of a journey, once for each visit, whatever is repeated. */
export type MembershipByStep = (input: {
  readonly tenant: string;
  readonly profileId: string;
  readonly program: string;
  readonly membership: string;
  readonly action: 'give' | 'end';
  /** The id of the visit. */
  readonly visit: string;
}) => Promise<{
  readonly result: EffectResult;
  /** The person as they are then. */
  readonly profile: Profile | undefined;
}>;

/** Makes what a step does with memberships. A refusal is an outcome of the kind `none`, with its reason. */
export const createMembershipByStep = (deps: {
  giveMembership: GiveMembership;
  profiles: Pick<ProfileStore, 'get'>;
}): MembershipByStep => {
  return async ({ visit, ...asked }) => {
    const { tenant, program, membership, action } = asked;
    try {
      const { outcome, account } = await deps.giveMembership({ ...asked, key: `step:${visit}` });
      if (outcome.kind === 'refused')
        return { result: { kind: 'none', reason: outcome.reason }, profile: undefined };
      const profile = await deps.profiles.get({ tenant, profileId: account.profileId });
      const until = outcome.postings[0]?.grant?.until;
      const output = {
        program,
        membership,
        action,
        ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
      };
      return { result: { kind: 'done', output }, profile };
    } catch (thrown) {
      // The programme is not published any more, or the person is gone.
      if (!(thrown instanceof CicloError) || thrown.code !== 'not-found') throw thrown;
      return { result: { kind: 'none', reason: 'no-such-program' }, profile: undefined };
    }
  };
};
