import { CicloError } from '../../domain/errors.ts';
import type { Problem } from '../../domain/problem.ts';
import { isHeadingOf, mapHeadings, type MappedColumn } from '../../domain/transfer/columns.ts';
import { type Dialect, recogniseDialect } from '../../domain/transfer/dialect.ts';
import { endText, newText, receiveText } from '../../domain/transfer/receive-text.ts';
import type { TextEncoding } from '../../domain/documents/decode-text.ts';
import type { Clock } from '../clock/clock.ts';
import type { KindOf } from './kinds.ts';
import type { ImportKind } from './kinds/import-kind.ts';
import type { Import, ImportOptions, ImportState, ImportStore } from './ports.ts';
import { type FilePlace, readRows } from './read/read-rows.ts';
import { textsOf } from './read/texts-of.ts';

type Key = { readonly tenant: string; readonly id: string };

/** What cannot be done: there is no such import, it is in a state where that makes no sense, or the file is wrong. */
export type ImportRefusal =
  | { readonly kind: 'absent' }
  | { readonly kind: 'state'; readonly state: ImportState }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };
export type ImportAnswer = { readonly kind: 'done'; readonly imported: Import } | ImportRefusal;

export type Imports = {
  /** Makes an import that waits for its file. Throws `not-found` for an unknown kind. */
  readonly create: (
    input: Key & { kind: string; by: string; options: ImportOptions; encoding?: TextEncoding | undefined },
  ) => Promise<ImportAnswer>;
  /** Takes the next part of the file. The last one again is the same. */
  readonly addPart: (input: Key & { n: number; bytes: Uint8Array }) => Promise<ImportAnswer>;
  /** Begins: reads the heading, then rows are worked on behind it. */
  readonly start: (input: Key & { isDryRun: boolean }) => Promise<ImportAnswer>;
  readonly pause: (key: Key) => Promise<ImportAnswer>;
  readonly resume: (key: Key) => Promise<ImportAnswer>;
  readonly cancel: (key: Key) => Promise<ImportAnswer>;
  /** Removes the file, the refused rows and the import; not while it is at work. */
  readonly remove: (key: Key) => Promise<ImportAnswer>;
};

type Deps = { readonly imports: ImportStore; readonly kindOf: KindOf; readonly clock: Clock };

const noCounts = { rows: 0, created: 0, changed: 0, unchanged: 0, refused: 0 } as const;
const partsMax = 2_000;

const problem = (fault: Pick<Problem, 'code' | 'path' | 'message' | 'hint'>): ImportRefusal => ({
  kind: 'refused',
  problems: [{ ...fault, severity: 'error' }],
});

const badText = (encoding: TextEncoding): ImportRefusal =>
  problem({
    code: 'bad-encoding',
    path: '',
    message: `The file is not ${encoding} all through.`,
    hint: 'Save it as UTF-8, or say how it is written in `encoding`.',
  });

const emptyFile = problem({
  code: 'empty-file',
  path: '',
  message: 'The file has no rows.',
  hint: 'A file has a line of column names and a row at least. By the API, send its parts first, from 0 on.',
});

const noFeed = problem({
  code: 'unknown-format',
  path: 'format',
  message: 'Only products come as XML.',
  hint: 'Send the file as CSV or NDJSON.',
});

/** Where a file begins and what its columns are. */
type Opening =
  | {
      readonly ok: true;
      readonly dialect: Dialect;
      readonly columns: readonly MappedColumn[];
      readonly place: FilePlace;
    }
  | { readonly ok: false; readonly refusal: ImportRefusal };

const openFile = async (input: {
  imports: ImportStore;
  imported: Import;
  kind: ImportKind;
}): Promise<Opening> => {
  const { imports, imported, kind } = input;
  const { tenant, id, options } = imported;
  const refused = (refusal: ImportRefusal): Opening => ({ ok: false, refusal });
  const wrong = kind.checkOptions?.(options) ?? [];
  if (wrong.length > 0) return refused({ kind: 'refused', problems: wrong });
  const first = await imports.partAt({ tenant, id, offset: 0 });
  if (first === undefined || first.size === 0) return refused(emptyFile);
  const { format, delimiter, mapping } = options;
  const isWanted = isHeadingOf(kind.columns);
  const dialect = recogniseDialect({ text: first.text, format, delimiter, isWanted });
  const start = { offset: 0, line: 1 };
  if (dialect.format === 'ndjson') return { ok: true, dialect, columns: [], place: start };
  if (dialect.format === 'xml') {
    if (kind.isFeed !== true) return refused(noFeed);
    const rows = readRows({ texts: textsOf({ imports, imported, offset: 0 }), dialect, from: start });
    const { done } = await rows.next();
    await rows.return(undefined);
    return done === true ? refused(emptyFile) : { ok: true, dialect, columns: [], place: start };
  }
  const from = dialect.skip === 0 ? start : { offset: dialect.skip, line: 2 };
  const texts = textsOf({ imports, imported, offset: from.offset });
  for await (const { row, after } of readRows({ texts, dialect, from })) {
    const headings = row.kind === 'cells' ? row.cells : [];
    const mapped = mapHeadings({ headings, mapping, kind: kind.columns });
    if (!mapped.ok) return refused({ kind: 'refused', problems: mapped.problems });
    return { ok: true, dialect, columns: mapped.value, place: after };
  }
  return refused(emptyFile);
};

