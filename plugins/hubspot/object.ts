import {
  type Failure,
  type HttpAnswer,
  type SyncFound,
  type SyncObject,
  type SyncResult,
  type SyncWritten,
  writeEach,
} from '../contract.ts';
import { type Batch, batch, type Ctx, failed, listed, propertiesOf, resultOf, rowOf } from './answers.ts';
import { changed } from './changed.ts';
import type { HubspotConfig } from './hubspot.ts';

const batchMax = 100;

const call = (ctx: Ctx, path: string, json: object, method: 'POST' | 'PATCH' = 'POST'): Promise<HttpAnswer> =>
  ctx.http({
    url: new URL(`/crm/v3/objects/${path}`, ctx.config.url).href,
    method,
    json,
  });

const isBatch = ({ status }: HttpAnswer): boolean => status === 200 || status === 201 || status === 207;

const readBatch = (answer: HttpAnswer): Batch | undefined =>
  isBatch(answer) ? batch.safeParse(answer.json).data : undefined;

/** Of a group in which one row is wrong HubSpot takes none: then each is written by itself. */
const isOneWrong = ({ status }: HttpAnswer): boolean => status === 400 || status === 404 || status === 409;

const readByIds = async (
  ctx: Ctx,
  object: string,
  input: { ids: readonly string[]; fields: readonly string[]; by?: string },
): Promise<SyncFound> => {
  const { ids, fields, by } = input;
  const properties = [...fields, 'hs_merged_object_ids'];
  const answer = await call(ctx, `${object}/batch/read`, {
    inputs: ids.map((id) => ({ id })),
    properties,
    ...(by === undefined ? {} : { idProperty: by }),
  });
  const read = readBatch(answer);
  if (read === undefined) return failed(ctx, answer);
  return { kind: 'done', rows: read.results.map((found) => rowOf(found, fields)) };
};

const findBy = async (
  ctx: Ctx,
  object: string,
  input: { field: string; values: readonly string[]; fields: readonly string[] },
): Promise<SyncFound> => {
  const { field, values, fields } = input;
  // The address is a key of contacts, and looked up where it was just written; the search is behind.
  if (object === 'contacts' && field === 'email')
    return readByIds(ctx, object, { ids: values, fields, by: field });
  const answer = await call(ctx, `${object}/search`, {
    filterGroups: [{ filters: [{ propertyName: field, operator: 'IN', values }] }],
    properties: fields,
    limit: 200,
  });
  const read = listed.safeParse(answer.json);
  if (answer.status !== 200 || !read.success) return failed(ctx, answer);
  return { kind: 'done', rows: read.data.results.map((found) => rowOf(found, fields)) };
};

type Row = { readonly id?: string; readonly fields: Readonly<Record<string, unknown>> };

const writeOne = async (ctx: Ctx, object: string, row: Row): Promise<SyncResult | Failure> => {
  const properties = propertiesOf(row.fields);
  const answer =
    row.id === undefined
      ? await call(ctx, object, { properties })
      : await call(ctx, `${object}/${row.id}`, { properties }, 'PATCH');
  return resultOf(ctx, answer, Object.keys(row.fields));
};

/** What came of each row of a group: a row is found again by the mark it was sent with, or by its id. */
const resultsOf = (read: Batch, rows: readonly Row[]): readonly SyncResult[] => {
  const byMark = new Map(read.results.map((one) => [one.objectWriteTraceId ?? one.id, one]));
  return rows.map((row, index): SyncResult => {
    const found = byMark.get(String(index)) ?? byMark.get(row.id ?? '');
    if (found !== undefined)
      return { kind: 'done', id: found.id, row: rowOf(found, Object.keys(row.fields)) };
    const error = read.errors.find(
      ({ context }) =>
        context?.['objectWriteTraceId']?.includes(String(index)) === true ||
        (row.id !== undefined && context?.['ids']?.includes(row.id) === true),
    );
    if (error?.category === 'OBJECT_NOT_FOUND') return { kind: 'gone' };
    if (error?.category === 'CONFLICT') return { kind: 'taken' };
    if (error === undefined)
      return { kind: 'retry', code: 'not-told', message: 'HubSpot did not say what came of it.' };
    return { kind: 'rejected', code: 'invalid', message: error.message ?? 'HubSpot refused the row.' };
  });
};

const writeAll = async (
  ctx: Ctx,
  object: string,
  op: 'create' | 'update',
  rows: readonly Row[],
): Promise<SyncWritten> => {
  const answer = await call(ctx, `${object}/batch/${op}`, {
    inputs: rows.map(({ id, fields }, index) => ({
      ...(id === undefined ? {} : { id }),
      properties: propertiesOf(fields),
      objectWriteTraceId: String(index),
    })),
  });
  if (isOneWrong(answer)) return writeEach(rows, (row) => writeOne(ctx, object, row));
  const read = readBatch(answer);
  return read === undefined ? failed(ctx, answer) : { kind: 'done', results: resultsOf(read, rows) };
};

const removeAll = async (ctx: Ctx, object: string, ids: readonly string[]): Promise<SyncWritten> => {
  const results = ids.map((id) => ({ kind: 'done', id }) as const);
  if (object === 'contacts' && ctx.config.erase === 'gdpr') {
    for (const objectId of ids) {
      const answer = await call(ctx, 'contacts/gdpr-delete', { objectId });
      if (answer.status !== 204 && answer.status !== 404) return failed(ctx, answer);
    }
    return { kind: 'done', results };
  }
  const answer = await call(ctx, `${object}/batch/archive`, { inputs: ids.map((id) => ({ id })) });
  return answer.status === 204 ? { kind: 'done', results } : failed(ctx, answer);
};

/** One kind of HubSpot's objects. */
export const hubspotObject = (object: string): SyncObject<HubspotConfig, undefined> => ({
  title: `HubSpot ${object}`,
  batch: batchMax,
  changed: (ctx, input) => changed(ctx, object, input),
  read: (ctx, input) => readByIds(ctx, object, input),
  find: (ctx, input) => findBy(ctx, object, input),
  create: (ctx, { rows }) => writeAll(ctx, object, 'create', rows),
  update: (ctx, { rows }) => writeAll(ctx, object, 'update', rows),
  remove: (ctx, { ids }) => removeAll(ctx, object, ids),
});
