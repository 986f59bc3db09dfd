import type { SelfService } from '../../api/ports/self-service.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { referralSettings } from '../../domain/workspace/referral-settings.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { InviteFriend } from '../referrals/invite-friend.ts';
import type { ReferralStore } from '../referrals/ports.ts';

type Deps = {
  readonly profiles: ProfileStore;
  readonly referrals: Pick<ReferralStore, 'states'>;
  readonly inviteFriend: InviteFriend;
  readonly links: Pick<Links, 'referral'>;
  readonly live: LiveWorkspaces;
};

/** Makes how a person recommends the shop: their link, their friends by state, a mail to a friend. */
export const createOwnReferrals = (deps: Deps): Pick<SelfService, 'referrals' | 'inviteFriend'> => ({
  referrals: async ({ tenant, profileId }) => {
    const settings = referralSettings((await deps.live.of(tenant)).published.settings);
    const profile = await livingOf({ profiles: deps.profiles, tenant, profileId });
    if (settings === undefined || profile === undefined) return undefined;
    const states = await deps.referrals.states({ tenant, advocate: profile.id });
    return { url: deps.links.referral(profile.referralCode), mails: settings.invitations.mails, states };
  },
  inviteFriend: async ({ tenant, profileId, email }) => {
    const advocate = await livingOf({ profiles: deps.profiles, tenant, profileId });
    if (advocate === undefined) return 'refused';
    const outcome = await deps.inviteFriend({ tenant, advocate, invitation: { kind: 'mail', email } });
    return outcome.kind === 'refused' ? 'refused' : 'done';
  },
});
