import { hashId } from '../../domain/hash.ts';
import type { ConversationSettings } from '../../domain/workspace/conversation-settings.ts';
import { addressField } from '../../domain/gate/reach.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { MessageRow } from '../messages/ports.ts';
import { addressHashes } from '../messages/send/reach.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { createResolveProfile } from '../people/resolve-profile.ts';
import type { Incoming } from './ports.ts';

/** Who wrote a message: the person it was proven to be, or whose address it is without proof. */
export type Sender = { readonly profileId?: string; readonly suggested?: string };

type Needs = {
  readonly profiles: Pick<ProfileStore, 'withIds'>;
  readonly resolveProfile: ReturnType<typeof createResolveProfile>;
  readonly keyring: Pick<Keyring, 'macs'>;
};

/** A look-up of an address, as an event whose only content is the address. */
const arrival = (incoming: Incoming): StoredEvent => {
  const { tenant, channel, address, at } = incoming;
  const messageId = `sender:${hashId(tenant, incoming.id)}`;
  return {
    id: `webhook:${messageId}`,
    tenant,
    messageId,
    type: 'identify',
    name: 'identify',
    externalIds: [{ kind: addressField(channel), value: address }],
    properties: {},
    traits: {},
    context: {},
    timestamp: at,
    receivedAt: at,
    source: incoming.instance,
    trust: 'webhook',
    backfill: false,
  };
};

/**
 * Whether an answer comes from the address that the message it answers went to. Only who has got that message knows its id, so
 * this proves as much as a signature of the sender's domain does.
 */
export const answersFromThere = (input: {
  keyring: Pick<Keyring, 'macs'>;
  incoming: Incoming;
  answered: Pick<MessageRow, 'addressHash' | 'channel'> | undefined;
}): boolean => {
  const { keyring, incoming, answered } = input;
  const { tenant, channel, address } = incoming;
  if (answered?.addressHash === undefined || answered.channel !== channel) return false;
  return addressHashes({ keyring, tenant, channel, address }).includes(answered.addressHash);
};

/**
 * Makes the function that says who wrote a message that goes on with no conversation. An address that is only written there says nothing:
 * it has to be vouched for by the receiving side, or the message answers one that went to that address.
 */
export const createFindSender = (use: Needs) => {
  return async (input: {
    incoming: Incoming;
    answered: MessageRow | undefined;
    settings: ConversationSettings;
  }): Promise<Sender> => {
    const { incoming, answered, settings } = input;
    const { tenant, identity, authentication } = incoming;
    const isAnswer = answersFromThere({ keyring: use.keyring, incoming, answered });
    const isProven =
      authentication === 'pass' || (authentication === 'unknown' && (isAnswer || settings.senders === 'any'));
    const [known] = await use.profiles.withIds({ tenant, ids: [identity] });
    if (known !== undefined) return isProven ? { profileId: known.id } : { suggested: known.id };
    if (isProven && isAnswer && answered !== undefined) return { profileId: answered.profileId };
    if (!isProven || settings.unknown === 'keep' || incoming.automatic !== undefined) return {};
    const made = await use.resolveProfile(arrival(incoming));
    return made === 'erased' ? {} : { profileId: made.id };
  };
};
