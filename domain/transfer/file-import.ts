import { z } from 'zod';

import { durationSchema } from '../time/duration.ts';
import { importFormats } from './dialect.ts';

const folder = (what: string) =>
  z
    .string()
    .max(200)
    .regex(/^(?:[A-Za-z0-9_][\w .=-]{0,80}(?:\/[A-Za-z0-9_][\w .=-]{0,80}){0,5})?$/)
    .describe(what);

const column = z.string().min(1).max(200);

/** Files that are fetched from a place and imported, as `imports` of `ciclo.json` has them. */
export const fileImportSchema = z
  .strictObject({
    plugin: z.string().max(64).describe('The connector, by its name under `plugins`.'),
    kind: z
      .string()
      .min(1)
      .max(64)
      .describe('`profiles`, `consents`, `events`, `orders`, `products`, or the key of an object.'),
    folder: folder('The folder there that is looked at; the place itself by default.').default(''),
    files: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^/\\]+$/)
      .default('*')
      .describe('Which files of the folder: `*` stands for any letters, as in `customers-*.csv`.'),
    every: durationSchema.default('15 minutes').describe('How long after a look the next one begins.'),
    format: z.enum(importFormats).optional().describe('Recognised by default.'),
    delimiter: z
      .enum([',', ';', '\t', '|'])
      .optional()
      .describe('What separates cells; recognised by default.'),
    encoding: z
      .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
      .optional()
      .describe('Recognised by default.'),
    mapping: z
      .record(column, column.nullable())
      .default({})
      .describe('Where columns go, by heading; `null` leaves one out. Others go by their name.'),
    key: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Of records: the unique field by which a row finds the record that it changes.'),
    emptyCells: z
      .enum(['keep', 'clear'])
      .default('keep')
      .describe('What an empty cell does to a value that is there.'),
    fires: z
      .boolean()
      .default(false)
      .describe('Whether what is imported starts journeys and rules; by default it is only recorded.'),
    refusedTo: folder(
      'The folder there into which a file of the refused rows is written; none is written by default.',
    )
      .min(1)
      .optional(),
  })
  .describe('Files that are fetched and imported.');

export type FileImportSettings = z.infer<typeof fileImportSchema>;

/** Whether the name of a file fits a pattern in which `*` stands for any letters. */
export const fitsPattern = (input: { name: string; pattern: string }): boolean => {
  const [first = '', ...rest] = input.pattern.split('*');
  if (rest.length === 0) return input.name === first;
  if (!input.name.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = input.name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return input.name.length - last.length >= at && input.name.endsWith(last);
};
