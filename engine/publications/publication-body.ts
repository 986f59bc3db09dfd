import { z } from '@hono/zod-openapi';

import { instant, iso } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { PublicationRow } from './ports.ts';
import type { FileChange } from './file-change.ts';
import type { ReadPublication } from './read-publication.ts';

const change = z.enum(['added', 'changed', 'removed']);

const changeSchema = z.object({
  what: z.string().openapi({ example: 'journey' }),
  key: z.string(),
  change,
  version: z.int().optional().openapi({ description: 'The new version, of a journey.' }),
});

export const publicationSchema = z
  .object({
    revision: z.int().openapi({ description: 'Names the publication.' }),
    at: instant,
    by: z
      .object({ kind: z.enum(['key', 'user', 'cli', 'engine']), id: z.string() })
      .openapi({ description: 'Who published; a key or a user by their id.' }),
    source: z.enum(['folder', 'drafts', 'revert']).openapi({
      description: 'A folder as a whole, drafts over what was published, or a publication before.',
    }),
    note: z.string().optional(),
    of: z.int().optional().openapi({ description: 'The revision that was published again.' }),
    isLive: z.boolean().openapi({ description: 'It is what is published now.' }),
    changes: z.array(changeSchema).openapi({ description: 'The first ones of what it changed.' }),
    changesCount: z.int().openapi({ description: 'How many things it changed.' }),
  })
  .openapi('WorkspacePublication');

/** What became of a file, as answers show it. */
export const fileSchema = z.object({
  path: z.string(),
  change,
  lines: z.object({ added: z.int(), removed: z.int() }),
  hunks: z
    .array(
      z.object({
        before: z.int().openapi({ description: 'The number of its first line in the text before.' }),
        after: z.int(),
        lines: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
      }),
    )
    .openapi({ description: 'The lines that changed, with some around them.' }),
  isCut: z.boolean().openapi({
    description: 'The lines are not shown: a picture, a long text, or one that is not kept any more.',
  }),
});

export const publicationWithFilesSchema = publicationSchema
  .extend({
    former: z.int().optional().openapi({
      description: 'The revision it is compared with; absent where none before it is kept.',
    }),
    files: z.array(fileSchema),
  })
  .openapi('WorkspacePublicationWithFiles');

const changesMax = 20;

/** A publication as lists show it; `live` is the id of what is published now. */
export const publicationBody = (
  row: PublicationRow,
  live: string | undefined,
  most = changesMax,
): z.infer<typeof publicationSchema> => ({
  revision: row.revision,
  at: iso(row.at),
  by: { ...row.by },
  source: row.source,
  ...given({ note: row.note, of: row.of }),
  isLive: row.id === live,
  changes: row.changes.slice(0, most).map((one) => ({ ...one })),
  changesCount: row.changes.length,
});

/** What became of a file, as answers show it. */
export const fileBody = ({
  path,
  change: what,
  lines,
  hunks,
  isCut,
}: FileChange): z.infer<typeof fileSchema> => ({
  path,
  change: what,
  lines: { ...lines },
  hunks: hunks.map((hunk) => ({ ...hunk, lines: hunk.lines.map((line) => ({ ...line })) })),
  isCut,
});

const allMax = 1000;

/** A publication with what it did to each file. */
export const publicationWithFilesBody = (
  found: Awaited<ReturnType<ReadPublication>>,
  live: string | undefined,
): z.infer<typeof publicationWithFilesSchema> => ({
  ...publicationBody(found, live, allMax),
  ...given({ former: found.former }),
  files: found.files.map(fileBody),
});
