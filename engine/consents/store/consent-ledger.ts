import type { mongo } from 'mongoose';

import type { PageOf } from '../../../domain/page.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { ConsentLedger, ConsentRow } from '../ports.ts';
import { type ConsentDoc, consentLedgerSchema } from './consent-ledger-schema.ts';

const order = ['at', '_id'];
/** Events, and people, that are named in one call. */
const page = 500;

/** What comes of an erased person after their erasure is over at once, as the proofs that stay are. */
const toDoc = (row: ConsentRow): ConsentDoc => ({
  _id: `${row.tenant}:${row.id}`,
  ...row,
  ...(row.profileId === undefined ? { overAt: new Date() } : {}),
});

const toRow = ({ _id, overAt: _over, ...row }: ConsentDoc): ConsentRow => row;

/** The consent ledger in the database. A line has the id of what was said, so that a repeat adds none. */
export const createConsentLedger = (deps: { collections: Collections; turns: Turns }): ConsentLedger => {
  const ledger = deps.collections.of<ConsentDoc>(consentLedgerSchema);
  const insert = createInsertBatcher<ConsentDoc>({
    turns: deps.turns,
    insertMany: (docs) => ledger.insertMany(docs, { ordered: false }),
  });
  const list = async (
    input: { tenant: string; filter: mongo.Filter<ConsentDoc> } & PageOf,
  ): Promise<readonly ConsentRow[]> => {
    const { tenant, filter, limit, after } = input;
    const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
    const docs = await ledger
      .find({ tenant, ...filter, ...behind({ order, values }) }, { projection: { cameFrom: 0 } })
      .sort(newestFirst(order))
      .limit(limit)
      .toArray();
    return docs.map(toRow);
  };
  return guarded<ConsentLedger>({
    append: async (rows) => {
      await Promise.all(rows.map((row) => insert(toDoc(row))));
    },
    ofPerson: ({ tenant, profileId, ...page }) => list({ tenant, filter: { profileId }, ...page }),
    forPurpose: async ({ tenant, purpose, profileIds }) => {
      const rows: ConsentRow[] = [];
      for (let at = 0; at < profileIds.length; at += page) {
        const profileId = { $in: profileIds.slice(at, at + page) };
        const docs = await ledger
          .find({ tenant, profileId, purpose }, { projection: { cameFrom: 0 } })
          .toArray();
        rows.push(...docs.map(toRow));
      }
      return rows;
    },
    give: async ({ tenant, events, from, to }) => {
      for (let at = 0; at < events.length; at += page) {
        const event = { $in: events.slice(at, at + page) };
        await ledger.updateMany({ tenant, profileId: from, event }, { $set: { profileId: to } });
      }
    },
    ofAddress: async ({ address, ...page }) => {
      const { tenant, channel, addressHashes } = address;
      return list({ tenant, filter: { channel, addressHash: { $in: [...addressHashes] } }, ...page });
    },
  });
};
