import { z } from 'zod';

import { durationSchema } from '../time/duration.ts';
import { feedConsentSchema } from './feed-consent.ts';
import { feedRows } from './feed-rows.ts';

/** A folder within the place that a connector writes to: `exports/events`. */
export const feedFolder = z
  .string()
  .max(200)
  .regex(/^(?:[A-Za-z0-9_][\w.=-]{0,80}(?:\/[A-Za-z0-9_][\w.=-]{0,80}){0,5})?$/)
  .describe('The folder there, such as `exports/events`; none by default.');

/** One feed of `ciclo.json`: what is written out to another system, again and again, from where it stopped. */
export const feedSchema = z
  .strictObject({
    plugin: z
      .string()
      .max(64)
      .describe(
        'The connector, by its name under `plugins`: one that writes files, for `events` one that takes events, for `audience` one that keeps audiences.',
      ),
    rows: z
      .enum(feedRows)
      .describe(
        'What is written: `events`; `profiles` that are new or changed; `messages`; `erasures`, the ids of people who were erased; `audience`: the people of a segment, kept in an audience there.',
      ),
    format: z.enum(['ndjson', 'csv']).default('ndjson').describe('How files are written.'),
    gzip: z.boolean().default(true).describe('Whether files are compressed.'),
    folder: feedFolder.default(''),
    every: durationSchema.default('1 hour').describe('How long after a round the next one begins.'),
    after: durationSchema
      .default('10 minutes')
      .describe('How old a row is at least when it is written; a message is written as it stands then.'),
    names: z
      .array(z.string().min(1).max(200).describe('The name of an event.'))
      .min(1)
      .max(200)
      .optional()
      .describe('Of events: only those of these names; all by default.'),
    segment: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Of an audience: the segment whose people are in it.'),
    audience: z
      .string()
      .regex(/^\d{1,30}$/)
      .optional()
      .describe('Of an audience: its id at the service, which is a number.'),
    consent: feedConsentSchema.optional(),
    personal: z
      .boolean()
      .optional()
      .describe(
        'Whether traits that are marked as personal under `traits` are written as well; they are not by default.',
      ),
    columns: z
      .array(z.string().min(1).max(200).describe('A column, such as `traits.plan`.'))
      .min(1)
      .max(200)
      .optional()
      .describe('Of CSV: the columns in their order; the usual ones by default.'),
    rowsPerFile: z
      .number()
      .int()
      .min(1)
      .max(50_000)
      .default(10_000)
      .describe(
        'How many rows a file has at most; files end after about 8 MB in any case. A connector that takes events gets 200 at once at most.',
      ),
  })
  .describe('What is written out to another system.');

export type FeedSettings = z.infer<typeof feedSchema>;
