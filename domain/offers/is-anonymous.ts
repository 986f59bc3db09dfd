import { isKnown } from '../profiles/identities/identity-kinds.ts';
import type { Profile } from '../profiles/profile.ts';

/**
 * Whether nothing is known of somebody but ids of devices, which anybody makes up. Such a visitor gets no coupon: a
 * script could use up the budget of an offer otherwise.
 */
export const isAnonymous = (profile: Pick<Profile, 'ids'>): boolean =>
  profile.ids.length > 0 && !isKnown(profile.ids);
