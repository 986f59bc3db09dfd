import { CicloError } from '../../../domain/errors.ts';
import type { FileImportSettings } from '../../../domain/transfer/file-import.ts';
import type { Import, ImportStore } from '../ports.ts';
import type { ImportAnswer, Imports } from '../start-imports.ts';
import type { FileCalls } from './file-calls.ts';

const partBytes = 4 * 1024 * 1024;

type Input = {
  readonly tenant: string;
  readonly name: string;
  readonly settings: FileImportSettings;
  readonly path: string;
  readonly id: string;
  readonly calls: FileCalls;
  readonly use: { readonly importFiles: Imports; readonly imports: ImportStore };
};

/** What is wrong with a file as a whole, such as a heading that nobody knows. */
const refusalOf = (answer: ImportAnswer): string | undefined => {
  if (answer.kind === 'done') return undefined;
  if (answer.kind !== 'refused') return `The import is ${answer.kind === 'absent' ? 'gone' : answer.state}.`;
  return answer.problems.map(({ message, hint }) => `${message} ${hint}`.trim()).join('\n');
};

const makeImport = async ({ tenant, name, settings, id, use }: Input): Promise<ImportAnswer> => {
  const { kind, encoding, mapping, emptyCells, fires, format, delimiter, key } = settings;
  const options = {
    mapping,
    emptyCells,
    fires,
    ...(format === undefined ? {} : { format }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(key === undefined ? {} : { key }),
  };
  return use.importFiles.create({ tenant, id, kind, by: `imports.${name}`, options, encoding });
};

/** Fetches the parts of a file that have not come; answers what is wrong with it as a whole. */
const fetchParts = async (input: Input, from: Import): Promise<string | undefined> => {
  const { tenant, id, path, calls, use } = input;
  for (let n = from.parts; ; n += 1) {
    const bytes = await calls.read({ path, offset: n * partBytes, length: partBytes });
    if (bytes.length === 0) return undefined;
    const wrong = refusalOf(await use.importFiles.addPart({ tenant, id, n, bytes }));
    if (wrong !== undefined) return wrong;
    if (bytes.length < partBytes) return undefined;
  }
};

/**
 * Takes a file as an import, from where a crash left it: it is made, its parts are fetched, and it is started. Answers what is wrong with the file
 * as a whole; throws what the place does not give.
 */
export const takeFile = async (input: Input): Promise<string | undefined> => {
  const { tenant, id, use } = input;
  const made = await makeImport(input);
  if (made.kind !== 'done') return refusalOf(made);
  const imported = await use.imports.get({ tenant, id });
  if (imported === undefined)
    throw new CicloError({ code: 'conflict', message: 'The import of the file was removed.' });
  if (imported.state !== 'uploading') return undefined;
  const wrong =
    (await fetchParts(input, imported)) ??
    refusalOf(await use.importFiles.start({ tenant, id, isDryRun: false }));
  if (wrong !== undefined) await use.importFiles.cancel({ tenant, id });
  return wrong;
};
