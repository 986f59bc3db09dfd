import { z } from 'zod';
import {
  type Failure,
  type HttpAnswer,
  providerFailure,
  readSaidTime,
  type SyncContext,
  type SyncResult,
  type SyncRow,
} from '../contract.ts';
import type { HubspotConfig } from './hubspot.ts';

export type Ctx = SyncContext<HubspotConfig, undefined>;

const record = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  updatedAt: z.string().optional(),
  archived: z.boolean().optional(),
  objectWriteTraceId: z.string().nullish(),
});
export type HubspotRecord = z.infer<typeof record>;

export const listed = z.object({
  results: z.array(record),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

const refusal = z.object({ message: z.string().optional(), category: z.string().optional() });
export const batch = z.object({
  results: z.array(record).default([]),
  errors: z
    .array(refusal.extend({ context: z.record(z.string(), z.array(z.string())).optional() }))
    .default([]),
});
export type Batch = z.infer<typeof batch>;

/** Why HubSpot refused; it repeats addresses, which are taken out elsewhere. */
export const reasonOf = (answer: HttpAnswer): string | undefined =>
  refusal.safeParse(answer.json).data?.message;

export const failed = (ctx: Ctx, answer: HttpAnswer): Failure =>
  providerFailure({ ctx, answer, reason: reasonOf(answer) });

/** What HubSpot's clock says, by the answer it came with. */
export const clockOf = (answer: HttpAnswer): number | undefined => readSaidTime(answer.headers['date']);

/** The property by which HubSpot says when a record was last changed. */
export const changedProperty = (object: string): string =>
  object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';

/** A record of HubSpot as the engine takes it: properties are texts, and an empty one is none. */
export const rowOf = (found: HubspotRecord, fields: readonly string[]): SyncRow => {
  const { id, properties, archived } = found;
  const at = readSaidTime(found.updatedAt);
  const merged = (properties['hs_merged_object_ids'] ?? '').split(';').filter((one) => one !== '');
  return {
    id,
    fields: Object.fromEntries(
      fields.map((name) => [name, properties[name] === '' ? null : (properties[name] ?? null)]),
    ),
    ...(at === undefined ? {} : { updatedAt: at }),
    ...(archived === true ? { deleted: true } : {}),
    ...(merged.length === 0 ? {} : { mergedFrom: merged }),
  };
};

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(String).join(';');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Values as HubSpot keeps them: all are texts, several are joined by semicolons, none is an empty one. */
export const propertiesOf = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, textOf(value)]));

/** What came of a write of a single record. */
export const resultOf = (ctx: Ctx, answer: HttpAnswer, fields: readonly string[]): SyncResult | Failure => {
  const read = record.safeParse(answer.json);
  if (answer.status >= 200 && answer.status < 300 && read.success)
    return { kind: 'done', id: read.data.id, row: rowOf(read.data, fields) };
  if (answer.status === 404) return { kind: 'gone' };
  const message = reasonOf(answer) ?? '';
  if (answer.status === 409) {
    const id = /Existing ID: (\d+)/.exec(message)?.[1];
    return id === undefined ? { kind: 'taken' } : { kind: 'taken', id };
  }
  return failed(ctx, answer);
};
