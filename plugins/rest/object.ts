import {
  type Failure,
  type HttpAnswer,
  type JsonObject,
  nestFields,
  type SyncFound,
  type SyncObject,
  type SyncResult,
  type SyncRow,
  valueAt,
  writeEach,
} from '../contract.ts';
import { changed, rowOf, type SyncCtx } from './changed.ts';
import type { RestConfig, RestObject, RestRequest } from './config.ts';
import { meaningOf } from './meaning.ts';
import { send } from './send.ts';

const notSet = (what: string): SyncResult => ({
  kind: 'rejected',
  code: 'not-configured',
  message: `The config does not say how records are ${what}.`,
});

const readOne = async (
  ctx: SyncCtx,
  object: RestObject,
  input: { id: string; fields: readonly string[] },
): Promise<Failure | { readonly kind: 'found'; readonly row: SyncRow | undefined }> => {
  const asked = await send({ ctx, request: object.get, scope: { id: input.id } });
  if (asked.kind !== 'answer') return asked;
  const { answer } = asked;
  if (answer.status === 404 || answer.status === 410) return { kind: 'found', row: undefined };
  const meaning = meaningOf(ctx, answer);
  if (meaning.kind === 'gone') return { kind: 'found', row: undefined };
  if (meaning.kind === 'failed') return meaning.failure;
  const row = rowOf(object, valueAt(answer.json, object.get.row), input.fields);
  return row === undefined ? ctx.failure(answer) : { kind: 'found', row };
};

const readAll = async (
  ctx: SyncCtx,
  object: RestObject,
  input: { ids: readonly string[]; fields: readonly string[] },
): Promise<SyncFound> => {
  const rows: SyncRow[] = [];
  for (const id of input.ids) {
    const read = await readOne(ctx, object, { id, fields: input.fields });
    if (read.kind !== 'found') return read;
    if (read.row !== undefined) rows.push(read.row);
  }
  return { kind: 'done', rows };
};

const findAll = async (
  ctx: SyncCtx,
  object: RestObject,
  input: { field: string; values: readonly string[]; fields: readonly string[] },
): Promise<SyncFound> => {
  const { find } = object;
  if (find === undefined) return { kind: 'done', rows: [] };
  const rows: SyncRow[] = [];
  for (const value of input.values) {
    const asked = await send({ ctx, request: find, scope: { field: input.field, value } });
    if (asked.kind !== 'answer') return asked;
    const meaning = meaningOf(ctx, asked.answer);
    if (asked.answer.status === 404 || meaning.kind === 'gone') continue;
    if (meaning.kind === 'failed') return meaning.failure;
    const found = valueAt(asked.answer.json, find.rows);
    if (!Array.isArray(found)) return ctx.failure(asked.answer);
    rows.push(...found.flatMap((one: unknown) => rowOf(object, one, input.fields) ?? []));
  }
  return { kind: 'done', rows };
};

/** The id of something new: in the answer, or at the end of the address that it names. */
const locationOf = (answer: HttpAnswer): string | undefined => {
  const last = answer.headers['location']
    ?.replace(/[?#].*$/, '')
    .split('/')
    .at(-1);
  return last === undefined || last === '' ? undefined : decodeURIComponent(last);
};

const wrote = (input: {
  ctx: SyncCtx;
  object: RestObject;
  answer: HttpAnswer;
  row: string;
  id: string | undefined;
  fields: JsonObject;
}): SyncResult | Failure => {
  const { ctx, object, answer, id, fields } = input;
  const meaning = meaningOf(ctx, answer);
  if (meaning.kind === 'taken') return meaning;
  if (meaning.kind === 'gone') return meaning;
  if (id !== undefined && (answer.status === 404 || answer.status === 410)) return { kind: 'gone' };
  if (meaning.kind === 'failed' && answer.status === 409) return { kind: 'taken' };
  if (meaning.kind === 'failed') return meaning.failure;
  const row = rowOf(object, valueAt(answer.json, input.row), Object.keys(fields));
  const made = row?.id ?? id ?? locationOf(answer);
  if (made === undefined)
    return { kind: 'retry', code: 'not-told', message: 'The answer does not say which id the record got.' };
  return { kind: 'done', id: made, ...(row === undefined ? {} : { row }) };
};

const write = async (
  ctx: SyncCtx,
  object: RestObject,
  input: { request: RestRequest & { row: string }; id?: string; fields: JsonObject },
): Promise<SyncResult | Failure> => {
  const { request, id, fields } = input;
  const scope = { ...(id === undefined ? {} : { id }), fields: nestFields(fields) };
  const asked = await send({ ctx, request, scope });
  if (asked.kind !== 'answer') return asked;
  return wrote({ ctx, object, answer: asked.answer, row: request.row, id, fields });
};

const removeOne = async (ctx: SyncCtx, request: RestRequest, id: string): Promise<SyncResult | Failure> => {
  const asked = await send({ ctx, request, scope: { id } });
  if (asked.kind !== 'answer') return asked;
  const meaning = meaningOf(ctx, asked.answer);
  const isGone = meaning.kind === 'gone' || asked.answer.status === 404 || asked.answer.status === 410;
  return meaning.kind === 'failed' && !isGone ? meaning.failure : { kind: 'done', id };
};

/** One kind of records, as the config maps it. */
export const restObject = (name: string, object: RestObject): SyncObject<RestConfig, undefined> => {
  const { create, update, remove } = object;
  return {
    title: object.title ?? name,
    batch: object.batch,
    changed: (ctx, input) => changed(ctx, object, input),
    read: (ctx, input) => readAll(ctx, object, input),
    find: (ctx, input) => findAll(ctx, object, input),
    create: (ctx, { rows }) =>
      writeEach(rows, async ({ fields }) =>
        create === undefined
          ? notSet('made')
          : write(ctx, object, { request: { method: 'POST', ...create }, fields }),
      ),
    update: (ctx, { rows }) =>
      writeEach(rows, async ({ id, fields }) =>
        update === undefined
          ? notSet('changed')
          : write(ctx, object, { request: { method: 'PATCH', ...update }, id, fields }),
      ),
    remove: (ctx, { ids }) =>
      writeEach(ids, async (id) =>
        remove === undefined ? notSet('removed') : removeOne(ctx, { method: 'DELETE', ...remove }, id),
      ),
  };
};
