import { objectSchema } from '../../domain/objects/definition.ts';
import { type ReadyObject, readyObject } from '../../domain/objects/ready-object.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { Json } from '../../domain/json.ts';
import type { Actor } from '../../domain/records/record.ts';
import { createMemoryCollections, layoutOf } from '../../platform/mongo/collections/memory.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { schemas } from '../../server/stores/schemas.ts';
import { createStores } from '../../server/stores/stores.ts';
import { createRecords, type Outcome, type Records } from './change-records.ts';
import type { FollowRecord } from './follow-port.ts';
import type { RecordStore } from './ports.ts';
import { createTellRecords } from './tell-record.ts';
import { createWriteRecord } from './write-one.ts';

const deal = objectSchema.parse({
  key: 'deal',
  name: 'Deal',
  title: 'name',
  person: 'contact',
  fields: {
    name: { type: 'text', required: true, searchable: true, personal: false, sortable: true, max: 200 },
    contact: { type: 'person' },
    helper: { type: 'person' },
    account: { type: 'reference', to: 'account' },
    amount: { type: 'money', sortable: true },
    closeOn: { type: 'date', sortable: true },
    callAt: { type: 'instant' },
    seats: { type: 'number', integer: true, sortable: true },
    isKey: { type: 'yes-no' },
    source: { type: 'choice', choices: ['web', 'fair', 'referral'] },
    labels: { type: 'choices', choices: ['key account', 'renewal'] },
    number: { type: 'text', unique: true, max: 100 },
    note: { type: 'text', searchable: true, multiline: true },
    address: { type: 'text', searchable: true, max: 200 },
    lines: {
      type: 'list',
      fields: {
        product: { type: 'reference', to: 'product' },
        remark: { type: 'text' },
        seller: { type: 'person' },
      },
    },
  },
  stages: { first: 'open', list: [{ key: 'open' }, { key: 'won', ends: 'won', to: [] }] },
  events: { changed: ['amount'] },
});

const account = objectSchema.parse({
  key: 'account',
  name: 'Account',
  title: 'name',
  fields: { name: { type: 'text', required: true, unique: true, searchable: true, max: 100 } },
});

/** Objects of the tests: deals about a person, and accounts about nobody. */
export const objects = new Map(
  [deal, account].map((definition) => [definition.key, readyObject({ definition })]),
);

/** One object of the tests. Throws `RangeError` for a kind they do not have. */
export const objectFor = (kind: string) => {
  const object = objects.get(kind);
  if (object === undefined) throw new RangeError(`the tests have no object ${kind}`);
  return object;
};

/** Who changes records in the tests. */
export const tester: Actor = { kind: 'key', id: 'k-test' };

/** 2026-06-01, ten o'clock in UTC. */
export const start = Date.UTC(2026, 5, 1, 10);

type Stores = ReturnType<typeof createStores>;

/** The services of records over stores, with a clock that `at` reads and events that are only noted. */
export const createWorld = (input: {
  stores: Pick<Stores, 'records' | 'profiles'>;
  tenant: string;
  records?: RecordStore;
  accept?: (events: readonly AcceptedEvent[]) => Promise<void>;
  /** Those of the tests by default. */
  objects?: ReadonlyMap<string, ReadyObject>;
  followRecord?: FollowRecord;
}) => {
  const { stores, tenant, records = stores.records } = input;
  const events: AcceptedEvent[] = [];
  const time = { now: start };
  const clock = { now: () => time.now, systemTime: () => Date.now() };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const lookedAt: string[] = [];
  const journeysAbout = { any: async () => false, fitting: async () => [] };
  const tellRecords = createTellRecords({
    records,
    lookAgain: async ({ profileId }) => void lookedAt.push(profileId),
    journeysAbout,
    followRecord: input.followRecord ?? (async () => undefined),
    planDates: async () => undefined,
    clock,
    log,
    accept: async ({ events: told }) => {
      await input.accept?.(told);
      events.push(...told);
    },
  });
  const changeRecords = createRecords({
    records,
    profiles: stores.profiles,
    objectsOf: async () => input.objects ?? objects,
    zoneOf: async () => 'Europe/Madrid',
    clock,
    writeRecord: createWriteRecord({ records, tellRecords, journeysAbout }),
  });
  const named = (kind: string, id: string) => ({ tenant, kind, id, actor: tester });
  return { events, lookedAt, time, clock, records, tellRecords, changeRecords, named };
};

/** Stores of their own in memory. */
export const memoryStores = (): { readonly stores: Stores; readonly collections: Collections } => {
  const collections = createMemoryCollections(layoutOf(schemas, { isStrict: true }));
  return { collections, stores: createStores({ collections }) };
};

/** The record of an outcome. Throws `Error`, with what came instead, when there is none. */
export const recordOf = (outcome: Outcome) => {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.record;
};

/** Makes a record that must be made. */
export const make = async (
  world: {
    readonly changeRecords: Records;
    readonly named: (kind: string, id: string) => Parameters<Records['remove']>[0];
  },
  kind: string,
  id: string,
  data: Readonly<Record<string, Json>>,
) => recordOf(await world.changeRecords.create({ ...world.named(kind, id), given: { data } }));
