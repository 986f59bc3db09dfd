import type { Cursor } from '../collection.ts';
import { sortRows } from './order.ts';
import type { Row } from './values.ts';

type Bounds = {
  readonly order?: Readonly<Record<string, 1 | -1>>;
  readonly skip?: number;
  readonly limit?: number;
};

/** Makes a cursor over documents that are looked for when the first of them is asked for. */
export const createCursor = (input: {
  /** All that are meant; at most `limit`, when they need not be sorted. */
  find: (limit: number) => readonly Row[];
  project: (row: Row) => Row;
  bounds?: Bounds;
}): Cursor<Row> => {
  const { find, project, bounds = {} } = input;
  const { order, skip = 0, limit = Infinity } = bounds;
  const read = (): Row[] => {
    const found = find(order === undefined ? skip + limit : Infinity);
    const sorted = order === undefined ? found : sortRows(found, order);
    return sorted.slice(skip, skip + limit).map(project);
  };
  const bound = (more: Bounds): Cursor<Row> => createCursor({ ...input, bounds: { ...bounds, ...more } });
  return {
    sort: (by) => bound({ order: by }),
    skip: (count) => bound({ skip: count }),
    // None at all means no limit.
    limit: (count) => bound({ limit: count === 0 ? Infinity : count }),
    toArray: async () => read(),
    async *[Symbol.asyncIterator]() {
      yield* read();
    },
  };
};
