import { createHmac } from 'node:crypto';

import { type Profile, textTrait } from '../../domain/profiles/profile.ts';

/** The keyed hash under which an address is suppressed; the same for every profile that has the address. */
export const addressHash = (input: {
  secret: string;
  tenant: string;
  channel: string;
  address: string;
}): string =>
  createHmac('sha256', input.secret)
    .update(JSON.stringify(['suppression', input.tenant, input.channel, input.address.toLowerCase()]))
    .digest('base64url');

/** The person's name for an address header. */
export const displayName = (profile: Profile): string | undefined => {
  const full = textTrait(profile, 'name');
  if (full !== undefined) return full;
  const parts = [textTrait(profile, 'firstName'), textTrait(profile, 'lastName')].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? undefined : parts.join(' ');
};
