import type { PageOf } from '../../api/ports/views.ts';

/** What lies strictly behind a position in a list that is newest first, by the names of the fields it is sorted by. */
export const behind = (input: {
  page: PageOf;
  at: string;
  id: string;
  n?: string;
}): Readonly<Record<string, unknown>> => {
  const { after } = input.page;
  if (after === undefined) return {};
  const { at, id, n } = input;
  const tie =
    n === undefined
      ? [{ [at]: after.at, [id]: { $lt: after.id } }]
      : [
          { [at]: after.at, [n]: { $lt: after.n } },
          { [at]: after.at, [n]: after.n, [id]: { $lt: after.id } },
        ];
  return { $or: [{ [at]: { $lt: after.at } }, ...tie] };
};

/** The fields that are given, for a filter. */
export const given = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
