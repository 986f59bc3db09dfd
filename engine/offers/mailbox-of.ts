import { addressOf } from '../../domain/gate/reach.ts';
import { mailboxKey } from '../../domain/messages/mail-address.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Keyring } from '../access/keyring-port.ts';

/**
 * The mailbox of a person under a keyed hash: `ana+1@`, `a.na@` and `ana@` reach the same one, and many profiles made of one
 * mailbox have no more coupons than one.
 */
export const mailboxOf = (input: {
  keyring: Pick<Keyring, 'mac'>;
  tenant: string;
  profile: Profile;
}): string | undefined => {
  const { keyring, tenant, profile } = input;
  const key = mailboxKey(addressOf({ profile, channel: 'email' }) ?? '');
  return key === undefined
    ? undefined
    : keyring.mac({ purpose: 'coupon-mailbox', data: JSON.stringify([tenant, key]) });
};
