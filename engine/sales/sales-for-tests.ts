import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { readyObject } from '../../domain/objects/ready-object.ts';
import { shippedObjects } from '../../domain/objects/shipped.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createStores } from '../../server/stores/stores.ts';
import { createAccept } from '../events/accept.ts';
import { createResolveProfile } from '../people/resolve-profile.ts';
import { createTombstones } from '../privacy/tombstones.ts';
import type { FollowRecord } from '../records/follow-port.ts';
import { createWorld } from '../records/records-for-tests.ts';
import { createConvertRecord, createFinishConversions } from './convert-record.ts';
import { createFollowQuote } from './follow-quote.ts';
import { createMakeContact } from './find-contact.ts';

/** Several open leads may have one address, as in a shop that says so. */
const withoutUnique = (definition: ObjectDefinition): ObjectDefinition =>
  definition.key === 'lead'
    ? { ...definition, fields: { ...definition.fields, email: { type: 'text', format: 'email' } } }
    : definition;

/** The objects that come with Ciclo, ready for work. */
export const shipped = new Map(
  [...shippedObjects].map(([key, definition]) => [
    key,
    readyObject({ definition: withoutUnique(definition) }),
  ]),
);

const keyring = createKeyring({ secrets: ['a secret of the tests, long enough to be one'] });

/** The services of sales over collections, as the engine puts them together; events are stored, and nobody dispatches them. */
export const createSalesWorld = (input: { collections: Collections; tenant: string }) => {
  const stores = createStores(input);
  const objectsOf = async () => shipped;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const followRecord: FollowRecord = (change) => follow(change);
  const world = createWorld({ stores, tenant: input.tenant, objects: shipped, followRecord });
  const follow = createFollowQuote({ ...world, objectsOf, log });
  const { clock, records, changeRecords } = world;
  const { profiles, events, conversions } = stores;
  const resolveProfile = createResolveProfile({
    events,
    profiles,
    clock,
    keyring,
    tombstones: createTombstones({ tombstones: stores.tombstoneStore, keyring }),
    merge: () => Promise.reject(new Error('nobody is joined here')),
  });
  const accept = createAccept({ events, clock, dispatch: () => undefined, leaseMs: 60_000 });
  const deps = {
    records,
    profiles,
    conversions,
    changeRecords,
    makeContact: createMakeContact({ accept, profiles, resolveProfile, clock }),
    objectsOf,
    zoneOf: async () => 'Europe/Madrid',
    clock,
  };
  return {
    ...world,
    stores,
    convertRecord: createConvertRecord(deps),
    finishConversions: createFinishConversions(deps),
  };
};
