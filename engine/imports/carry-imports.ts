import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Problem } from '../../domain/problem.ts';
import { createPlaceOf } from '../../domain/transfer/columns.ts';
import type { PressureGauge } from '../../api/ports/accept.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import { whileHeld } from '../messages/send/lease.ts';
import type { KindOf } from './kinds.ts';
import type { ImportKind, RowOutcome } from './kinds/import-kind.ts';
import type { ImportExample, ImportStore, RefusedRow, TakenImport } from './ports.ts';
import { type FilePlace, readRows } from './read/read-rows.ts';
import { placeRow, type PlacedRow } from './read/rows-of.ts';
import { textsOf } from './read/texts-of.ts';

export type CarryImports = {
  /** Takes over imports whose time has come and carries each on for a while; how many. */
  readonly sweep: () => Promise<number>;
};

type Deps = {
  readonly imports: ImportStore;
  readonly kindOf: KindOf;
  readonly pressure: PressureGauge;
  readonly clock: Clock;
  readonly log: Log;
  /** After so long (real time) an import is taken for left behind. */
  readonly leaseMs: number;
};

const pageRows = 500;
/** A page holds no more than this, whatever its rows are. */
const pageBytes = 2 * 1024 * 1024;
const importsAtOnce = 2;
/** A process gives an import back after so long, so that others get their turn. */
const turnMs = 5_000;
const attemptsMax = 8;
const examplesOfPage = 20;

type FilePage = { readonly at: number; readonly rows: readonly PlacedRow[]; readonly after: FilePlace };

/** The rows of a file from a place on, page by page. */
async function* pagesOf(input: {
  imports: ImportStore;
  imported: TakenImport;
  kind: ImportKind;
}): AsyncGenerator<FilePage> {
  const { imports, imported, kind } = input;
  const { dialect, columns = [], place } = imported;
  if (dialect === undefined) return;
  const { nested } = kind;
  const passed = new Set(
    kind.columns.columns.flatMap(({ name, isPassed }) => (isPassed === true ? [name] : [])),
  );
  const placeOf = createPlaceOf({ mapping: imported.options.mapping, kind: kind.columns });
  const texts = textsOf({ imports, imported, offset: place.offset });
  let at = place.offset;
  let rows: PlacedRow[] = [];
  for await (const row of readRows({ texts, dialect, from: place })) {
    rows.push(placeRow({ row, columns, nested, passed, placeOf }));
    if (rows.length < pageRows && row.after.offset - at < pageBytes) continue;
    yield { at, rows, after: row.after };
    at = row.after.offset;
    rows = [];
  }
  if (rows.length > 0) yield { at, rows, after: { offset: imported.size, line: place.line } };
}

const reasonOf = (problems: readonly Problem[]): string =>
  problems
    .map(({ message, hint }) => `${message} ${hint}`)
    .join(' ')
    .slice(0, 1000);

/** What a page came to: counts, the rows that were refused, and the first ones to tell of. */
const summed = (rows: readonly PlacedRow[], outcomes: readonly RowOutcome[]) => {
  let next = 0;
  const counts = { rows: rows.length, created: 0, changed: 0, unchanged: 0, refused: 0 };
  const refused: RefusedRow[] = [];
  const examples: ImportExample[] = [];
  for (const placed of rows) {
    const outcome: RowOutcome = placed.ok
      ? (outcomes[next++] ?? { kind: 'refused', problems: [] })
      : { kind: 'refused', problems: placed.problems };
    counts[outcome.kind] += 1;
    const line = placed.ok ? placed.row.line : placed.line;
    if (outcome.kind === 'unchanged') continue;
    const problems = outcome.kind === 'refused' ? outcome.problems : [];
    if (outcome.kind === 'refused') refused.push({ line, reason: reasonOf(problems), source: placed.source });
    if (examples.length < examplesOfPage)
      examples.push({ line, outcome: outcome.kind, problems: problems.slice(0, 10) });
  }
  return { counts, refused, examples };
};

/** The first of each outcome, of which an import tells; one that was refused counts before others. */
const told = (imported: TakenImport, examples: readonly ImportExample[]): readonly ImportExample[] => {
  const most = { created: 3, changed: 3, refused: 10 };
  const had = (outcome: ImportExample['outcome']): number =>
    imported.examples.filter((one) => one.outcome === outcome).length;
  return (['created', 'changed', 'refused'] as const).flatMap((outcome) =>
    examples.filter((one) => one.outcome === outcome).slice(0, Math.max(0, most[outcome] - had(outcome))),
  );
};

