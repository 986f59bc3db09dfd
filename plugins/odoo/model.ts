import { z } from 'zod';
import {
  type ChangesAsk,
  type ChangesPage,
  type Failure,
  type Json,
  type JsonObject,
  readSaidTime,
  type SyncContext,
  type SyncFound,
  type SyncObject,
  type SyncResult,
  walkChanges,
  writeEach,
} from '../contract.ts';
import { type Asked, call, type Ctx, type Session } from './call.ts';
import type { OdooConfig } from './odoo.ts';
import { odooTime, readNames, record, rowOf, type Types, typesOf, valuesFor } from './values.ts';

export type Model = { readonly model: string; readonly archives: boolean };

const batchMax = 50;
const secondMs = 1_000;

const records = z.array(record);
const made = z.array(z.number()).min(1);

/** Archived records are seen as well. */
const everyone: JsonObject = { active_test: false };

const search = async (
  ctx: Ctx,
  of: Model,
  input: { domain: Json; fields: readonly string[]; types: Types; order?: string; limit?: number },
) => {
  const { domain, fields, types, order, limit } = input;
  const names = [...readNames(fields), 'write_date', ...(of.archives ? ['active'] : [])];
  const asked = await call(ctx, {
    model: of.model,
    method: 'search_read',
    named: {
      domain,
      fields: [...new Set(names)],
      context: everyone,
      ...(order === undefined ? {} : { order }),
      ...(limit === undefined ? {} : { limit }),
    },
  });
  if (asked.kind === 'failed') return asked.failure;
  const read = records.safeParse(asked.value);
  if (!read.success) return ctx.failure(asked.answer);
  const rows = read.data.map((found) => rowOf(found, { fields, types }));
  return { kind: 'rows' as const, rows, answer: asked.answer };
};

const domainOf = (ask: ChangesAsk): Json => {
  if (ask.by === 'time') return [['write_date', '>=', odooTime(ask.from)]];
  const after = ask.after === undefined ? [] : [['id', '>', Number(ask.after)]];
  if (!('from' in ask)) return after;
  // Odoo keeps fractions of a second that it does not show.
  return [['write_date', '>=', odooTime(ask.from)], ['write_date', '<', odooTime(ask.until)], ...after];
};

const changes = async (
  ctx: Ctx,
  of: Model,
  ask: ChangesAsk,
  fields: readonly string[],
): Promise<ChangesPage> => {
  const known = await typesOf(ctx, of.model, fields);
  if (known.kind !== 'types') return known;
  const { types } = known;
  const { pageSize } = ctx.config;
  const order = ask.by === 'time' ? 'write_date, id' : 'id';
  const found = await search(ctx, of, { domain: domainOf(ask), fields, types, order, limit: pageSize });
  if (found.kind !== 'rows') return found;
  const { rows, answer } = found;
  return { kind: 'done', rows, isFull: rows.length >= pageSize, clock: readSaidTime(answer.headers['date']) };
};

const having = async (
  ctx: Ctx,
  of: Model,
  input: { domain: Json; fields: readonly string[]; names: readonly string[] },
): Promise<SyncFound> => {
  const known = await typesOf(ctx, of.model, input.names);
  if (known.kind !== 'types') return known;
  const found = await search(ctx, of, { ...input, types: known.types });
  return found.kind === 'rows' ? { kind: 'done', rows: found.rows } : found;
};

/** Ids that are numbers; what is none is nobody's id there. */
const numbers = (ids: readonly string[]): readonly number[] =>
  ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number);

/** Values in which Odoo tells no capitals apart (`=ilike`): its signs for anything are taken for themselves. */
const anyOf = (field: string, values: readonly string[]): Json => [
  ...values.slice(1).map(() => '|'),
  ...values.map((value) => [field, '=ilike', value.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)]),
];

const isGone = (asked: Asked): boolean =>
  asked.kind === 'failed' && asked.fault?.endsWith('MissingError') === true;
const isTaken = (asked: Asked): boolean =>
  asked.kind === 'failed' &&
  (asked.fault?.endsWith('UniqueViolation') === true ||
    /already exists|must be unique/i.test(asked.failure.message));

const resultOf = (ctx: Ctx, asked: Asked, id: string | undefined): SyncResult | Failure => {
  if (isTaken(asked)) return { kind: 'taken' };
  if (id !== undefined && isGone(asked)) return { kind: 'gone' };
  if (asked.kind === 'failed') return asked.failure;
  if (id !== undefined) return asked.value === true ? { kind: 'done', id } : ctx.failure(asked.answer);
  const [first] = made.safeParse(asked.value).data ?? [];
  return first === undefined ? ctx.failure(asked.answer) : { kind: 'done', id: String(first) };
};

/** Writes one row: of a group in which one is wrong Odoo takes none. */
const write = async (
  ctx: Ctx,
  of: Model,
  row: { readonly id?: string; readonly fields: JsonObject },
): Promise<SyncResult | Failure> => {
  const { id, fields } = row;
  const known = await typesOf(ctx, of.model, Object.keys(fields));
  if (known.kind !== 'types') return known;
  const vals = valuesFor(fields, known.types);
  if (id === undefined) {
    const asked = await call(ctx, { model: of.model, method: 'create', named: { vals_list: [vals] } });
    return resultOf(ctx, asked, undefined);
  }
  const ids = numbers([id]);
  if (ids.length === 0) return { kind: 'gone' };
  return resultOf(ctx, await call(ctx, { model: of.model, method: 'write', ids, named: { vals } }), id);
};

const remove = async (ctx: Ctx, of: Model, id: string): Promise<SyncResult | Failure> => {
  const { model } = of;
  const ids = numbers([id]);
  const isArchived = of.archives && ctx.config.remove === 'archive';
  if (ids.length === 0) return { kind: 'done', id };
  const asked = isArchived
    ? await call(ctx, { model, method: 'write', ids, named: { vals: { active: false } } })
    : await call(ctx, { model, method: 'unlink', ids, named: {} });
  return isGone(asked) ? { kind: 'done', id } : resultOf(ctx, asked, id);
};

/** One model of Odoo's. */
export const odooModel = (of: Model): SyncObject<OdooConfig, Session> => ({
  title: `Odoo ${of.model}`,
  batch: batchMax,
  changed: (ctx: SyncContext<OdooConfig, Session>, { cursor, fields }) =>
    walkChanges({
      cursor,
      systemTime: ctx.systemTime,
      stepMs: secondMs,
      list: (ask) => changes(ctx, of, ask, fields),
    }),
  read: (ctx, { ids, fields }) =>
    having(ctx, of, { domain: [['id', 'in', [...numbers(ids)]]], fields, names: fields }),
  find: (ctx, { field, values, fields }) =>
    having(ctx, of, { domain: anyOf(field, values), fields, names: [...fields, field] }),
  create: (ctx, { rows }) => writeEach(rows, (row) => write(ctx, of, row)),
  update: (ctx, { rows }) => writeEach(rows, (row) => write(ctx, of, row)),
  remove: (ctx, { ids }) => writeEach(ids, (id) => remove(ctx, of, id)),
});
