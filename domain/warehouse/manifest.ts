import { z } from 'zod';

const partSchema = z.object({
  /** The file in the folder of the tenant; absent where the part has no rows. */
  file: z.string().max(300).optional(),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  /** A digest of the rows: the same rows are not written again. */
  digest: z.string(),
  /** When it was read, in the time of the tenant. */
  readAt: z.number(),
});

const rangeSchema = z.object({
  table: z.string(),
  part: z.object({ name: z.string(), from: z.number().optional(), to: z.number().optional() }),
});

const placeSchema = z.object({ at: z.number(), id: z.string() });

/** What the folder of a tenant holds: which file has which part of which table, and how far the export is. */
export const manifestSchema = z.object({
  version: z.literal(1),
  tables: z.record(z.string(), z.object({ signature: z.string(), parts: z.record(z.string(), partSchema) })),
  /** What is yet to be read by the pass under way. */
  pass: z
    .object({ startedAt: z.number(), now: z.number(), todo: z.array(rangeSchema).max(20_000) })
    .optional(),
  /** Events up to then (tenant time) were looked at for what they change. */
  cursor: z.number().optional(),
  /** The last erasures that the files follow: at once (`seen`), and when nothing is under way any more (`settled`); places in the audit trail. */
  erasures: z.object({ seen: placeSchema, settled: placeSchema }).optional(),
  /** When the last pass ended, real time, and how current the files are, the tenant's time. */
  endedAt: z.number().optional(),
  asOf: z.number().optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type PartState = z.infer<typeof partSchema>;
export type Todo = z.infer<typeof rangeSchema>;

export const emptyManifest: Manifest = { version: 1, tables: {} };