/** Does one page and writes how far the import has come; undefined when it was taken away meanwhile. */
const workOnPage = async (input: {
  deps: Deps;
  kind: ImportKind;
  imported: TakenImport;
  page: FilePage;
  isRepeat: boolean;
}): Promise<TakenImport | undefined> => {
  const { deps, kind, imported, page, isRepeat } = input;
  const rows = page.rows.flatMap((placed) => (placed.ok ? [placed.row] : []));
  const { imports, clock, leaseMs } = deps;
  const outcomes = await whileHeld({
    leaseMs,
    systemTime: clock.systemTime,
    renew: async (due) =>
      (await imports.progress({ imported, progress: {}, due })) === undefined ? 'lost' : 'renewed',
    work: () => kind.work({ imported, rows, isRepeat }),
  });
  const { counts, refused, examples } = summed(page.rows, outcomes);
  const { tenant, id } = imported;
  await imports.keepRefused({ tenant, id, at: page.at, rows: refused });
  return imports.progress({
    imported,
    progress: { counts, examples: told(imported, examples), place: page.after, attempts: 0 },
    due: clock.systemTime() + leaseMs,
  });
};

/** Carries an import on until it is over, its turn is, or there is too much to do elsewhere. */
const carryOn = async (deps: Deps, taken: TakenImport): Promise<void> => {
  const { imports, clock } = deps;
  const began = clock.systemTime();
  const kind = await deps.kindOf(taken);
  let imported = await imports.progress({
    imported: taken,
    progress: { state: 'running', isBegun: true },
    due: began + deps.leaseMs,
  });
  if (imported === undefined) return;
  let isRepeat = taken.isBegun;
  for await (const page of pagesOf({ imports, imported, kind })) {
    imported = await workOnPage({ deps, kind, imported, page, isRepeat });
    if (imported === undefined) return;
    isRepeat = false;
    const { overloaded, retryAfterMs } = deps.pressure();
    const now = clock.systemTime();
    if (!overloaded && now - began < turnMs) continue;
    const due = overloaded ? now + retryAfterMs : now;
    await imports.progress({ imported, progress: { isBegun: false }, due });
    return;
  }
  const endedAt = clock.now(imported.tenant);
  const state = imported.isDryRun ? 'checked' : 'done';
  await imports.progress({ imported, progress: { state, isBegun: false, endedAt }, due: undefined });
};

/** A file that cannot be read, or a kind that is gone, stays so. */
const isForGood = (thrown: unknown): thrown is CicloError =>
  thrown instanceof CicloError && !thrown.retryable && thrown.code !== 'conflict';

const fail = async (deps: Deps, taken: TakenImport, thrown: unknown): Promise<void> => {
  const { imports, clock, log } = deps;
  const { id, tenant, attempts } = taken;
  if (isForGood(thrown) || attempts + 1 >= attemptsMax) {
    const failure = isForGood(thrown) ? thrown.message : 'The import failed too often; see the log.';
    const progress = { state: 'failed', failure, endedAt: clock.now(tenant) } as const;
    await imports.progress({ imported: taken, progress, due: undefined });
    if (isForGood(thrown)) return;
  }
  log.warn({ import: id, tenant, error: messageOf(thrown) }, 'An import could not go on yet.');
  const due = clock.systemTime() + 1000 * 2 ** attempts;
  await imports.progress({ imported: taken, progress: { attempts: attempts + 1 }, due });
};

/**
 * Makes the carrying of imports by a process. What rows come to is written page by page, with the place of the next one; so after a
 * crash the process that takes the import over repeats one page, whose rows have the ids they had.
 */
export const createCarryImports = (deps: Deps): CarryImports => ({
  sweep: async () => {
    const systemTime = deps.clock.systemTime();
    const lease = systemTime + deps.leaseMs;
    const taken = await deps.imports.takeDue({ systemTime, lease, limit: importsAtOnce });
    await Promise.all(
      taken.map((one) => carryOn(deps, one).catch((thrown: unknown) => fail(deps, one, thrown))),
    );
    return taken.length;
  },
});
