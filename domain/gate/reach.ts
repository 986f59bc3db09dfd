import { normaliseEmail } from '../messages/mail-address.ts';
import { type Profile, textTrait } from '../profiles/profile.ts';

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
