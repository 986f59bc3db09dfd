import type { PageOf } from '../../domain/page.ts';
import type { Keyring } from '../access/keyring-port.ts';
import { addressHashes } from '../messages/send/reach.ts';
import { followMerges } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { ConsentLedger, ConsentRow } from './ports.ts';

/** What the consent ledger says, for those who have to prove it. */
export type ConsentHistory = {
  /** The id of the person as they are now. Throws `not-found` when there is no such person. */
  readonly person: (input: { tenant: string; id: string }) => Promise<string>;
  readonly ofPerson: ConsentLedger['ofPerson'];
  /** By the address itself, no matter who has or had it. */
  readonly ofAddress: (
    input: { tenant: string; channel: string; address: string } & PageOf,
  ) => Promise<readonly ConsentRow[]>;
};

/** Makes the look into the consent ledger. */
export const createConsentHistory = (deps: {
  consentLedger: ConsentLedger;
  profiles: ProfileStore;
  keyring: Keyring;
}): ConsentHistory => {
  const { consentLedger, profiles, keyring } = deps;
  return {
    person: async ({ tenant, id }) => (await followMerges({ profiles, tenant, profileId: id })).id,
    ofPerson: consentLedger.ofPerson,
    ofAddress: ({ tenant, channel, address, ...page }) => {
      const hashes = addressHashes({ keyring, tenant, channel, address });
      return consentLedger.ofAddress({ address: { tenant, channel, addressHashes: hashes }, ...page });
    },
  };
};
