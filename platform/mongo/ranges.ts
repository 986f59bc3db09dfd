/**
 * MongoDB merges so many ranges of an index into one order (`internalQueryMaxScansToExplode`). With more it reads all that is in them and sorts
 * it in memory, for every page.
 */
const rangesMost = 200;

/**
 * Whether a sorted list over these values of a field, each with so many ranges of the index, reads no more than its page. Otherwise it needs an
 * index that begins with its order.
 */
export const areFewRanges = (values: readonly unknown[], rangesEach: number): boolean =>
  values.length * rangesEach <= rangesMost;
