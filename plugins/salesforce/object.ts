import {
  type HttpAnswer,
  type Json,
  type JsonObject,
  type SyncFound,
  type SyncObject,
  type SyncResult,
  type SyncRow,
  type SyncWritten,
} from '../contract.ts';
import { badNames, type Ctx, failed, queried, resultOf, rowOf, saved } from './answers.ts';
import { changed, query } from './changed.ts';
import type { SalesforceConfig } from './salesforce.ts';
import { quoted, select } from './soql.ts';

const batchMax = 100;
/** So many values are asked for at once: a question stands in an address. */
const askMax = 50;

/** Records that have one of the values in a field. */
const having = async (
  ctx: Ctx,
  object: string,
  input: { field: string; values: readonly string[]; fields: readonly string[] },
): Promise<SyncFound> => {
  const { field, values, fields } = input;
  const bad = badNames([field, ...fields]);
  if (bad !== undefined) return bad;
  const rows: SyncRow[] = [];
  for (let from = 0; from < values.length; from += askMax) {
    const some = values
      .slice(from, from + askMax)
      .map(quoted)
      .join(', ');
    const soql = select({ object, fields: [...fields, 'SystemModstamp'], where: `${field} IN (${some})` });
    const answer = await query(ctx, soql);
    const read = queried.safeParse(answer.json);
    if (answer.status !== 200 || !read.success) return failed(ctx, answer);
    rows.push(...read.data.records.map((found) => rowOf(found, fields)));
  }
  return { kind: 'done', rows };
};

type Row = { readonly id?: string; readonly fields: JsonObject };

/** Several values of a field stand in one text, with semicolons between. */
const valueOf = (value: Json): Json => (Array.isArray(value) ? value.map(String).join(';') : value);

const collection = (ctx: Ctx): string =>
  new URL(`/services/data/v${ctx.config.version}/composite/sobjects`, ctx.config.url).href;

const sendRows = (ctx: Ctx, object: string, rows: readonly Row[], method: 'POST' | 'PATCH') =>
  ctx.http({
    url: collection(ctx),
    method,
    json: {
      allOrNone: false,
      records: rows.map(({ id, fields }) => ({
        attributes: { type: object },
        ...(id === undefined ? {} : { id }),
        ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueOf(value)])),
      })),
    },
  });

const resultsOf = (answer: HttpAnswer, rows: readonly { readonly id?: string }[]) => {
  const read = answer.status === 200 ? saved.safeParse(answer.json).data : undefined;
  if (read === undefined || read.length !== rows.length) return undefined;
  return read.map((one, index): SyncResult => resultOf(one, rows[index]?.id));
};

const writeAll = async (
  ctx: Ctx,
  object: string,
  rows: readonly Row[],
  method: 'POST' | 'PATCH',
): Promise<SyncWritten> => {
  const answer = await sendRows(ctx, object, rows, method);
  const results = resultsOf(answer, rows);
  if (results !== undefined) return { kind: 'done', results };
  // A field that there is not spoils a whole group: then each row is sent by itself.
  if (answer.status !== 400) return failed(ctx, answer);
  const each: SyncResult[] = [];
  for (const row of rows) {
    const alone = await sendRows(ctx, object, [row], method);
    const [result] = resultsOf(alone, [row]) ?? [];
    const { kind, code, message } = failed(ctx, alone);
    each.push(result ?? { kind: kind === 'rejected' ? 'rejected' : 'retry', code, message });
  }
  return { kind: 'done', results: each };
};

const removeAll = async (ctx: Ctx, ids: readonly string[]): Promise<SyncWritten> => {
  const url = `${collection(ctx)}?ids=${ids.map(encodeURIComponent).join(',')}&allOrNone=false`;
  const answer = await ctx.http({ url, method: 'DELETE' });
  const results = resultsOf(
    answer,
    ids.map((id) => ({ id })),
  );
  if (results === undefined) return failed(ctx, answer);
  return {
    kind: 'done',
    results: results.map((one, index) =>
      one.kind === 'gone' ? { kind: 'done', id: ids[index] ?? '' } : one,
    ),
  };
};

/** One kind of Salesforce's objects. */
export const salesforceObject = (object: string): SyncObject<SalesforceConfig, undefined> => ({
  title: `Salesforce ${object}`,
  batch: batchMax,
  changed: (ctx, input) => changed(ctx, object, input),
  read: (ctx, { ids, fields }) => having(ctx, object, { field: 'Id', values: ids, fields }),
  find: (ctx, input) => having(ctx, object, input),
  create: (ctx, { rows }) => writeAll(ctx, object, rows, 'POST'),
  update: (ctx, { rows }) => writeAll(ctx, object, rows, 'PATCH'),
  remove: (ctx, { ids }) => removeAll(ctx, ids),
});
