import { own } from '../../../domain/json.ts';
import { addressField, addressOf, normalAddress } from '../../../domain/gate/reach.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { EventRow } from '../../events/ports.ts';
import type { Keyring } from '../../access/keyring-port.ts';
import type { HashedAddress, MessageStore } from '../ports.ts';
import { addressHashes } from './reach.ts';

/** How events name the address they are about, besides the name of its own kind. */
const addressNames = ['address', 'recipient', 'to'];

const namedIn = (row: EventRow, channel: string): string | undefined => {
  const field = addressField(channel);
  const told = [field, ...addressNames]
    .map((name) => own(row.properties, name))
    .find((value) => typeof value === 'string');
  const known = row.externalIds.find(({ kind }) => kind === field)?.value;
  return [told, known].flatMap((one) =>
    typeof one === 'string' ? (normalAddress({ channel, address: one }) ?? []) : [],
  )[0];
};

/**
 * Which address an event is about: the one the message it names went to, else the one it names, else the present one of
 * the person. Feedback often comes late, when the person has another address.
 */
export const addressAbout = async (input: {
  deps: { readonly messages: MessageStore; readonly keyring: Keyring };
  row: EventRow;
  profile: Profile;
  channel: string;
}): Promise<HashedAddress | undefined> => {
  const { deps, row, profile, channel } = input;
  const { tenant } = row;
  const id = row.properties['message_id'];
  const message = typeof id === 'string' ? await deps.messages.get({ tenant, id }) : undefined;
  if (message?.addressHash !== undefined && message.channel === channel) {
    return { tenant, channel, addressHashes: [message.addressHash] };
  }
  const address = namedIn(row, channel) ?? addressOf({ profile, channel });
  if (address === undefined) return undefined;
  return {
    tenant,
    channel,
    addressHashes: addressHashes({ keyring: deps.keyring, tenant, channel, address }),
  };
};
