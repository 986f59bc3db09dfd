import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { PersonRows } from '../../../platform/mongo/schema/person-rule.ts';
import { findLetters } from '../index-record.ts';
import { addressIn } from '../../../domain/search/words.ts';
import type { HistoryDoc } from './history-doc.ts';
import type { RecordDoc } from './record-schema.ts';
import { recordsOf, treat, type Treatment, treatHistory } from './treat-record.ts';

const findOf = (profileId: string): string => findLetters.profile + profileId;

/** Records that name a profile, one by one. */
const naming = (input: {
  collections: Collections;
  tenant: string;
  profileId: string;
}): AsyncIterable<RecordDoc> =>
  recordsOf(input.collections).find({ tenant: input.tenant, finds: findOf(input.profileId) });

/** What an erasure does to a record: of one about the person all that is personal, of another the reference alone. */
const erasing =
  (profileId: string) =>
  (doc: RecordDoc): Treatment => ({
    act: 'erased',
    gone: doc.person === profileId ? doc.personal : [],
    change: (text) => (text === profileId ? undefined : text),
  });

/** What is done to a record that has an address of the person and is about nobody, such as a lead, or about somebody else. */
const forgetting =
  (addresses: ReadonlySet<string>) =>
  (doc: RecordDoc): Treatment => ({
    act: 'erased',
    gone: doc.person === undefined ? doc.personal : [],
    change: (text) => (addresses.has(addressIn(text) ?? '') ? undefined : text),
  });

type Looked = Parameters<NonNullable<PersonRows['onTraces']>>[0];

/** Records that have one of the addresses of the person. */
const withAddresses = (
  input: Looked,
): { found: AsyncIterable<RecordDoc>; addresses: ReadonlySet<string> } => {
  const addresses = input.traces.named.ids.filter((id) => /^(?:email|phone):/.test(id));
  const finds = { $in: addresses.map((one) => findLetters.address + one) };
  const found = recordsOf(input.collections).find({ tenant: input.tenant, finds });
  return { found, addresses: new Set(addresses) };
};

const renaming = (input: { from: string; to: string }): Treatment => ({
  act: 'merged',
  gone: [],
  change: (text) => (text === input.from ? input.to : text),
});

const hidden = ['_id', 'attrs', 'finds', 'personal', 'sortedBy', 'sort1', 'sort2', 'sort3', 'sort4']
  .concat(['claims', 'attempt', 'pending', 'applied', 'shape', 'shelf', 'cameFrom', 'due', 'work'])
  .map((name): [string, 0] => [name, 0]);

/** Records: those about an erased person lose what is personal, others the reference; a merge moves references. */
export const recordRows: PersonRows = {
  person: 'rows',
  turn: 'own',
  onErase: async ({ collections, tenant, profileId }) => {
    let count = 0;
    for await (const { _id } of naming({ collections, tenant, profileId }))
      if (await treat({ collections, _id, treatmentOf: erasing(profileId) })) count += 1;
    return count;
  },
  onTraces: async (input) => {
    const { found, addresses } = withAddresses(input);
    let count = 0;
    for await (const { _id } of found)
      if (await treat({ ...input, _id, treatmentOf: forgetting(addresses) })) count += 1;
    return count;
  },
  onMerge: async ({ collections, tenant, from, to }) => {
    for await (const { _id } of naming({ collections, tenant, profileId: from }))
      await treat({ collections, _id, treatmentOf: () => renaming({ from, to }) });
  },
  async *onExport({ collections, tenant, profileId }) {
    const projection = Object.fromEntries(hidden);
    yield* recordsOf(collections).find<mongo.Document>({ tenant, finds: findOf(profileId) }, { projection });
  },
};

/** The history of records: found by the records, so it goes before them. */
export const historyRows: PersonRows = {
  person: 'rows',
  turn: 'linked',
  onErase: async ({ collections, tenant, profileId }) => {
    let count = 0;
    for await (const doc of naming({ collections, tenant, profileId }))
      count += await treatHistory({ collections, doc, treatment: erasing(profileId)(doc) });
    return count;
  },
  onTraces: async (input) => {
    const { found, addresses } = withAddresses(input);
    let count = 0;
    for await (const doc of found)
      count += await treatHistory({ ...input, doc, treatment: forgetting(addresses)(doc) });
    return count;
  },
  onMerge: async ({ collections, tenant, from, to }) => {
    for await (const doc of naming({ collections, tenant, profileId: from }))
      await treatHistory({ collections, doc, treatment: renaming({ from, to }) });
  },
  async *onExport({ collections, tenant, profileId }) {
    const history = collections.named<HistoryDoc>('recordHistory');
    for await (const { id, person } of naming({ collections, tenant, profileId })) {
      if (person !== profileId) continue;
      yield* history.find<mongo.Document>({ tenant, record: id }, { projection: { _id: 0 } });
    }
  },
};
