import { type ConsentEntry, entriesOf } from '../../domain/consents/consent-entry.ts';
import { CicloError } from '../../domain/errors.ts';
import { withStatement } from '../../domain/gate/contact.ts';
import { isKnownStatement, type Statement, statementOf } from '../../domain/profiles/consents.ts';
import type { EventScope } from '../../domain/profiles/event-scope.ts';
import { isGivenAgain } from '../../domain/push/push-devices.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { ConsentLedger, ConsentRow, ContactStore } from './ports.ts';
import type { EventRow } from '../events/ports.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { HashedAddress, MessageStore } from '../messages/ports.ts';
import { addressAbout } from '../messages/send/address-about.ts';
import { asProof } from './proof.ts';

const triesMax = 50;

type Deps = {
  readonly contacts: ContactStore;
  readonly consentLedger: Pick<ConsentLedger, 'append'>;
  readonly messages: MessageStore;
  readonly keyring: Keyring;
};

type Telling = {
  readonly row: EventRow;
  /** Without an id when the person was erased. */
  readonly profile: Profile;
  readonly scope: EventScope;
  readonly now: number;
};

/** The line as it is kept; of an erased person only the proof, and nothing where no address is known. */
const rowsOf = (entry: ConsentEntry, address: HashedAddress | undefined): readonly ConsentRow[] => {
  const row = address === undefined ? entry : { ...entry, addressHash: address.addressHashes[0] };
  if (entry.profileId !== undefined) return [row];
  return address === undefined ? [] : [asProof(row)];
};

/**
 * Makes the part of the dispatch that notes what was said about consent: in the ledger, with its proof, and on the address as
 * well, where a withdrawal holds for everybody who has it, until a confirmed yes from it. A repeat changes nothing.
 */
export const createNoteConsent = (deps: Deps) => {
  const noteOnAddress = async (address: HashedAddress, said: Statement): Promise<void> => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const { rev, ...contact } = await deps.contacts.get(address);
      const changed = withStatement(contact, said);
      if (JSON.stringify(changed) === JSON.stringify(contact)) return;
      if ((await deps.contacts.save({ address, contact: changed, rev })) === 'saved') return;
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The address is being changed by too many at once.',
    });
  };

  return async (input: Telling): Promise<void> => {
    const { row, profile, scope, now } = input;
    // The yes of a browser is said once, and not at each visit.
    if (isGivenAgain({ event: row, devices: profile.pushDevices })) return;
    const profileId = profile.id === '' ? undefined : profile.id;
    const entries = entriesOf({ row, profileId, scope, now });
    const addresses = new Map<string, HashedAddress | undefined>();
    for (const channel of new Set(entries.map((entry) => entry.channel))) {
      addresses.set(channel, await addressAbout({ deps, row, profile, channel }));
    }
    await deps.consentLedger.append(entries.flatMap((entry) => rowsOf(entry, addresses.get(entry.channel))));
    const said = statementOf(row);
    if (said === undefined || !isKnownStatement({ said, scope })) return;
    const address = addresses.get(said.channel);
    if (address !== undefined) await noteOnAddress(address, said);
  };
};
