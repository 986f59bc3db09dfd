import { createHmac } from 'node:crypto';

import { normaliseEmail } from '../../domain/messages/mail-address.ts';
import { type Profile, textTrait } from '../../domain/profiles/profile.ts';

/** How a person is addressed on a channel; undefined when they cannot be reached there. */
export const addressOf = (input: { profile: Profile; channel: string }): string | undefined => {
  const { profile, channel } = input;
  const fromIds = (kind: string): string | undefined =>
    profile.ids.findLast((id) => id.startsWith(`${kind}:`))?.slice(kind.length + 1);
  switch (channel) {
    case 'email': {
      const email = textTrait(profile, 'email');
      return (email === undefined ? undefined : normaliseEmail(email)) ?? fromIds('email');
    }
    case 'sms':
    case 'whatsapp':
      return textTrait(profile, 'phone') ?? fromIds('phone');
    default:
      return fromIds(channel) ?? textTrait(profile, channel);
  }
};

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
