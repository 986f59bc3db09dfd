import { z } from 'zod';
import {
  isJson,
  type Json,
  type JsonObject,
  readSaidTime,
  type SyncContext,
  type SyncPage,
  type SyncRow,
  valueAt,
} from '../contract.ts';
import type { RestConfig, RestObject } from './config.ts';
import { idOf, meaningOf } from './meaning.ts';
import { fetchPage, nextPlace } from './pages.ts';

export type SyncCtx = SyncContext<RestConfig, undefined>;

/**
 * Where a look goes on. `last`: since when things are looked for, on the other side's clock; `began`: what it said when this walk began, which
 * is where the next one looks from, so that what changes between two pages is seen by the next; `isWhole`: this walk is through everything.
 */
const cursorSchema = z.object({
  look: z.enum(['list', 'gone']),
  last: z.number().optional(),
  began: z.number().optional(),
  isWhole: z.boolean(),
  wholeAt: z.number(),
  place: z.union([z.string(), z.number()]).optional(),
});
type Cursor = z.infer<typeof cursorSchema>;

const hourMs = 3_600_000;

const written = (at: number, how: RestObject['since']): Json => {
  const iso = new Date(at).toISOString();
  switch (how) {
    case 'iso':
      return iso;
    case 'iso-seconds':
      return `${iso.slice(0, 19)}Z`;
    case 'date-time':
      return iso.slice(0, 19).replace('T', ' ');
    case 'seconds':
      return Math.floor(at / 1000);
    default:
      return at;
  }
};

const saysYes = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== 0 &&
  value !== '' &&
  value !== 'false';

const jsonAt = (value: unknown, path: string): [string, Json][] => {
  const read = valueAt(value, path);
  return isJson(read) ? [[path, read]] : [];
};

/** A row of an answer as the engine takes it; undefined where it has no id. */
export const rowOf = (object: RestObject, found: unknown, fields: readonly string[]): SyncRow | undefined => {
  const id = idOf(valueAt(found, object.id));
  if (id === undefined) return undefined;
  const at = object.updatedAt === undefined ? undefined : readSaidTime(valueAt(found, object.updatedAt));
  const merged = object.mergedFrom === undefined ? undefined : valueAt(found, object.mergedFrom);
  const mergedFrom = Array.isArray(merged) ? merged.flatMap((one: unknown) => idOf(one) ?? []) : [];
  const isDeleted = object.deleted !== undefined && saysYes(valueAt(found, object.deleted));
  const own = valueAt(found, object.fields);
  return {
    id,
    fields: Object.fromEntries(fields.flatMap((name) => jsonAt(own, name))),
    ...(at === undefined ? {} : { updatedAt: at }),
    ...(isDeleted ? { deleted: true } : {}),
    ...(mergedFrom.length === 0 ? {} : { mergedFrom }),
  };
};

/** The cursor of this look: it goes on in a walk, or begins one. */
const cursorOf = (ctx: SyncCtx, object: RestObject, given: unknown): Cursor => {
  const known = cursorSchema.safeParse(given).data;
  if (known === undefined) return { look: 'list', isWhole: true, wholeAt: ctx.now };
  if (known.began !== undefined) return known;
  const isDue = ctx.now - known.wholeAt >= object.everythingEveryHours * hourMs;
  return isDue ? { ...known, isWhole: true, wholeAt: ctx.now } : known;
};

/** The cursor as it is kept. */
const kept = ({ look, last, began, isWhole, wholeAt, place }: Cursor) => ({
  look,
  isWhole,
  wholeAt,
  ...(last === undefined ? {} : { last }),
  ...(began === undefined ? {} : { began }),
  ...(place === undefined ? {} : { place }),
});

const scopeOf = (object: RestObject, { look, last, isWhole }: Cursor): JsonObject =>
  last === undefined || (isWhole && look === 'list') ? {} : { since: written(last, object.since) };

/** What follows a page: the next one, the list of what was deleted, or the next walk. */
const after = (object: RestObject, cursor: Cursor, place: Cursor['place'], began: number) => {
  const { place: _place, began: _began, ...rest } = cursor;
  if (place !== undefined) return { cursor: kept({ ...rest, began, place }), more: true };
  if (cursor.look === 'list' && object.gone !== undefined && cursor.last !== undefined)
    return { cursor: kept({ ...rest, look: 'gone', began }), more: true };
  const last = began - object.overlapMinutes * 60_000;
  return { cursor: kept({ ...rest, look: 'list', isWhole: false, last }), more: false };
};

/** What changed since the cursor, also what was deleted where there is a list of it. */
export const changed = async (
  ctx: SyncCtx,
  object: RestObject,
  input: { cursor: unknown; fields: readonly string[] },
): Promise<SyncPage> => {
  const cursor = cursorOf(ctx, object, input.cursor);
  const { look, place } = cursor;
  const list = look === 'gone' ? (object.gone ?? object.list) : object.list;
  const asked = await fetchPage({ ctx, list, scope: scopeOf(object, cursor), place });
  if (asked.kind !== 'answer') return asked;
  const { answer } = asked;
  const meaning = meaningOf(ctx, answer);
  if (meaning.kind === 'failed') return meaning.failure;
  const found = valueAt(answer.json, list.rows);
  if (meaning.kind !== 'done' || !Array.isArray(found)) return ctx.failure(answer);
  const rows = found.flatMap((one: unknown) => {
    const row = rowOf(object, one, input.fields);
    if (row === undefined) return [];
    return [look === 'gone' ? { ...row, deleted: true } : row];
  });
  const clock = readSaidTime(answer.headers['date']);
  const next = nextPlace({ list, answer, rows: found.length, place });
  const began = cursor.began ?? clock ?? ctx.systemTime;
  return {
    kind: 'done',
    rows,
    ...(clock === undefined ? {} : { clock }),
    ...after(object, cursor, next, began),
  };
};
