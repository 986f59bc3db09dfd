import { randomUUID } from 'node:crypto';

import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ClaimDoc } from '../../claims/store/claim-schema.ts';
import type { Claims } from '../../claims/store/claims.ts';
import type { HeldClaim, RecordStore, RecordWrite, Written } from '../ports.ts';
import { attemptOf } from './record-claims.ts';
import { toRecordDoc } from './record-doc.ts';
import type { RecordDoc } from './record-schema.ts';

/** A record that is yet to be made. */
export type DraftDoc = Required<Pick<RecordDoc, '_id' | 'draftAt' | 'attempt'>>;

/** What writes of records need. */
export type RecordWrites = {
  readonly records: Collection<RecordDoc>;
  readonly drafts: Collection<DraftDoc>;
  readonly claims: Claims;
  readonly claimRows: Collection<ClaimDoc>;
};

type Uniques = RecordWrite['index']['uniques'];

const written: Written = { kind: 'written' };
const conflict: Written = { kind: 'conflict' };

const isInserted = async (insert: () => Promise<unknown>): Promise<boolean> => {
  try {
    await insert();
    return true;
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
    return false;
  }
};

/** Takes unique values one by one; answers the field of the first that another record has. */
const takeAll = async (input: {
  claims: Claims;
  wanted: Uniques;
  record: string;
  by: string;
}): Promise<string | undefined> => {
  const { claims, wanted, record, by } = input;
  for (const { name, field } of wanted) {
    if (!(await claims.take({ claim: name, attempt: attemptOf({ record, by }) }))) return field;
  }
  return undefined;
};

/** The claims of a record that one attempt took. */
export const claimed = (wanted: Uniques, by: string): readonly HeldClaim[] =>
  wanted.map(({ name }) => ({ name, by }));

/** Begins a record as a draft, or joins in one that was begun under its id; undefined when the record is there. */
const beginDraft = async (drafts: Collection<DraftDoc>, _id: string): Promise<string | undefined> => {
  const by = randomUUID();
  const at = new Date();
  if (await isInserted(() => drafts.insertOne({ _id, draftAt: at, attempt: { by, at } }))) return by;
  const there = await drafts.findOne({ _id, draftAt: { $exists: true } });
  return there?.attempt.by;
};

/**
 * Makes the writes of new records. Without unique values that is one insert. With some, a draft is inserted under the id, the
 * values are claimed for it, and one write makes the record of the draft.
 */
export const createCreate = ({ records, drafts, claims }: RecordWrites): RecordStore['create'] => {
  return async (write) => {
    const { uniques } = write.index;
    const record = keyOf(write.record.tenant, write.record.id);
    if (uniques.length === 0) {
      const whole = toRecordDoc({ write, earlier: [], claims: [] });
      return (await isInserted(() => records.insertOne(whole))) ? written : conflict;
    }
    const by = await beginDraft(drafts, record);
    if (by === undefined) return conflict;
    const ending = { attempt: attemptOf({ record, by }), taken: uniques.map(({ name }) => name) };
    const field = await takeAll({ claims, wanted: uniques, record, by });
    if (field !== undefined) {
      await claims.abort(ending);
      return { kind: 'taken', field };
    }
    const { _id, ...doc } = toRecordDoc({ write, earlier: [], claims: claimed(uniques, by) });
    const filter = { _id, 'attempt.by': by, draftAt: { $exists: true } };
    if ((await records.replaceOne(filter, doc)).matchedCount === 1) return written;
    await claims.abort(ending);
    return conflict;
  };
};

const filterOf = (before: { tenant: string; id: string; revision: number }) => ({
  _id: keyOf(before.tenant, before.id),
  revision: before.revision,
});

/**
 * Makes the writes of the next revision of a record: one write that finds the revision that was read. Where the change brings new
 * unique values, the record first notes the attempt, the values are claimed for it, and the write finds the attempt as well; so a
 * change that a crash cut off leaves claims that count no more. Values that the record gave up are given back after.
 */
export const createReplace = ({ records, claims, claimRows }: RecordWrites): RecordStore['replace'] => {
  return async ({ before, ...write }) => {
    const filter = filterOf(before);
    const record = filter._id;
    const { uniques } = write.index;
    const kept = before.claims.filter(({ name }) => uniques.some((one) => one.name === name));
    const wanted = uniques.filter(({ name }) => !kept.some((one) => one.name === name));
    const given = before.claims.filter((one) => !kept.includes(one));
    const by = randomUUID();
    const finish = async (condition: Readonly<Record<string, unknown>>): Promise<boolean> => {
      const { _id, ...doc } = toRecordDoc({
        write,
        earlier: before.notes,
        applied: before.applied,
        claims: [...kept, ...claimed(wanted, by)],
      });
      const { matchedCount } = await records.replaceOne({ ...filter, ...condition }, doc);
      for (const { name, by: held } of matchedCount === 1 ? given : []) {
        await claimRows.deleteOne({ _id: name, ...attemptOf({ record: _id, by: held }) });
      }
      return matchedCount === 1;
    };
    if (wanted.length === 0) return (await finish({})) ? written : conflict;
    const begun = await records.updateOne(filter, { $set: { attempt: { by, at: new Date() } } });
    if (begun.matchedCount === 0) return conflict;
    const ending = { attempt: attemptOf({ record, by }), taken: wanted.map(({ name }) => name) };
    const field = await takeAll({ claims, wanted, record, by });
    if (field === undefined && (await finish({ 'attempt.by': by }))) return written;
    await claims.abort(ending);
    return field === undefined ? conflict : { kind: 'taken', field };
  };
};
