import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { addressesOf, type Named, namedByAll } from '../../domain/privacy/traces.ts';
import { tombstoneNames } from '../../domain/privacy/tombstone.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { PeopleStore, Removed } from './people-port.ts';
import type { OrderStore, ProfileRow, ProfileStore } from '../people/ports.ts';
import type { Run, RunStore } from '../runs/ports.ts';
import { addressHashes } from '../messages/send/reach.ts';
import type { Tombstones } from './tombstones.ts';

type Deps = {
  readonly people: Pick<PeopleStore, 'erase'>;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly runs: Pick<RunStore, 'activeOf'>;
  readonly tombstones: Tombstones;
  readonly keyring: Keyring;
  readonly stopWorkflow: (run: Run) => Promise<void>;
  /** Removes mails to these addresses from the development inbox. */
  readonly forgetMail: (addresses: readonly string[]) => void;
  /** The files of the warehouse, where this process has some. */
  readonly warehouseFolder: Pick<WarehouseFolder, 'forget'> | undefined;
};

export type ErasePerson = (input: {
  tenant: string;
  /** All profiles of the person. */
  profileIds: readonly string[];
  /** What the request names besides. */
  asked: Named;
  /** When, on the tenant's clock: what happened until then does not come back. */
  now: number;
}) => Promise<Removed>;

/**
 * Makes the erasure of a person: first it is noted that they were erased, so that nothing that comes meanwhile makes them
 * again, then their workflows are ended, then every collection removes what it declares, profiles last, and the files of the warehouse are rewritten. It may be
 * repeated, and is to be repeated when it failed.
 */
export const createErasePerson = (deps: Deps): ErasePerson => {
  const { people, profiles, orders, runs, tombstones, keyring } = deps;

  const namedOf = async (input: {
    tenant: string;
    profileIds: readonly string[];
    asked: Named;
  }): Promise<Named> => {
    const { tenant, profileIds, asked } = input;
    const rows: ProfileRow[] = [];
    const orderIds: string[] = [];
    for (const profileId of profileIds) {
      const row = await profiles.get({ tenant, profileId });
      if (row !== undefined) rows.push(row);
      for (const { orderId } of await orders.of({ tenant, profileId })) orderIds.push(orderId);
    }
    return namedByAll({ profiles: rows, orders: orderIds, asked });
  };

  return async ({ tenant, profileIds, asked, now }) => {
    const named = await namedOf({ tenant, profileIds, asked });
    await tombstones.put({ tenant, names: tombstoneNames({ ...named, profileIds }), at: now });
    for (const profileId of profileIds) {
      for (const run of await runs.activeOf({ tenant, profileId })) await deps.stopWorkflow(run);
    }
    const reached = addressesOf(named);
    deps.forgetMail(reached.map(({ address }) => address));
    const addresses = reached.map(({ channel, address }) => ({
      tenant,
      channel,
      addressHashes: addressHashes({ keyring, tenant, channel, address }),
    }));
    const removed = await people.erase({ tenant, profileIds, traces: { named, addresses } });
    // After the documents: an export that read them before waits with its file until then, or is removed from.
    const rows = await deps.warehouseFolder?.forget({ tenant, profileIds });
    return rows === undefined || rows === 0 ? removed : { ...removed, warehouse: rows };
  };
};
