import {
  type Failure,
  type Json,
  type JsonObject,
  nestFields,
  type SyncFound,
  type SyncObject,
  type SyncResult,
  type SyncRow,
  type SyncWritten,
  writeEach,
} from '../contract.ts';
import { type Ctx, failed, isGone, readList, resultOf, rowOf } from './answers.ts';
import { changed, list, pageMax } from './changed.ts';
import type { TwentyConfig } from './twenty.ts';

/** Whether a value can stand in a filter: Twenty reads commas and brackets as its own, and knows no way to write them otherwise. */
const isPlain = (value: string): boolean => !/[",()[\]]/.test(value);

/** Records that have one of the values in a field. A value that no filter can hold is found nowhere. */
const having = async (
  ctx: Ctx,
  object: string,
  input: { field: string; values: readonly string[]; fields: readonly string[] },
): Promise<SyncFound> => {
  const { field, fields } = input;
  if (!/^[\w.]{1,200}$/.test(field))
    return {
      kind: 'rejected',
      code: 'invalid-field',
      message: 'A field has a name that none has at Twenty.',
    };
  const values = input.values.filter(isPlain);
  const rows: SyncRow[] = [];
  for (let from = 0; from < values.length; from += pageMax) {
    const some = values.slice(from, from + pageMax).map((value) => `"${value}"`);
    const answer = await list(ctx, object, { filter: `${field}[in]:[${some.join(',')}]` });
    const read = answer.status === 200 ? readList(answer) : undefined;
    if (read === undefined) return failed(ctx, answer);
    rows.push(...read.records.map((found) => rowOf(found, fields)));
  }
  return { kind: 'done', rows };
};

type Row = { readonly id?: string; readonly fields: JsonObject };

/** Twenty keeps an empty text for none within other fields (`emails.primaryEmail`). */
const asKept = (name: string, value: Json): Json => (value === null && name.includes('.') ? '' : value);

const bodyOf = ({ fields }: Row): JsonObject =>
  nestFields(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]): [string, Json] => [name, asKept(name, value)]),
    ),
  );

const addressOf = (ctx: Ctx, path: string): string => `${ctx.config.url.replace(/\/+$/, '')}/rest/${path}`;

const writeOne = async (ctx: Ctx, object: string, row: Row): Promise<SyncResult | Failure> => {
  const { id, fields } = row;
  const path = id === undefined ? object : `${object}/${encodeURIComponent(id)}`;
  const answer = await ctx.http({
    url: addressOf(ctx, path),
    method: id === undefined ? 'POST' : 'PATCH',
    json: bodyOf(row),
  });
  return resultOf(ctx, answer, { id, fields: Object.keys(fields) });
};

/** Of a group in which one row is wrong Twenty takes none: then each is written by itself. */
const createAll = async (ctx: Ctx, object: string, rows: readonly Row[]): Promise<SyncWritten> => {
  const answer = await ctx.http({ url: addressOf(ctx, `batch/${object}`), json: rows.map(bodyOf) });
  const made = answer.status === 201 || answer.status === 200 ? readList(answer)?.records : undefined;
  if (made?.length === rows.length) {
    const results = made.map((one, index): SyncResult => {
      const row = rowOf(one, Object.keys(rows[index]?.fields ?? {}));
      return { kind: 'done', id: one.id, row };
    });
    return { kind: 'done', results };
  }
  if (answer.status !== 400 && answer.status !== 409) return failed(ctx, answer);
  return writeEach(rows, (row) => writeOne(ctx, object, row));
};

const remove = async (ctx: Ctx, object: string, id: string): Promise<SyncResult | Failure> => {
  const isSoft = ctx.config.remove === 'trash';
  const url = `${addressOf(ctx, `${object}/${encodeURIComponent(id)}`)}${isSoft ? '?soft_delete=true' : ''}`;
  const answer = await ctx.http({ url, method: 'DELETE' });
  const isDone = isGone(answer) || (answer.status === 200 && answer.json !== undefined);
  return isDone ? { kind: 'done', id } : failed(ctx, answer);
};

/** One kind of Twenty's objects. */
export const twentyObject = (object: string): SyncObject<TwentyConfig, undefined> => ({
  title: `Twenty ${object}`,
  batch: pageMax,
  changed: (ctx, input) => changed(ctx, object, input),
  read: (ctx, { ids, fields }) => having(ctx, object, { field: 'id', values: ids, fields }),
  find: (ctx, input) => having(ctx, object, input),
  create: (ctx, { rows }) => createAll(ctx, object, rows),
  update: (ctx, { rows }) => writeEach(rows, (row) => writeOne(ctx, object, row)),
  remove: (ctx, { ids }) => writeEach(ids, (id) => remove(ctx, object, id)),
});
