import type { Problem } from '../problem.ts';

/** The key a file has by its name: `journeys/welcome.json` is `welcome`. */
export const keyOfFile = (file: string): string => file.replace(/^.*\//, '').replace(/\.json$/, '');

/** A file is found by its key, so its name and its key must be the same. */
export const checkKey = (input: { key: string; file: string }): readonly Problem[] => {
  const expected = keyOfFile(input.file);
  if (input.key === expected) return [];
  return [
    {
      code: 'key-differs-from-file',
      path: 'key',
      message: `The key is \`${input.key}\`, but the file is called \`${expected}.json\`.`,
      hint: `Write \`${expected}\`, or rename the file.`,
      severity: 'error',
    },
  ];
};
