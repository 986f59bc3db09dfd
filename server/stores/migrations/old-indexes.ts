import { mongo } from 'mongoose';

const gone: ReadonlySet<unknown> = new Set([
  26, // NamespaceNotFound
  27, // IndexNotFound
]);

/** What the work answers, or undefined when the collection or index is not there. */
const ifThere = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof mongo.MongoServerError && gone.has(thrown.code)) return undefined;
    throw thrown;
  }
};

/** Which of some indexes of an earlier version a collection has. */
export const oldIndexes = async <Doc extends mongo.Document>(input: {
  collection: mongo.Collection<Doc>;
  names: readonly string[];
}): Promise<readonly string[]> => {
  const { collection, names } = input;
  const standing = (await ifThere(() => collection.indexes())) ?? [];
  return standing.flatMap((index) =>
    index.name !== undefined && names.includes(index.name) ? [index.name] : [],
  );
};

/** Drops indexes; those that another process dropped are fine. */
export const dropIndexes = async <Doc extends mongo.Document>(input: {
  collection: mongo.Collection<Doc>;
  names: readonly string[];
}): Promise<void> => {
  for (const name of input.names) await ifThere(() => input.collection.dropIndex(name));
};
