import { codeFor } from '../offers/code.ts';

/** The code under which a person recommends us: short, without look-alikes, always the same for them. */
export const referralCodeFor = (input: { tenant: string; profileId: string }): string =>
  codeFor({ pattern: 'FRIEND-########', seed: JSON.stringify(['referral', input.tenant, input.profileId]) });
