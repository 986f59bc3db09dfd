import { z } from 'zod';
import {
  type Failure,
  type HttpAnswer,
  isJson,
  type Json,
  providerFailure,
  readSaidTime,
  type SyncContext,
  type SyncResult,
  type SyncRow,
  valueAt,
} from '../contract.ts';
import type { TwentyConfig } from './twenty.ts';

export type Ctx = SyncContext<TwentyConfig, undefined>;

const record = z.looseObject({ id: z.string() });
export type TwentyRecord = z.infer<typeof record>;

/** Answers name what they hold after what was done: `data.people`, `data.createPerson`. */
const list = z.object({
  data: z.record(z.string(), z.array(record)),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }).optional(),
});
const single = z.object({ data: z.record(z.string(), record) });

export const readList = (answer: HttpAnswer) => {
  const read = list.safeParse(answer.json).data;
  const [records] = Object.values(read?.data ?? {});
  return records === undefined ? undefined : { records, pageInfo: read?.pageInfo };
};

export const readSingle = (answer: HttpAnswer): TwentyRecord | undefined =>
  Object.values(single.safeParse(answer.json).data?.data ?? {}).at(0);

const refusal = z.object({ messages: z.array(z.string()).optional(), message: z.string().optional() });

const reasonOf = (answer: HttpAnswer): string | undefined => {
  const read = refusal.safeParse(answer.json).data;
  return read?.messages?.[0] ?? read?.message;
};

export const failed = (ctx: Ctx, answer: HttpAnswer): Failure =>
  providerFailure({ ctx, answer, reason: reasonOf(answer), forbiddenIsLogin: false });

/** A record of Twenty as the engine takes it; fields within fields are named with a dot (`emails.primaryEmail`), and an empty text is none. */
export const rowOf = (found: TwentyRecord, fields: readonly string[]): SyncRow => {
  const at = readSaidTime(found['updatedAt']);
  const values = fields.map((name): [string, Json] => {
    const value = valueAt(found, name);
    return [name, isJson(value) && value !== '' ? value : null];
  });
  const isDeleted = typeof found['deletedAt'] === 'string';
  return {
    id: found.id,
    fields: Object.fromEntries(values),
    ...(at === undefined ? {} : { updatedAt: at }),
    ...(isDeleted ? { deleted: true } : {}),
  };
};

const isTaken = (answer: HttpAnswer): boolean =>
  answer.status === 409 ||
  (answer.status === 400 && /duplicate|unique|already exist/i.test(reasonOf(answer) ?? ''));

/** Also with 400 Twenty says that there is no such record. */
export const isGone = (answer: HttpAnswer): boolean =>
  answer.status === 404 || (answer.status === 400 && /not found/i.test(reasonOf(answer) ?? ''));

/** What came of a write of one record. */
export const resultOf = (
  ctx: Ctx,
  answer: HttpAnswer,
  input: { id?: string | undefined; fields: readonly string[] },
): SyncResult | Failure => {
  const read = answer.status === 200 || answer.status === 201 ? readSingle(answer) : undefined;
  if (read !== undefined) return { kind: 'done', id: read.id, row: rowOf(read, input.fields) };
  if (isTaken(answer)) return { kind: 'taken' };
  if (input.id !== undefined && isGone(answer)) return { kind: 'gone' };
  return failed(ctx, answer);
};
