import type { mongo } from 'mongoose';

import type { Position } from '../../domain/page.ts';

/** How a list is ordered, newest first: by a time and then by fields that break ties. */
export type Order = readonly string[];

/** The sort of a list. */
export const newestFirst = (order: Order): Record<string, -1> =>
  Object.fromEntries(order.map((field) => [field, -1]));

/**
 * What is strictly behind a place in a list, as a filter: keyset paging, so that a page costs the same
 * wherever it is, and nothing is lost or repeated while new rows come in.
 */
export const behind = (input: { order: Order; values: readonly unknown[] | undefined }): mongo.Document => {
  const { order, values } = input;
  if (values === undefined) return {};
  const cases = order.map((field, index) => {
    const ties = order.slice(0, index).map((tied, place): [string, unknown] => [tied, values[place]]);
    return Object.fromEntries([...ties, [field, { $lt: values[index] }]]);
  });
  // The bound on the time again, alone: it is what an index can start from.
  const [time] = order;
  return time === undefined ? {} : { [time]: { $lte: values[0] }, $or: cases };
};

/** The id a position names, as documents have it. */
export const keyAt = (input: { tenant: string; after: Position }): string =>
  `${input.tenant}:${input.after.id}`;
