import { codeFor } from '../offers/code.ts';

/**
 * The code under which a person recommends us: short, without look-alikes, always the same for them. `mac` is a keyed hash,
 * so that nobody computes the code of somebody whose id they know.
 */
export const referralCodeFor = (input: {
  tenant: string;
  profileId: string;
  mac: (data: string) => string;
}): string => {
  const { tenant, profileId, mac } = input;
  return codeFor({ pattern: 'FRIEND-########', seed: mac(JSON.stringify([tenant, profileId])) });
};
