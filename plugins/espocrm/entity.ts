import { z } from 'zod';
import {
  type ChangesAsk,
  type ChangesPage,
  type Failure,
  type HttpAnswer,
  isJson,
  type Json,
  type JsonObject,
  providerFailure,
  readSaidTime,
  type SyncContext,
  type SyncFound,
  type SyncObject,
  type SyncResult,
  type SyncRow,
  walkChanges,
  writeEach,
} from '../contract.ts';
import type { EspoConfig } from './espocrm.ts';

type Ctx = SyncContext<EspoConfig, undefined>;

const pageMax = 200;
const batchMax = 20;
const secondMs = 1_000;

const record = z.looseObject({ id: z.string() });
/** Without counting, EspoCRM says by the total whether there is more (-1) or not (-2). */
const hasMore = -1;
const listed = z.object({ list: z.array(record), total: z.number().optional() });

/** The time that EspoCRM writes and reads: UTC, to the second. */
const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** Why EspoCRM refused stands in a header. */
const failed = (ctx: Ctx, answer: HttpAnswer): Failure =>
  providerFailure({ ctx, answer, reason: answer.headers['x-status-reason'], forbiddenIsLogin: false });

const rowOf = (found: z.infer<typeof record>, fields: readonly string[]): SyncRow => {
  const at = readSaidTime(found['modifiedAt'] ?? found['createdAt']);
  const values = fields.map((name): [string, Json] => {
    const value = Object.hasOwn(found, name) ? found[name] : null;
    return [name, isJson(value) && value !== '' ? value : null];
  });
  return {
    id: found.id,
    fields: Object.fromEntries(values),
    ...(at === undefined ? {} : { updatedAt: at }),
    ...(found['deleted'] === true ? { deleted: true } : {}),
  };
};

type Where = {
  readonly type: string;
  readonly attribute: string;
  readonly value: string | readonly string[];
};

const addressOf = (ctx: Ctx, ...parts: readonly string[]): URL =>
  new URL(`${ctx.config.url.replace(/\/+$/, '')}/api/v1/${parts.map(encodeURIComponent).join('/')}`);

/** Asks for a list; `order` is a field to list by. */
const list = async (
  ctx: Ctx,
  entity: string,
  input: { where: readonly Where[]; order?: string; fields: readonly string[] },
) => {
  const { where, order, fields } = input;
  const url = addressOf(ctx, entity);
  const { searchParams } = url;
  for (const [index, { type, attribute, value }] of where.entries()) {
    searchParams.set(`where[${index}][type]`, type);
    searchParams.set(`where[${index}][attribute]`, attribute);
    if (typeof value === 'string') searchParams.set(`where[${index}][value]`, value);
    else for (const one of value) searchParams.append(`where[${index}][value][]`, one);
  }
  searchParams.set('select', [...new Set([...fields, 'modifiedAt', 'createdAt'])].join(','));
  searchParams.set('maxSize', String(pageMax));
  if (order !== undefined) searchParams.set('orderBy', order);
  if (order !== undefined) searchParams.set('order', 'asc');
  // Nobody needs to count them all.
  const answer = await ctx.http({ url: url.href, headers: { 'x-no-total': 'true' } });
  return { answer, read: answer.status === 200 ? listed.safeParse(answer.json).data : undefined };
};

const whereOf = (ask: ChangesAsk): readonly Where[] => {
  if (ask.by === 'time')
    return [{ type: 'greaterThanOrEquals', attribute: 'modifiedAt', value: timeText(ask.from) }];
  const after: Where[] =
    ask.after === undefined ? [] : [{ type: 'greaterThan', attribute: 'id', value: ask.after }];
  return 'from' in ask
    ? [{ type: 'equals', attribute: 'modifiedAt', value: timeText(ask.from) }, ...after]
    : after;
};

const changes = async (
  ctx: Ctx,
  entity: string,
  ask: ChangesAsk,
  fields: readonly string[],
): Promise<ChangesPage> => {
  const order = ask.by === 'time' ? 'modifiedAt' : 'id';
  const { answer, read } = await list(ctx, entity, { where: whereOf(ask), order, fields });
  if (read === undefined) return failed(ctx, answer);
  const rows = read.list.map((found) => rowOf(found, fields));
  const isFull = read.total === hasMore || rows.length >= pageMax;
  return { kind: 'done', rows, isFull, clock: readSaidTime(answer.headers['date']) };
};

/** Records that have one of the values in an attribute. */
const having = async (
  ctx: Ctx,
  entity: string,
  input: { attribute: string; values: readonly string[]; fields: readonly string[] },
): Promise<SyncFound> => {
  const { attribute, values, fields } = input;
  const rows: SyncRow[] = [];
  for (let from = 0; from < values.length; from += batchMax) {
    const where = [{ type: 'in', attribute, value: values.slice(from, from + batchMax) }];
    const { answer, read } = await list(ctx, entity, { where, fields });
    if (read === undefined) return failed(ctx, answer);
    rows.push(...read.list.map((found) => rowOf(found, fields)));
  }
  return { kind: 'done', rows };
};

/** The other record, where EspoCRM found a duplicate: it answers those that it found. */
const duplicateIn = (answer: HttpAnswer): SyncResult => {
  const [first] = z.array(record).safeParse(answer.json).data ?? [];
  return first === undefined ? { kind: 'taken' } : { kind: 'taken', id: first.id };
};

const write = async (
  ctx: Ctx,
  entity: string,
  row: { readonly id?: string; readonly fields: JsonObject },
): Promise<SyncResult | Failure> => {
  const { id, fields } = row;
  const answer = await ctx.http({
    url: addressOf(ctx, entity, ...(id === undefined ? [] : [id])).href,
    method: id === undefined ? 'POST' : 'PUT',
    ...(ctx.config.checkDuplicates ? {} : { headers: { 'x-skip-duplicate-check': 'true' } }),
    json: fields,
  });
  const read = answer.status === 200 ? record.safeParse(answer.json).data : undefined;
  if (read !== undefined) return { kind: 'done', id: read.id, row: rowOf(read, Object.keys(fields)) };
  if (answer.status === 409) return duplicateIn(answer);
  if (answer.status === 404 && id !== undefined) return { kind: 'gone' };
  return failed(ctx, answer);
};

const remove = async (ctx: Ctx, entity: string, id: string): Promise<SyncResult | Failure> => {
  const answer = await ctx.http({ url: addressOf(ctx, entity, id).href, method: 'DELETE' });
  const isDone = answer.status === 404 || (answer.status === 200 && answer.json === true);
  return isDone ? { kind: 'done', id } : failed(ctx, answer);
};

/** One kind of EspoCRM's entities. It has no groups: rows are written one by one. */
export const espoEntity = (entity: string): SyncObject<EspoConfig, undefined> => ({
  title: `EspoCRM ${entity}`,
  batch: batchMax,
  changed: (ctx, { cursor, fields }) =>
    walkChanges({
      cursor,
      systemTime: ctx.systemTime,
      stepMs: secondMs,
      list: (ask) => changes(ctx, entity, ask, fields),
    }),
  read: (ctx, { ids, fields }) => having(ctx, entity, { attribute: 'id', values: ids, fields }),
  find: (ctx, { field, values, fields }) => having(ctx, entity, { attribute: field, values, fields }),
  create: (ctx, { rows }) => writeEach(rows, (row) => write(ctx, entity, row)),
  update: (ctx, { rows }) => writeEach(rows, (row) => write(ctx, entity, row)),
  remove: (ctx, { ids }) => writeEach(ids, (id) => remove(ctx, entity, id)),
});
