import { randomUUID } from 'node:crypto';

import {
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { RecordRow, RecordStore, RecordWrite, Written } from '../ports.ts';
import { attemptOf, recordIn } from './record-claims.ts';
import { toRecordDoc, toRecordRow } from './record-doc.ts';
import { claimed, type RecordWrites } from './write-record.ts';

const conflict: Written = { kind: 'conflict' };
const written: Written = { kind: 'written' };

/** Inserts what is not there yet; answers the places of those that were. */
const insertAll = async (insert: () => Promise<unknown>): Promise<ReadonlySet<number>> => {
  const there = new Set<number>();
  try {
    await insert();
  } catch (thrown) {
    for (const failure of failuresOf(thrown)) {
      if (!isDuplicateFailure(failure)) throw failureError(failure);
      there.add(failure.index);
    }
  }
  return there;
};

type Writes = readonly RecordWrite[];
type Made = ReadonlySet<RecordWrite>;

const idOf = ({ record }: RecordWrite): string => keyOf(record.tenant, record.id);

/** Records without unique values: one insert for all. */
const createPlain = async ({ records }: RecordWrites, writes: Writes): Promise<Made> => {
  if (writes.length === 0) return new Set();
  const docs = writes.map((write) => toRecordDoc({ write, earlier: [], claims: [] }));
  const there = await insertAll(() => records.insertMany(docs, { ordered: false }));
  return new Set(writes.filter((_write, index) => !there.has(index)));
};

/** Records with unique values: drafts for all, then all claims, then what was drafted is made. */
const createUnique = async (deps: RecordWrites, writes: Writes): Promise<Made> => {
  if (writes.length === 0) return new Set();
  const { records, drafts, claims, claimRows } = deps;
  const by = randomUUID();
  const at = new Date();
  const begun = writes.map((write) => ({ _id: idOf(write), draftAt: at, attempt: { by, at } }));
  const there = await insertAll(() => drafts.insertMany(begun, { ordered: false }));
  const drafted = writes.filter((_write, index) => !there.has(index));
  const wanted = drafted.flatMap((write) =>
    write.index.uniques.map(({ name }) => ({
      write,
      claim: { _id: name, ...attemptOf({ record: idOf(write), by }) },
    })),
  );
  const held =
    wanted.length === 0
      ? new Set<number>()
      : await insertAll(() =>
          claimRows.insertMany(
            wanted.map(({ claim }) => claim),
            { ordered: false },
          ),
        );
  const lost = new Set(wanted.filter((_one, index) => held.has(index)).map(({ write }) => write));
  for (const write of lost) {
    const taken = write.index.uniques.map(({ name }) => name);
    await claims.abort({ attempt: attemptOf({ record: idOf(write), by }), taken });
  }
  const ready = drafted.filter((write) => !lost.has(write));
  if (ready.length === 0) return new Set();
  const operations = ready.map((write) => {
    const { _id, ...replacement } = toRecordDoc({
      write,
      earlier: [],
      claims: claimed(write.index.uniques, by),
    });
    return {
      replaceOne: { filter: { _id, 'attempt.by': by, draftAt: { $exists: true } }, replacement },
    };
  });
  const { matchedCount } = await records.bulkWrite(operations, { ordered: false });
  if (matchedCount === ready.length) return new Set(ready);
  // Somebody ended drafts of this attempt: which, only the records themselves say.
  const docs = await records.find({ _id: { $in: ready.map(idOf) } }).toArray();
  const made = new Set(
    docs.filter(({ claims: own }) => (own ?? []).some((claim) => claim.by === by)).map(({ _id }) => _id),
  );
  return new Set(ready.filter((write) => made.has(idOf(write))));
};

/** Makes the writes of many new records at once, in three to six requests. What did not come to pass is a conflict, which leaves nothing. */
export const createCreateMany =
  (deps: RecordWrites): RecordStore['createMany'] =>
  async (writes) => {
    const hasUnique = (write: RecordWrite): boolean => write.index.uniques.length > 0;
    const plain = await createPlain(
      deps,
      writes.filter((write) => !hasUnique(write)),
    );
    const unique = await createUnique(deps, writes.filter(hasUnique));
    return writes.map((write) => (plain.has(write) || unique.has(write) ? written : conflict));
  };

/** Makes the look-up of the records that have unique values. A claim counts where its record carries it. */
export const createHoldersOf =
  ({ records, claimRows }: RecordWrites): RecordStore['holdersOf'] =>
  async ({ tenant, names }) => {
    if (names.length === 0) return new Map();
    const claims = await claimRows.find({ _id: { $in: [...new Set(names)] } }).toArray();
    const docs = await records.find({ _id: { $in: claims.map(({ of }) => recordIn(of)) } }).toArray();
    const rows = new Map(docs.map((doc) => [doc._id, toRecordRow(doc)]));
    return new Map(
      claims.flatMap(({ _id: name, of, by }): [string, RecordRow][] => {
        const row = rows.get(recordIn(of));
        const holds = row?.claims.some((claim) => claim.name === name && claim.by === by) === true;
        return holds && row?.tenant === tenant ? [[name, row]] : [];
      }),
    );
  };
