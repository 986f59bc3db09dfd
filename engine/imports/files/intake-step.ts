import { hashId } from '../../../domain/hash.ts';
import { type FileImportSettings, fitsPattern } from '../../../domain/transfer/file-import.ts';
import type { Import, ImportStore } from '../ports.ts';
import { refusedText } from '../read/refused-text.ts';
import type { Imports } from '../start-imports.ts';
import type { FileCalls } from './file-calls.ts';
import type { IntakeState } from './intake-state.ts';
import { takeFile } from './take-file.ts';

const refusedMax = 20 * 1024 * 1024;

type Input = {
  readonly tenant: string;
  readonly name: string;
  readonly settings: FileImportSettings;
  readonly state: IntakeState;
  readonly calls: FileCalls;
  readonly use: { readonly importFiles: Imports; readonly imports: ImportStore };
};

/** Where it stands after a step, and when the next one is due: at once, soon (what is under way has to end, or to be the same in two looks), or with the next look. */
export type IntakeStep = { readonly state: IntakeState; readonly next: 'now' | 'soon' | 'later' };

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const isOver = ({ state }: Import): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** Writes what is wrong beside the files: the refused rows, or why the whole file was refused. */
const writeRefused = async (input: Input, file: { path: string; text: string; type: string }) => {
  const { refusedTo } = input.settings;
  if (refusedTo === undefined) return;
  const base64 = Buffer.from(file.text).toString('base64');
  await input.calls.put({ path: `${refusedTo}/${file.path}`, base64, type: file.type });
};

const refusedOf = async ({ use }: Input, imported: Import): Promise<string> => {
  const lines: string[] = [];
  let size = 0;
  for await (const line of refusedText(use.imports, imported)) {
    size += Buffer.byteLength(line);
    if (size > refusedMax) break;
    lines.push(line);
  }
  return lines.join('');
};

/** The file is dealt with: it is not taken again while it is there as it is. */
const taken = (state: IntakeState, mark: string): IntakeStep => ({
  state: { ...state, taken: [...state.taken, mark], file: null },
  next: 'now',
});

/** Looks whether the import of a file is over; then its refused rows are written. */
const followFile = async (input: Input, file: NonNullable<IntakeState['file']>): Promise<IntakeStep> => {
  const { tenant, state, use } = input;
  const wrong = await takeFile({ ...input, path: file.path, id: file.id });
  if (wrong !== undefined) {
    const path = `${nameOf(file.path)}.problems.txt`;
    await writeRefused(input, { path, text: `${wrong}\n`, type: 'text/plain; charset=utf-8' });
    return taken(state, file.mark);
  }
  const imported = await use.imports.get({ tenant, id: file.id });
  if (imported === undefined) return taken(state, file.mark);
  if (!isOver(imported)) return { state, next: 'soon' };
  if (imported.counts.refused > 0) {
    const text = await refusedOf(input, imported);
    await writeRefused(input, { path: nameOf(file.path), text, type: 'text/csv; charset=utf-8' });
  }
  return taken(state, file.mark);
};

/** Looks at the folder: the first file that is new and the same as at the look before is taken. */
const lookAtFolder = async (input: Input): Promise<IntakeStep> => {
  const { tenant, name, settings, state, calls } = input;
  const { files } = await calls.list(settings.folder);
  const marked = files
    .filter(({ path }) => fitsPattern({ name: nameOf(path), pattern: settings.files }))
    .map(({ path, size, modifiedAt }) => ({
      path,
      mark: hashId('file', path, String(size), String(modifiedAt)).slice(0, 16),
    }));
  const there = new Set(marked.map(({ mark }) => mark));
  const known = new Set(state.taken);
  const fresh = marked.filter(({ mark }) => !known.has(mark));
  const seen = new Set(state.seen);
  const next = fresh.find(({ mark }) => seen.has(mark));
  const kept = {
    // What is gone may be forgotten: a file of that name is another one.
    taken: state.taken.filter((mark) => there.has(mark)),
    seen: fresh.map(({ mark }) => mark),
  };
  if (next === undefined)
    return { state: { ...kept, file: null }, next: fresh.length > 0 ? 'soon' : 'later' };
  const id = hashId('import', tenant, name, next.path, next.mark);
  return { state: { ...kept, file: { ...next, id } }, next: 'now' };
};

/** One step with the files of a place: the folder is looked at, or the file that is under way is followed. May be repeated. */
export const intakeStep = (input: Input): Promise<IntakeStep> =>
  input.state.file === null ? lookAtFolder(input) : followFile(input, input.state.file);
