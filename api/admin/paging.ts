import type { Context } from 'hono';
import type { ApiEnv } from '../http/env.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { PageOf, Position } from '../ports/views.ts';

/** One page of a list: one more is asked for than shown, to know whether there is a next page. */
export const readPage = async <T>(input: {
  c: Context<ApiEnv>;
  query: { limit: number; cursor?: string | undefined };
  read: (page: PageOf) => Promise<readonly T[]>;
  positionOf: (item: T) => Position;
}): Promise<{ readonly items: readonly T[]; readonly next?: string }> => {
  const { limit, cursor } = input.query;
  const [after] = readCursor({ c: input.c, cursor, count: 1 });
  const found = await input.read({ limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last !== undefined
    ? { items, next: writeCursor({ c: input.c, positions: [input.positionOf(last)] }) }
    : { items };
};

/** Leaves out what was not given, so that a filter is either there or not. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) Object.assign(kept, { [name]: value });
  }
  return kept;
};
