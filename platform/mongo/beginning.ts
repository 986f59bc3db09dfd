import type { mongo } from 'mongoose';

/** The least text that is greater than all that begin with this one, for texts without the last character there is. */
const afterAll = (start: string): string => `${start}\u{10FFFF}`;

/**
 * Finds the documents whose list of texts has one with each of the beginnings, or one of their alternatives. Each alternative of the
 * first is one range of the index; the others are looked at in what it finds.
 */
export const findByBeginnings = async <Doc extends { readonly _id: string }>(input: {
  /** The field that holds the list. */
  field: string;
  begins: readonly (readonly string[])[];
  find: (filter: mongo.Document) => Promise<readonly Doc[]>;
}): Promise<readonly Doc[]> => {
  const { field, begins, find } = input;
  const beginsWith = (start: string): mongo.Document => ({
    [field]: { $elemMatch: { $gte: start, $lt: afterAll(start) } },
  });
  const [first = [], ...others] = begins.map((starts) => starts.map(beginsWith));
  const rest = others.map((ranges) => ({ $or: ranges }));
  const found = new Map<string, Doc>();
  const ranges = first.map((range) => find(rest.length === 0 ? range : { ...range, $and: rest }));
  for (const doc of (await Promise.all(ranges)).flat()) found.set(doc._id, doc);
  return [...found.values()];
};
