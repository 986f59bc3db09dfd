import type { StoredEvent } from '../../domain/events/event.ts';
import { isOfErased, namesToMeet, type TombstoneName } from '../../domain/privacy/tombstone.ts';
import { namedBy } from '../../domain/privacy/traces.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { TombstoneStore } from './tombstone-port.ts';

type Names = { readonly tenant: string; readonly names: readonly TombstoneName[] };

const purpose = 'tombstone';
const dataOf = (tenant: string, { what, value }: TombstoneName): string =>
  JSON.stringify([tenant, what, value]);

export type Tombstones = {
  /** Notes that these were erased at `at`, the tenant's clock. */
  readonly put: (input: Names & { at: number }) => Promise<void>;
  /** Whether an event is about somebody as they were before they were erased; see `isOfErased`. */
  readonly covers: (event: StoredEvent) => Promise<boolean>;
  /** Whether a profile was erased. */
  readonly hasProfile: (input: { tenant: string; profileId: string }) => Promise<boolean>;
};

/** Makes what remembers that people were erased: keyed hashes, found under every secret while one is rotated. */
export const createTombstones = (deps: { tombstones: TombstoneStore; keyring: Keyring }): Tombstones => {
  const { tombstones, keyring } = deps;
  const find = async ({ tenant, names }: Names) => {
    const hashed = names.map(({ what, value }) => ({
      what,
      hashes: keyring.macs({ purpose, data: dataOf(tenant, { what, value }) }),
    }));
    const found = await tombstones.find({ tenant, hashes: hashed.flatMap(({ hashes }) => hashes) });
    return hashed.flatMap(({ what, hashes }) =>
      hashes.flatMap((hash) => {
        const at = found.get(hash);
        return at === undefined ? [] : [{ what, at }];
      }),
    );
  };
  return {
    put: ({ tenant, names, at }) => {
      const hashes = names.map((name) => keyring.mac({ purpose, data: dataOf(tenant, name) }));
      return tombstones.put({ tenant, hashes, at });
    },
    covers: async (event) => {
      const { tenant, timestamp } = event;
      const found = await find({
        tenant,
        names: namesToMeet({ ...namedBy(event), isAlias: event.type === 'alias' }),
      });
      return isOfErased({ timestamp, tombstones: found });
    },
    hasProfile: async ({ tenant, profileId }) =>
      (await find({ tenant, names: [{ what: 'profile', value: profileId }] })).length > 0,
  };
};
