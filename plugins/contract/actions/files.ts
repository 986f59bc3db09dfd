import { z } from 'zod';

// eslint-disable-next-line no-control-regex -- control characters are what is refused
const strange = /[\u0000-\u001f\u007f\\]/;

const staysBelow = (path: string): boolean =>
  !strange.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Where a file is, below the place that an instance is configured with: `exports/2026-03-01/a.ndjson`. Never above it. */
const path = z
  .string()
  .min(1)
  .max(500)
  .refine(staysBelow, 'A path is relative, such as `exports/a.ndjson`, and stays below its folder.');

/** What the action `put-file` takes: a whole file of at most 32 MB. The same path again takes the place of the one before. */
export const fileToPut = z.strictObject({
  path,
  /** The bytes. */
  base64: z.base64().max(45_000_000),
  /** The media type, such as `application/x-ndjson`. */
  type: z.string().min(1).max(100),
});

export type FileToPut = z.output<typeof fileToPut>;

/** What `put-file` answers. */
export const filePut = z.object({ path: z.string(), bytes: z.int().min(0) });

/** What the action `list-files` takes: a folder, the place itself by default. */
export const filesToList = z.strictObject({ folder: z.union([z.literal(''), path]).default('') });

/** What `list-files` answers: the files right in the folder, by name, at most 1,000 of them. */
export const filesListed = z.object({
  files: z
    .array(
      z.object({
        path: z.string(),
        size: z.int().min(0),
        modifiedAt: z.number().describe('Epoch milliseconds.'),
      }),
    )
    .max(1_000),
  /** Whether there are more. */
  more: z.boolean(),
});

/** What the action `read-file` takes: a part of a file, at most 4 MB. */
export const fileToRead = z.strictObject({
  path,
  offset: z.int().min(0),
  length: z.int().min(1).max(4_194_304),
});

export type FileToRead = z.output<typeof fileToRead>;

/** What `read-file` answers: the bytes from there on, none at the end. */
export const fileRead = z.object({ base64: z.base64() });
