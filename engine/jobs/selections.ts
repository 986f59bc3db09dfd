import type { Selection } from '../../domain/jobs/selection.ts';
import { rowId } from '../runs/burst/session.ts';
import type { SelectionStore, Job, RunFilter, RunGlimpse, RunPlace, Standing } from './ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { LedgerStore } from '../runs/ports.ts';

/** Whom an operation is about, and what decides it beyond what they ask for. */
export type SelectionOf = Pick<Job, 'tenant' | 'who' | 'action' | 'otherThan'>;

/** A page of a selection: those it is about, and where the next page begins. */
export type SelectionPage = { readonly runs: readonly RunGlimpse[]; readonly last: RunPlace | undefined };

export type Selections = {
  readonly page: (input: {
    selection: SelectionOf;
    after: RunPlace | undefined;
    limit: number;
  }) => Promise<SelectionPage>;
  /** How many stand where, exactly. */
  readonly standing: (input: { selection: SelectionOf }) => Promise<readonly Standing[]>;
};

const frozenOf = ({ action, who }: SelectionOf): RunFilter['frozen'] => {
  if (action.kind === 'release') return 'journey';
  if (action.kind === 'hold' || action.kind === 'freeze') return 'no';
  if (action.kind === 'resume') return 'yes';
  return who.frozen === undefined ? undefined : who.frozen ? 'yes' : 'no';
};

const filterOf = (selection: SelectionOf): RunFilter => {
  const { who, otherThan, action } = selection;
  const frozen = frozenOf(selection);
  return {
    journey: who.journey,
    ...(who.version === undefined ? {} : { version: who.version }),
    ...(otherThan === undefined ? {} : { otherThan }),
    ...(action.kind === 'migrate' && action.when === 'next-step' ? { notBoundFor: action.version } : {}),
    ...(who.step === undefined ? {} : { step: who.step }),
    ...(who.enteredAfter === undefined ? {} : { enteredFrom: Date.parse(who.enteredAfter) }),
    ...(who.enteredBefore === undefined ? {} : { enteredBefore: Date.parse(who.enteredBefore) }),
    ...(frozen === undefined ? {} : { frozen }),
  };
};

const visitsMax = 50;
const countPage = 500;

/** The rows of the ledger that would say that a step came out in a way, one for each passage. */
const rowsOf = (run: RunGlimpse, result: NonNullable<Selection['result']>): readonly string[] => {
  const visits = Math.min(visitsMax, run.visits[result.step] ?? 0);
  return Array.from({ length: visits }, (_, n) =>
    rowId({ run: run.id, step: result.step, visit: n + 1, kind: result.is }),
  );
};

type Deps = {
  readonly selections: SelectionStore;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly ledger: Pick<LedgerStore, 'present'>;
};

const inSegment = async (input: {
  deps: Deps;
  tenant: string;
  runs: readonly RunGlimpse[];
  segment: string;
}): Promise<readonly RunGlimpse[]> => {
  const { deps, tenant, runs, segment } = input;
  const found = await Promise.all(runs.map(({ profileId }) => deps.profiles.get({ tenant, profileId })));
  return runs.filter((_run, n) => found[n]?.segments.includes(segment) === true);
};

const withResult = async (input: {
  deps: Deps;
  tenant: string;
  runs: readonly RunGlimpse[];
  result: NonNullable<Selection['result']>;
}): Promise<readonly RunGlimpse[]> => {
  const { deps, tenant, runs, result } = input;
  const rows = runs.map((run) => rowsOf(run, result));
  const present = await deps.ledger.present({ tenant, ids: rows.flat() });
  return runs.filter((_run, n) => rows[n]?.some((id) => present.has(id)) === true);
};

const createPage =
  (deps: Deps): Selections['page'] =>
  async ({ selection, after, limit }) => {
    const { tenant, who } = selection;
    const behind = after === undefined ? {} : { after };
    const all = await deps.selections.page({ tenant, filter: filterOf(selection), limit, ...behind });
    const { segment, result } = who;
    const inside = segment === undefined ? all : await inSegment({ deps, tenant, runs: all, segment });
    const runs = result === undefined ? inside : await withResult({ deps, tenant, runs: inside, result });
    const last = all.at(-1);
    const isEnd = all.length < limit || last === undefined;
    return { runs, last: isEnd ? undefined : { enteredAt: last.enteredAt, id: last.id } };
  };

/** Counts by looking at everybody: what the database cannot count by itself. */
const countOneByOne = async (input: {
  page: Selections['page'];
  selection: SelectionOf;
}): Promise<readonly Standing[]> => {
  const { page, selection } = input;
  const counts = new Map<string, Standing>();
  let after: RunPlace | undefined;
  do {
    const { runs, last } = await page({ selection, after, limit: countPage });
    for (const { version, step, isFrozen } of runs) {
      const name = JSON.stringify([version, step]);
      const before = counts.get(name) ?? { version, step, runs: 0, frozen: 0 };
      const frozen = before.frozen + (isFrozen ? 1 : 0);
      counts.set(name, { ...before, runs: before.runs + 1, frozen });
    }
    after = last;
  } while (after !== undefined);
  return [...counts.values()];
};

/** Finds the people an operation is about, page by page, oldest entry first. */
export const createSelections = (deps: Deps): Selections => {
  const page = createPage(deps);
  return {
    page,
    standing: ({ selection }) =>
      selection.who.segment === undefined && selection.who.result === undefined
        ? deps.selections.standing({ tenant: selection.tenant, filter: filterOf(selection) })
        : countOneByOne({ page, selection }),
  };
};