/** Ends the text of a file, of which the last character or line end may be open. */
const endFile = async (imports: ImportStore, imported: Import): Promise<ImportRefusal | undefined> => {
  const { tenant, id, parts: n } = imported;
  const ended = endText(imported.text);
  if (!ended.ok) return badText(ended.encoding);
  if (ended.text === '') return undefined;
  const { text, state } = ended;
  const size = Buffer.byteLength(text);
  await imports.addPart({ tenant, id, n, text, size, bytes: 0, state });
  return undefined;
};

const createSteps = (deps: Deps) => {
  const { imports } = deps;
  const answerOf = async (key: Key, imported: Import | undefined): Promise<ImportAnswer> => {
    if (imported !== undefined) return { kind: 'done', imported };
    const there = await imports.get(key);
    return there === undefined ? { kind: 'absent' } : { kind: 'state', state: there.state };
  };
  const step =
    (input: { from: readonly ImportState[]; to: ImportState; isDue?: boolean; isOver?: boolean }) =>
    async (key: Key): Promise<ImportAnswer> => {
      const { from, to, isDue = false, isOver = false } = input;
      const due = isDue ? deps.clock.systemTime() : undefined;
      const ends = isOver ? { endedAt: deps.clock.now(key.tenant) } : {};
      return answerOf(key, await imports.change({ ...key, from, to: { state: to, ...ends }, due, isOver }));
    };
  return { answerOf, step };
};

const createStart =
  (deps: Deps): Imports['start'] =>
  async ({ tenant, id, isDryRun }) => {
    const { imports, kindOf, clock } = deps;
    const { answerOf } = createSteps(deps);
    const key = { tenant, id };
    const before = await imports.get(key);
    if (before === undefined) return { kind: 'absent' };
    const from = ['uploading', 'checked'] as const;
    if (!from.some((state) => state === before.state)) return { kind: 'state', state: before.state };
    if (before.state === 'uploading') {
      const refusal = await endFile(imports, before);
      if (refusal !== undefined) return refusal;
    }
    const imported = await imports.get(key);
    if (imported === undefined) return { kind: 'absent' };
    const opening = await openFile({ imports, imported, kind: await kindOf(imported) });
    if (!opening.ok) return opening.refusal;
    const { dialect, columns, place } = opening;
    await imports.dropRefused(key);
    const fresh = { counts: noCounts, examples: [], isBegun: false, attempts: 0 };
    const to = { ...fresh, state: 'queued', isDryRun, dialect, columns, place } as const;
    return answerOf(key, await imports.change({ ...key, from, to, due: clock.systemTime(), isOver: false }));
  };

const createAddPart =
  (deps: Deps): Imports['addPart'] =>
  async ({ tenant, id, n, bytes }) => {
    const { imports } = deps;
    const { answerOf } = createSteps(deps);
    const key = { tenant, id };
    const imported = await imports.get(key);
    if (imported?.state !== 'uploading') return answerOf(key, undefined);
    // Sent again, since its answer was lost.
    if (n === imported.parts - 1) return { kind: 'done', imported };
    if (n !== imported.parts || n >= partsMax) {
      const message = `Part ${n} is not the next one; ${imported.parts} have come, and ${partsMax} are allowed.`;
      return problem({ code: 'wrong-part', path: 'n', message, hint: `Send part ${imported.parts}.` });
    }
    const received = receiveText({ state: imported.text, bytes });
    if (!received.ok) return badText(received.encoding);
    const { text, state } = received;
    const size = Buffer.byteLength(text);
    const added = await imports.addPart({ tenant, id, n, text, size, bytes: bytes.length, state });
    if (added === 'added') return answerOf(key, await imports.get(key));
    throw new CicloError({ code: 'conflict', message: 'Another request sends parts of this file.' });
  };

/** Makes what people do with imports: send a file in parts, look what would come of it, begin, pause, cancel, remove. */
export const createImports = (deps: Deps): Imports => {
  const { imports, kindOf, clock } = deps;
  const { answerOf, step } = createSteps(deps);
  return {
    create: async ({ tenant, id, kind, by, options, encoding }) => {
      const wrong = (await kindOf({ tenant, kind })).checkOptions?.(options) ?? [];
      if (wrong.length > 0) return { kind: 'refused', problems: wrong };
      const imported: Import = {
        id,
        tenant,
        kind,
        options,
        by,
        state: 'uploading',
        isDryRun: false,
        parts: 0,
        bytes: 0,
        size: 0,
        text: newText(encoding),
        place: { offset: 0, line: 1 },
        isBegun: false,
        counts: noCounts,
        examples: [],
        attempts: 0,
        createdAt: clock.now(tenant),
      };
      await imports.add(imported);
      return answerOf({ tenant, id }, await imports.get({ tenant, id }));
    },
    addPart: createAddPart(deps),
    start: createStart(deps),
    pause: step({ from: ['queued', 'running'], to: 'paused' }),
    resume: step({ from: ['paused'], to: 'queued', isDue: true }),
    cancel: step({
      from: ['uploading', 'queued', 'running', 'paused', 'checked'],
      to: 'cancelled',
      isOver: true,
    }),
    remove: async (key) => {
      const imported = await imports.get(key);
      if (imported === undefined) return { kind: 'absent' };
      if (imported.state === 'queued' || imported.state === 'running')
        return { kind: 'state', state: imported.state };
      await imports.remove({ ...key, all: true });
      return { kind: 'done', imported };
    },
  };
};
