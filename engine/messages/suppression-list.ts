import type { SuppressionList as StoredList, SuppressionStore } from './ports.ts';
import type { Clock } from '../clock/clock.ts';
import type { Keyring } from '../access/keyring-port.ts';
import { addressHash, addressHashes } from './send/reach.ts';
import type { PageOf, SuppressionView } from '../../api/ports/views.ts';

/** Addresses nothing may be sent to. The addresses themselves are not kept, only a keyed hash of them. */
export type Suppressions = {
  readonly find: (input: {
    tenant: string;
    channel: string;
    address: string;
  }) => Promise<SuppressionView | undefined>;
  readonly add: (input: {
    tenant: string;
    channel: string;
    address: string;
    reason: string;
  }) => Promise<SuppressionView>;
  readonly remove: (input: { tenant: string; channel: string; address: string }) => Promise<boolean>;
  /** By `at`, then `addressHash`. */
  readonly list: (
    input: PageOf & { tenant: string; channel?: string },
  ) => Promise<readonly SuppressionView[]>;
};

type Needs = {
  readonly suppressions: SuppressionStore & StoredList;
  readonly keyring: Keyring;
  readonly clock: Clock;
};

/** The list of addresses nothing is sent to, as operators read and change it: by address. */
export const createSuppressionList = ({ suppressions, keyring, clock }: Needs): Suppressions => {
  const hashed = (input: { tenant: string; channel: string; address: string }) => ({
    tenant: input.tenant,
    channel: input.channel,
    addressHashes: addressHashes({ keyring, ...input }),
  });
  const find: Suppressions['find'] = async (input) => {
    const found = await suppressions.find(hashed(input));
    return found === undefined ? undefined : { channel: input.channel, ...found };
  };
  return {
    find,
    list: ({ after, ...page }) =>
      suppressions.list({
        ...page,
        ...(after === undefined ? {} : { after: { at: after.at, addressHash: after.id } }),
      }),
    add: async ({ reason, ...input }) => {
      const at = clock.now(input.tenant);
      await suppressions.add({ ...hashed(input), reason, at });
      const fresh = { channel: input.channel, addressHash: addressHash({ keyring, ...input }), reason, at };
      return (await find(input)) ?? fresh;
    },
    remove: (input) => suppressions.remove(hashed(input)),
  };
};
