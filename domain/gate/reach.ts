import { own } from '../json.ts';
import type { PushDevice } from '../push/push-devices.ts';
import type { ComposedReading } from '../messages/channels/channel-type.ts';
import { channelType } from '../messages/channels.ts';
import { isOnlySeen } from '../profiles/traits.ts';
import type { Profile } from '../profiles/profile.ts';

/** How a person is addressed on a channel, or why they are not. */
export type Reach =
  | { readonly kind: 'address'; readonly address: string }
  /** `no-address`: none is known, or it was removed. `address-not-valid`: what is known is no address; `missing`: the parts it lacks. */
  | {
      readonly kind: 'unreachable';
      readonly reason: 'no-address' | 'address-not-valid';
      readonly missing?: readonly string[];
    };

/** The trait and the kind of identity that hold the address of a channel, which are named alike. */
export const addressField = (channel: string): string => channelType(channel).address;

/** An address in its one form: an e-mail in lower case, a phone number as E.164; undefined for what is none. */
export const normalAddress = (input: { channel: string; address: string }): string | undefined =>
  channelType(input.channel).normalise(input.address);

/** The form under which an address is counted and suppressed: the same for all its spellings. */
export const addressForm = (input: { channel: string; address: string }): string => {
  const { channel, address } = input;
  const key = channelType(channel).composed?.keyOf(address) ?? normalAddress(input);
  return key ?? address.trim().toLowerCase();
};

/** The devices of a person to which a message on the channel goes, the one given last first. */
export const devicesOn = (input: { profile: Profile; channel: string }): readonly PushDevice[] =>
  channelType(input.channel).devices === true ? (input.profile.pushDevices ?? []) : [];

/** How a person is addressed on a channel whose address is made of several parts. */
const composedReach = (read: ComposedReading | undefined): Reach => {
  if (read === undefined) return { kind: 'unreachable', reason: 'no-address' };
  return read.ok
    ? { kind: 'address', address: read.address }
    : { kind: 'unreachable', reason: 'address-not-valid', missing: read.missing };
};

/**
 * How a person is addressed on a channel; where they have devices, on the one given last. What they told counts, also that they have none any more; only of whom no
 * address was ever told, what they are known under does.
 */
export const reachOn = (input: { profile: Profile; channel: string }): Reach => {
  const { profile, channel } = input;
  const [device] = devicesOn(input);
  if (device !== undefined) return { kind: 'address', address: device.address };
  const { composed } = channelType(channel);
  if (composed !== undefined) return composedReach(composed.readIn(profile.traits));
  const name = addressField(channel);
  const told = own(profile.traits, name);
  const wasTold = Object.hasOwn(profile.traitTimes, name) && !isOnlySeen({ profile, name });
  const isBlank = told === undefined || told === null || (typeof told === 'string' && told.trim() === '');
  if (isBlank && wasTold) return { kind: 'unreachable', reason: 'no-address' };
  const known = profile.ids.findLast((id) => id.startsWith(`${name}:`))?.slice(name.length + 1);
  // A channel of a plugin's own is addressed by its identity first: a device token, a chat.
  const isKnownFirst = !channelType(channel).told;
  const value = isBlank || (isKnownFirst && known !== undefined) ? known : told;
  if (value === undefined) return { kind: 'unreachable', reason: 'no-address' };
  const text = typeof value === 'number' ? String(value) : value;
  const address = typeof text === 'string' ? normalAddress({ channel, address: text }) : undefined;
  return address === undefined
    ? { kind: 'unreachable', reason: 'address-not-valid' }
    : { kind: 'address', address };
};

/** The address of a person on a channel; undefined when they cannot be reached there. */
export const addressOf = (input: { profile: Profile; channel: string }): string | undefined => {
  const reach = reachOn(input);
  return reach.kind === 'address' ? reach.address : undefined;
};
