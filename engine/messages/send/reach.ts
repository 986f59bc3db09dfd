import { addressForm, normalAddress } from '../../../domain/gate/reach.ts';
import { mailboxOf } from '../../../domain/messages/mail-address.ts';
import { type Profile, textTrait } from '../../../domain/profiles/profile.ts';
import type { Keyring } from '../../access/keyring-port.ts';
import type { HashedAddress } from '../ports.ts';

type Address = { readonly tenant: string; readonly channel: string; readonly address: string };

/** Spellings of one address are one address, no matter who writes it down. */
const named = ({ tenant, channel, address }: Address) => ({
  purpose: 'address',
  data: JSON.stringify(['suppression', tenant, channel, addressForm({ channel, address })]),
});

/** The keyed hash that stands for an address in the store; the same for every profile that has the address. */
export const addressHash = (input: Address & { keyring: Pick<Keyring, 'mac'> }): string =>
  input.keyring.mac(named(input));

/** The hashes under which an address may be stored: first the current one, then those of earlier secrets. */
export const addressHashes = (
  input: Address & { keyring: Pick<Keyring, 'macs'> },
): readonly [string, ...string[]] => input.keyring.macs(named(input));

/** An address by its hashes, and the mailbox that it is a form of. */
export const hashedAddress = (input: Address & { keyring: Pick<Keyring, 'macs'> }): HashedAddress => {
  const { tenant, channel, address } = input;
  const hashed = { tenant, channel, addressHashes: addressHashes(input) };
  const mailbox = channel === 'email' ? mailboxOf(address) : undefined;
  if (mailbox === undefined || mailbox === normalAddress({ channel, address })) return hashed;
  return { ...hashed, mailboxHashes: addressHashes({ ...input, address: mailbox }) };
};

/** The person's name for an address header. */
export const displayName = (profile: Profile): string | undefined => {
  const full = textTrait(profile, 'name');
  if (full !== undefined) return full;
  const parts = [textTrait(profile, 'firstName'), textTrait(profile, 'lastName')].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? undefined : parts.join(' ');
};
