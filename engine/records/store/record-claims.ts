import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ClaimDoc } from '../../claims/store/claim-schema.ts';
import { type Claims, createClaims } from '../../claims/store/claims.ts';
import type { Attempt, Holder, Holders } from '../../claims/store/holders.ts';
import { recordClaimSchema } from './record-claim-schema.ts';
import type { RecordDoc } from './record-schema.ts';

const separator = '#';

/** The attempt of one change of a record, as claims name it: a record may hold claims of many changes. */
export const attemptOf = (input: { record: string; by: string }): Attempt => ({
  of: `${input.record}${separator}${input.by}`,
  by: input.by,
});

/** The `_id` of the record that a claim is of. */
export const recordIn = (of: string): string => of.slice(0, of.lastIndexOf(separator));
const tokenIn = (of: string): string => of.slice(of.lastIndexOf(separator) + 1);

type Held = Pick<RecordDoc, '_id' | 'claims' | 'attempt'>;

/** What a record is to the claims of one change: made, once it carries claims of that change; a draft while that is under way. */
const holderOf = (doc: Held, of: string): readonly Holder[] => {
  const by = tokenIn(of);
  const claims = (doc.claims ?? []).filter((claim) => claim.by === by).map(({ name }) => name);
  if (claims.length > 0) return [{ _id: of, by, claims }];
  return doc.attempt?.by === by ? [{ _id: of, by, draftAt: doc.attempt.at, claims: [] }] : [];
};

/** Ends a change under way, so that nothing of it can be written any more; false when it was written, or is over. */
const endAttempt = async (records: Collection<RecordDoc>, { of, by }: Attempt): Promise<boolean> => {
  const filter = { _id: recordIn(of), 'attempt.by': by };
  const dropped = await records.deleteOne({ ...filter, draftAt: { $exists: true } });
  if (dropped.deletedCount === 1) return true;
  const { matchedCount } = await records.updateOne(
    { ...filter, draftAt: { $exists: false } },
    { $unset: { attempt: 1 } },
  );
  return matchedCount === 1;
};

/** Makes the claims of unique values over the records that hold them; see `createClaims` for when one counts. */
export const createRecordClaims = (deps: {
  collections: Collections;
  records: Collection<RecordDoc>;
}): { readonly claims: Claims; readonly rows: Collection<ClaimDoc> } => {
  const { records } = deps;
  const rows = deps.collections.of<ClaimDoc>(recordClaimSchema);
  const holders: Pick<Holders, 'find' | 'abort'> = {
    find: async (ids) => {
      const docs = await records
        .find<Held>(
          { _id: { $in: [...new Set(ids.map(recordIn))] } },
          { projection: { claims: 1, attempt: 1 } },
        )
        .toArray();
      const byId = new Map(docs.map((doc) => [doc._id, doc]));
      return ids.flatMap((of) => {
        const doc = byId.get(recordIn(of));
        return doc === undefined ? [] : holderOf(doc, of);
      });
    },
    abort: (attempt) => endAttempt(records, attempt),
  };
  return { claims: createClaims({ claims: rows, holders }), rows };
};
