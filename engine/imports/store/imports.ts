import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, newestFirst } from '../../../platform/mongo/paging.ts';
import { type Leasing, takeDue } from '../../../platform/mongo/take-due.ts';
import type { Import, ImportProgress, ImportStore, TakenImport } from '../ports.ts';
import { createFiles } from './files.ts';
import {
  type ImportDoc,
  importSchema,
  type PartDoc,
  partSchema,
  type RefusedDoc,
  refusedSchema,
} from './import-schema.ts';

const toImport = (doc: ImportDoc): Import => {
  const { _id, due: _due, lease: _lease, overAt: _overAt, ...imported } = doc;
  return imported;
};

const toTaken = (doc: ImportDoc): TakenImport => ({ ...toImport(doc), lease: doc.lease ?? '' });

const leasingOf = (imports: Collection<ImportDoc>): Leasing<ImportDoc> => ({
  due: ({ upTo, limit }) =>
    imports
      .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
      .sort({ due: 1 })
      .limit(limit)
      .toArray(),
  lease: ({ ids, upTo, until, token }) =>
    imports.updateMany({ _id: { $in: ids }, due: { $lte: upTo } }, { $set: { due: until, lease: token } }),
  leased: ({ ids, token }) => imports.find({ _id: { $in: ids }, lease: token }).toArray(),
});

const order = ['createdAt', '_id'] as const;
const examplesMax = 20;

const resting = (due: number | undefined, isOver: boolean) => ({
  $set: { ...(due === undefined ? {} : { due }), ...(isOver ? { overAt: new Date() } : {}) },
  $unset: {
    lease: 1 as const,
    ...(due === undefined ? { due: 1 as const } : {}),
    ...(isOver ? {} : { overAt: 1 as const }),
  },
});

/** How far it has come, as one write: the counts, the place and the lease can never disagree. */
const updateOf = (input: {
  progress: ImportProgress;
  due: number | undefined;
}): mongo.UpdateFilter<ImportDoc> => {
  const { counts, examples = [], state, ...fields } = input.progress;
  const { due } = input;
  const over = resting(due, true);
  return {
    $set: {
      ...fields,
      ...(state === undefined ? {} : { state }),
      ...(due === undefined ? over.$set : { due }),
    },
    ...(counts === undefined
      ? {}
      : {
          $inc: Object.fromEntries(Object.entries(counts).map(([name, count]) => [`counts.${name}`, count])),
        }),
    ...(examples.length === 0 ? {} : { $push: { examples: { $each: [...examples], $slice: examplesMax } } }),
    ...(due === undefined ? { $unset: over.$unset } : {}),
  };
};

const createReads = (imports: Collection<ImportDoc>): Pick<ImportStore, 'get' | 'list'> => ({
  get: async ({ tenant, id }) => {
    const doc = await imports.findOne({ _id: keyOf(tenant, id) });
    return doc === null ? undefined : toImport(doc);
  },
  list: async ({ tenant, kind, state, limit, after }) => {
    const values = after === undefined ? undefined : [after.at, keyOf(tenant, after.id)];
    const docs = await imports
      .find({
        tenant,
        ...(kind === undefined ? {} : { kind }),
        ...(state === undefined ? {} : { state }),
        ...behind({ order, values }),
      })
      .sort(newestFirst(order))
      .limit(limit)
      .toArray();
    return docs.map(toImport);
  },
});

/** Imports with their files: parts of decoded text, which any process reads wherever it runs. */
export const createImportStore = (deps: { collections: Collections }): ImportStore => {
  const imports = deps.collections.of<ImportDoc>(importSchema);
  const parts = deps.collections.of<PartDoc>(partSchema);
  const refused = deps.collections.of<RefusedDoc>(refusedSchema);
  return guarded<ImportStore>({
    add: async (imported) => {
      try {
        // Over until it is started: one that nobody starts goes away by itself.
        await imports.insertOne({
          ...imported,
          _id: keyOf(imported.tenant, imported.id),
          overAt: new Date(),
        });
        return 'added';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'exists';
      }
    },
    ...createReads(imports),
    ...createFiles({ imports, parts, refused }),
    change: async ({ tenant, id, from, to, due, isOver }) => {
      const rest = resting(due, isOver);
      const doc = await imports.findOneAndUpdate(
        { _id: keyOf(tenant, id), state: { $in: [...from] } },
        { $set: { ...to, ...rest.$set }, $unset: rest.$unset },
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : toImport(doc);
    },
    takeDue: async ({ systemTime, lease, limit }) => {
      const docs = await takeDue({ leasing: leasingOf(imports), systemTime, until: lease, limit });
      return docs.map(toTaken);
    },
    progress: async ({ imported, progress, due }) => {
      const doc = await imports.findOneAndUpdate(
        {
          _id: keyOf(imported.tenant, imported.id),
          lease: imported.lease,
          state: { $in: ['queued', 'running'] },
        },
        updateOf({ progress, due }),
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : toTaken(doc);
    },
    remove: async ({ tenant, id, all }) => {
      await parts.deleteMany({ tenant, import: id });
      await refused.deleteMany({ tenant, import: id });
      if (all) await imports.deleteOne({ _id: keyOf(tenant, id) });
    },
  });
};
