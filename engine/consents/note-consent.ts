import { CicloError } from '../../domain/errors.ts';
import { withStatement } from '../../domain/gate/contact.ts';
import type { EventScope } from '../../domain/profiles/event-scope.ts';
import { isKnownStatement, statementOf } from '../../domain/profiles/consents.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { ContactStore } from './ports.ts';
import type { EventRow } from '../events/ports.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { MessageStore } from '../messages/ports.ts';
import { addressAbout } from '../messages/send/address-about.ts';

const triesMax = 50;

/**
 * Makes the part of the dispatch that notes what was said about consent on the address as well: a withdrawal holds for
 * everybody who has the address, until a confirmed yes from it. A repeat changes nothing.
 */
export const createNoteConsent = (deps: {
  contacts: ContactStore;
  messages: MessageStore;
  keyring: Keyring;
}) => {
  return async (input: { row: EventRow; profile: Profile; scope: EventScope }): Promise<void> => {
    const said = statementOf(input.row);
    if (said === undefined || !isKnownStatement({ said, scope: input.scope })) return;
    const address = await addressAbout({ deps, ...input, channel: said.channel });
    if (address === undefined) return;
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
};
