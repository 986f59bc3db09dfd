import type { mongo } from 'mongoose';

import type { Collection } from '../../../../platform/mongo/collections/collection.ts';
import type { Batcher } from '../../../../platform/mongo/batching/batcher.ts';
import { createInsertBatcher, type Inserted } from '../../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader } from '../../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../../platform/mongo/batching/turns.ts';
import { createUpdateBatcher } from '../../../../platform/mongo/batching/update-batcher.ts';
import type { IdentityDoc } from '../identity-schema.ts';

/** The documents of identities, read and written in groups. */
export type IdentityRows = {
  readonly insert: Batcher<IdentityDoc, Inserted>;
  readonly load: Batcher<string, IdentityDoc | undefined>;
  readonly write: Batcher<mongo.AnyBulkWriteOperation<IdentityDoc>, void>;
};

/** Makes the groups over the collection. */
export const createIdentityRows = (deps: {
  identities: Collection<IdentityDoc>;
  turns: Turns;
}): IdentityRows => {
  const { identities, turns } = deps;
  return {
    insert: createInsertBatcher<IdentityDoc>({
      turns,
      insertMany: (docs) => identities.insertMany(docs, { ordered: false }),
    }),
    load: createIdLoader<IdentityDoc>({
      turns,
      find: (ids) => identities.find({ _id: { $in: ids } }).toArray(),
    }),
    write: createUpdateBatcher<mongo.AnyBulkWriteOperation<IdentityDoc>>({
      turns,
      bulkWrite: (ops) => identities.bulkWrite(ops, { ordered: false }),
    }),
  };
};
