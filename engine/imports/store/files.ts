import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ImportStore } from '../ports.ts';
import type { ImportDoc, PartDoc, RefusedDoc } from './import-schema.ts';

type Parts = Pick<ImportStore, 'addPart' | 'partAt' | 'keepRefused' | 'refusedAfter' | 'dropRefused'>;

/** Adds a document, or puts it in the place of one that an attempt before left. */
const put = async (input: {
  insert: () => Promise<unknown>;
  replace: () => Promise<unknown>;
}): Promise<void> => {
  try {
    await input.insert();
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
    await input.replace();
  }
};

/** Files in parts, and the rows that were refused. */
export const createFiles = (input: {
  imports: Collection<ImportDoc>;
  parts: Collection<PartDoc>;
  refused: Collection<RefusedDoc>;
}): Parts => {
  const { imports, parts, refused } = input;
  return {
    addPart: async ({ tenant, id, n, text, size, bytes, state }) => {
      const _id = keyOf(tenant, id);
      const there = await imports.findOne({ _id, state: 'uploading', parts: n });
      if (there === null) return 'conflict';
      const { size: from } = there;
      const part = { tenant, import: id, n, from, size, text, overAt: new Date() };
      const ofPart = { _id: keyOf(tenant, `${id}:${n}`) };
      await put({
        insert: () => parts.insertOne({ ...part, ...ofPart }),
        replace: () => parts.replaceOne(ofPart, part),
      });
      const { matchedCount } = await imports.updateOne(
        { _id, state: 'uploading', parts: n },
        { $set: { text: state, parts: n + 1 }, $inc: { size, bytes } },
      );
      return matchedCount === 1 ? 'added' : 'conflict';
    },
    partAt: async ({ tenant, id, offset }) => {
      const [found] = await parts
        .find({ tenant, import: id, from: { $lte: offset } })
        .sort({ from: -1, n: -1 })
        .limit(1)
        .toArray();
      if (found === undefined) return undefined;
      const { from, size, text } = found;
      return { from, size, text };
    },
    keepRefused: async ({ tenant, id, at, rows }) => {
      if (rows.length === 0) return;
      const page = { tenant, import: id, at, rows, overAt: new Date() };
      const ofPage = { _id: keyOf(tenant, `${id}:${at}`) };
      await put({
        insert: () => refused.insertOne({ ...page, ...ofPage }),
        replace: () => refused.replaceOne(ofPage, page),
      });
    },
    refusedAfter: async ({ tenant, id, at }) => {
      const [found] = await refused
        .find({ tenant, import: id, at: { $gt: at } })
        .sort({ at: 1 })
        .limit(1)
        .toArray();
      return found === undefined ? undefined : { at: found.at, rows: found.rows };
    },
    dropRefused: async ({ tenant, id }) => {
      await refused.deleteMany({ tenant, import: id });
    },
  };
};
