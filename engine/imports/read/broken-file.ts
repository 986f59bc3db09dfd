import { CicloError } from '../../../domain/errors.ts';

/** A row may have so many bytes. */
export const rowBytesMax = 512 * 1024;

/** A file that cannot be read on from some line. */
export const brokenFile = (input: { line: number; message: string; hint: string }): CicloError =>
  new CicloError({
    code: 'unprocessable',
    message: `Line ${input.line}: ${input.message} ${input.hint}`,
    details: { line: input.line },
  });
