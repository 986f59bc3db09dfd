import { z } from '@hono/zod-openapi';

import type { Position } from '../../api/ports/views.ts';
import { instant, iso, isoField, problemItem, text } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { importFormats } from '../../domain/transfer/dialect.ts';
import { requestError } from '../../api/http/problem.ts';
import { type Import, importStates } from './ports.ts';
import type { ImportAnswer } from './start-imports.ts';

export const importParams = z.object({ id: text(200) });

const column = z.string().max(200);

/** How a file is to be imported. */
export const newImportSchema = z.strictObject({
  kind: text(64).openapi({
    description: '`profiles`, `consents`, `events`, `orders`, `products`, or the key of an object.',
    example: 'deal',
  }),
  format: z.enum(importFormats).optional().openapi({
    description: 'Recognised by default. `xml`: a product feed (RSS 2.0 or Atom), for `products` only.',
  }),
  encoding: z
    .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
    .optional()
    .openapi({ description: 'Recognised by default.' }),
  delimiter: z
    .enum([',', ';', '\t', '|'])
    .optional()
    .openapi({ description: 'What separates cells; recognised by default.' }),
  mapping: z.record(column, column.nullable()).default({}).openapi({
    description: 'Where columns go, by heading; `null` leaves one out. Others go by their name.',
  }),
  key: text(64).optional().openapi({
    description: 'Of records: the unique field by which a row finds the record that it changes.',
  }),
  emptyCells: z
    .enum(['keep', 'clear'])
    .default('keep')
    .openapi({ description: 'What an empty cell does to a value that is there.' }),
  fires: z.boolean().default(false).openapi({
    description: 'Whether what is imported starts journeys and rules; by default it is only recorded.',
  }),
});

const counts = z.object({
  rows: z.int().openapi({ description: 'Rows that were worked on.' }),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
});

export const importSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(importStates).openapi({
      description: '`checked`: a dry run has ended, and it can be started for real.',
    }),
    dryRun: z.boolean(),
    parts: z.int().openapi({ description: 'Parts of the file that have come; the number of the next one.' }),
    bytes: z.int(),
    format: z.enum(importFormats).optional(),
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
    columns: z
      .array(z.object({ heading: z.string(), to: z.string().nullable() }))
      .optional()
      .openapi({ description: 'Where each column goes; null: it is passed over.' }),
    progress: z.number().openapi({ description: 'How much of the file is done, from 0 to 1.' }),
    counts,
    examples: z.array(
      z.object({
        line: z.int(),
        outcome: z.enum(['created', 'changed', 'refused']),
        problems: z.array(problemItem),
      }),
    ),
    failure: z.string().optional(),
    createdAt: instant,
    endedAt: instant.optional(),
  })
  .openapi('Import');

const progressOf = ({ size, place, state }: Import): number => {
  if (state === 'done' || state === 'checked') return 1;
  return size === 0 ? 0 : Math.min(1, Math.round((place.offset / size) * 1000) / 1000);
};

/** An import as answers show it. */
export const importBody = (imported: Import): z.infer<typeof importSchema> => {
  const { id, kind, state, isDryRun, parts, bytes, dialect, columns, counts: all, failure } = imported;
  const { encoding } = imported.text;
  const delimiter = dialect?.format === 'csv' ? dialect.delimiter : undefined;
  return {
    id,
    kind,
    state,
    dryRun: isDryRun,
    parts,
    bytes,
    ...given({ format: dialect?.format, encoding, delimiter, failure }),
    ...(columns === undefined ? {} : { columns: columns.map((one) => ({ ...one })) }),
    progress: progressOf(imported),
    counts: { ...all },
    examples: imported.examples.map(({ line, outcome, problems }) => ({
      line,
      outcome,
      problems: problems.map((one) => ({ ...one })),
    })),
    createdAt: iso(imported.createdAt),
    ...isoField('endedAt', imported.endedAt),
  };
};

/** Where an import is in lists. */
export const importPosition = (imported: Import): Position => ({
  at: imported.createdAt,
  n: 0,
  id: imported.id,
});

/** The import of an answer. Throws what the API answers when there is none. */
export const importIn = (answer: ImportAnswer): Import => {
  switch (answer.kind) {
    case 'done':
      return answer.imported;
    case 'absent':
      throw notFound('import');
    case 'state':
      throw new CicloError({
        code: 'conflict',
        message: `The import is \`${answer.state}\`, where that cannot be done.`,
      });
    case 'refused':
      throw requestError({
        code: 'invalid-input',
        message: 'The file cannot be imported so.',
        problems: answer.problems,
      });
  }
};
