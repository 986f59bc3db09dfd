import { z } from 'zod';
import {
  type Failure,
  type HttpAnswer,
  providerFailure,
  isJson,
  type Json,
  readSaidTime,
  type SyncContext,
  type SyncResult,
  type SyncRow,
  valueAt,
} from '../contract.ts';
import type { SalesforceConfig } from './salesforce.ts';
import { isName } from './soql.ts';

export type Ctx = SyncContext<SalesforceConfig, undefined>;

const limitMs = 15 * 60_000;

const record = z.looseObject({ Id: z.string() });
export type SalesforceRecord = z.infer<typeof record>;

export const queried = z.object({ records: z.array(record), done: z.boolean() });

const fault = z.object({
  statusCode: z.string(),
  message: z.string().default(''),
  fields: z.array(z.string()).default([]),
});
export type Fault = z.infer<typeof fault>;
export const saved = z.array(
  z.object({ id: z.string().nullish(), success: z.boolean(), errors: z.array(fault).default([]) }),
);
export type Saved = z.infer<typeof saved>[number];

const refusals = z.array(z.object({ errorCode: z.string(), message: z.string().default('') }));

/** What became of a call that Salesforce did not take; the limit of calls of a day is told with 403. */
export const failed = (ctx: Pick<Ctx, 'failure'>, answer: HttpAnswer): Failure => {
  const [first] = refusals.safeParse(answer.json).data ?? [];
  if (first?.errorCode === 'REQUEST_LIMIT_EXCEEDED')
    return { kind: 'retry', code: 'rate-limited', message: first.message, afterMs: limitMs };
  const reason = first === undefined ? undefined : `${first.errorCode}: ${first.message}`;
  return providerFailure({ ctx, answer, reason, forbiddenIsLogin: false });
};

/** Refuses names that SOQL would read as something else. */
export const badNames = (names: readonly string[]): Failure | undefined => {
  const bad = names.find((one) => !isName(one));
  return bad === undefined
    ? undefined
    : { kind: 'rejected', code: 'invalid-field', message: 'A field has a name that none has at Salesforce.' };
};

/** Times of Salesforce end in `+0000`. */
export const timeOf = (value: unknown): number | undefined =>
  readSaidTime(typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : value);

/** A record of Salesforce as the engine takes it. */
export const rowOf = (found: SalesforceRecord, fields: readonly string[]): SyncRow => {
  const at = timeOf(found['SystemModstamp']);
  const values = fields.map((field): [string, Json] => {
    const value = valueAt(found, field);
    return [field, isJson(value) ? value : null];
  });
  return {
    id: found.Id,
    fields: Object.fromEntries(values),
    ...(at === undefined ? {} : { updatedAt: at }),
    ...(found['IsDeleted'] === true ? { deleted: true } : {}),
  };
};

const busy = new Set([
  'UNABLE_TO_LOCK_ROW',
  'REQUEST_LIMIT_EXCEEDED',
  'SERVER_UNAVAILABLE',
  'QUERY_TIMEOUT',
  'UNKNOWN_EXCEPTION',
]);
const doubles = new Set(['DUPLICATES_DETECTED', 'DUPLICATE_VALUE', 'DUPLICATE_EXTERNAL_ID']);
const absent = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND', 'MALFORMED_ID', 'INVALID_ID_FIELD']);

/** Whether there is no such record; a reference to another one that there is not names its field. */
export const isGone = ({ statusCode, fields }: Fault): boolean =>
  absent.has(statusCode) || (statusCode === 'INVALID_CROSS_REFERENCE_KEY' && fields.length === 0);

/** What came of one row of a group. */
export const resultOf = (one: Saved, id: string | undefined): SyncResult => {
  const known = one.id ?? id;
  if (one.success && known !== undefined) return { kind: 'done', id: known };
  const [error] = one.errors;
  if (error === undefined)
    return { kind: 'retry', code: 'not-told', message: 'Salesforce did not say what came of it.' };
  const { statusCode, message } = error;
  if (id !== undefined && isGone(error)) return { kind: 'gone' };
  if (doubles.has(statusCode)) {
    const other = /id: (\w{15,18})\b/.exec(message)?.[1];
    return other === undefined ? { kind: 'taken' } : { kind: 'taken', id: other };
  }
  const kind = busy.has(statusCode) ? 'retry' : 'rejected';
  return { kind, code: statusCode.toLowerCase().replaceAll('_', '-'), message };
};
