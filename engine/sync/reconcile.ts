import { toOurs, valueHash } from '../../domain/sync/values.ts';
import { type Difference, type FieldState, type PairPlan, planPair } from '../../domain/sync/plan-pair.ts';
import { own } from '../../domain/json.ts';
import type { SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { ReadRow, RowResult, SyncFailed } from '../../plugins/runtime/sync.ts';
import type { Issue, IssueStore, Link, LinkStore, SyncCounts } from './ports.ts';
import { resolveLinks, type TheirIds, withTheirIds } from './linked-fields.ts';
import type { SyncCalls } from './sync-calls.ts';
import type { OurRow, Side, SideInput } from './side.ts';

/** Two that are the same, or one that is to be made on the other side. */
export type Pair = {
  readonly ours: OurRow | undefined;
  readonly theirs: ReadRow | undefined;
  readonly link: Link | undefined;
  /** Whose values count where both changed; as the settings say by default. */
  readonly take?: 'ours' | 'theirs' | undefined;
  /** It is tried again: what was suspected to be a loop gets another chance. */
  readonly isRetry?: boolean | undefined;
  /** Fields, as they are called there, that are left alone: what they refer to is not linked yet. */
  readonly skip?: ReadonlySet<string> | undefined;
};

/** Everything that one step of a sync works with. */
export type SyncWork = SideInput & {
  readonly side: Side;
  readonly calls: SyncCalls;
  readonly links: LinkStore;
  readonly issues: IssueStore;
  /** What has to be added to a time of theirs to have it on our clock. */
  readonly skew: number;
};

/** What a step came to; `failed`: a call did not work, and what was not done is done later. */
export type Reconciled = {
  readonly counts: Omit<SyncCounts, 'removed'>;
  readonly failed?: SyncFailed;
};

type Planned = { readonly pair: Pair; readonly plan: PairPlan };

const firstTryMs = 60_000;
/** So long after it was found that a reference is not linked it is looked at again. */
const linkTryMs = 15 * 60_000;

const statesOf = ({ link, isRetry }: Pair): ReadonlyMap<string, FieldState> => {
  const states = link?.states ?? new Map<string, FieldState>();
  if (isRetry !== true) return states;
  return new Map([...states].map(([field, { agreed }]) => [field, agreed === undefined ? {} : { agreed }]));
};

const settingsFor = (settings: SyncSettings, take: Pair['take']): SyncSettings =>
  take === undefined
    ? settings
    : { ...settings, fields: settings.fields.map((field) => ({ ...field, conflict: take })) };

/** What is to be done about a pair. */
export const planOf = (work: Pick<SyncWork, 'settings' | 'now' | 'skew'>, pair: Pair): PairPlan => {
  const { settings, now, skew } = work;
  const { theirs, ours } = pair;
  const moved = (at: number): number => Math.min(now, at + skew);
  const times = Object.entries(theirs?.fieldTimes ?? {}).map(([name, at]): [string, number] => [
    name,
    moved(at),
  ]);
  return planPair({
    settings: settingsFor(settings, pair.take),
    ours: ours?.side,
    theirs:
      theirs === undefined
        ? undefined
        : {
            fields: theirs.fields,
            at: theirs.updatedAt === undefined ? undefined : moved(theirs.updatedAt),
            times: Object.fromEntries(times),
          },
    states: statesOf(pair),
    skip: pair.skip,
    now,
  });
};

/** What people see of a plan before it is carried out. */
export const shownPlan = (work: Pick<SyncWork, 'settings' | 'now' | 'skew'>, pair: Pair) => {
  const plan = planOf(work, pair);
  const differences: readonly Difference[] = plan.differences;
  return {
    theirs: pair.theirs?.id,
    ours: pair.ours?.id,
    makes:
      pair.theirs === undefined
        ? ('theirs' as const)
        : pair.ours === undefined
          ? ('ours' as const)
          : undefined,
    differences,
    troubles: plan.troubles,
  };
};

const aboutOf = (work: SyncWork, pair: Pair): Pick<Issue, 'theirs' | 'profileId' | 'record'> => ({
  ...(pair.theirs === undefined ? {} : { theirs: pair.theirs.id }),
  ...(pair.ours === undefined ? {} : work.side.linked(pair.ours.id)),
});

const sentences = {
  conflict: 'Both sides changed this field, and the settings leave it to a person: retry with `take`.',
  notLinked: 'What this field refers to is not on both sides yet: it is looked at again.',
  loop: 'This field was changed to and fro within an hour: the two systems seem to correct each other.',
} as const;

/** Notes what is wrong with a pair. */
export const noteIssue = (
  work: SyncWork,
  pair: Pair,
  said: { code: string; message: string; field?: string; due?: number },
): Promise<void> => {
  const { tenant, sync, now: at } = work;
  return work.issues.note({ tenant, sync, at, ...aboutOf(work, pair), ...said });
};

/** The states once what was to be written there was not: those fields stay as they were. */
const withoutWrites = ({ pair, plan }: Planned): ReadonlyMap<string, FieldState> => {
  const before = statesOf(pair);
  return new Map(
    [...plan.states].map(([field, state]) => [
      field,
      Object.hasOwn(plan.writes, field) ? (before.get(field) ?? {}) : state,
    ]),
  );
};

/** The states as the other system keeps what it was sent, so that its own way of writing a value is no change of it. */
const asKept = (
  work: SyncWork,
  plan: PairPlan,
  row: ReadRow | undefined,
): ReadonlyMap<string, FieldState> => {
  if (row === undefined) return plan.states;
  return new Map(
    [...plan.states].map(([name, state]) => {
      const field = work.settings.fields.find((one) => one.theirs === name);
      const value = own(row.fields, name);
      if (field === undefined || value === undefined || state.agreed === undefined) return [name, state];
      // Theirs names another one by its id there.
      if (!Object.hasOwn(plan.writes, name) || field.link !== undefined) return [name, state];
      return [name, { ...state, agreed: { ...state.agreed, hash: valueHash(toOurs({ field, value })) } }];
    }),
  );
};

type Tally = {
  readonly links: Link[];
  readonly clean: Pair[];
  in: number;
  out: number;
  created: number;
  failed?: SyncFailed;
};

const linkOf = (
  work: SyncWork,
  input: {
    theirs: string;
    ours: string | undefined;
    link: Link | undefined;
    states: Link['states'];
    person: string | undefined;
  },
): Link => {
  const { tenant, sync, now } = work;
  const { gone: _gone, ...link } = input.link ?? { tenant, sync, since: now };
  const named = input.ours === undefined ? {} : work.side.linked(input.ours);
  const about = input.person === undefined ? {} : { profileId: input.person };
  return { ...link, ...named, ...about, theirs: input.theirs, states: input.states };
};

/** Whether all fields of a pair were looked at. */
const isWhole = ({ skip }: Pair): boolean => skip === undefined || skip.size === 0;

/** What came of a row that was written there. */
const settleOut = async (
  work: SyncWork,
  planned: Planned,
  result: RowResult,
  tally: Tally,
): Promise<void> => {
  const { pair, plan } = planned;
  const { link, ours } = pair;
  const theirs = pair.theirs?.id;
  if (result.kind === 'done') {
    const states = asKept(work, plan, result.row);
    tally.links.push(
      linkOf(work, {
        theirs: result.id,
        ours: ours?.id ?? link?.record ?? link?.profileId,
        link,
        states,
        person: ours?.person,
      }),
    );
    if (isWhole(pair)) tally.clean.push(pair);
    if (theirs === undefined) tally.created += 1;
    else tally.out += 1;
    return;
  }
  const kept = { ours: ours?.id, link, states: withoutWrites(planned), person: ours?.person };
  if (theirs !== undefined) {
    const next = linkOf(work, { theirs, ...kept });
    tally.links.push(result.kind === 'gone' ? { ...next, gone: 'there' } : next);
  }
  if (result.kind === 'gone') return;
  if (result.kind === 'taken') {
    const message = 'Another record there has the value by which records are told apart.';
    await noteIssue(work, pair, { code: 'taken', message, due: work.now + firstTryMs });
    return;
  }
  const due = result.kind === 'retry' ? { due: work.now + firstTryMs } : {};
  await noteIssue(work, pair, { code: result.code, message: result.message, ...due });
};

/** Writes what goes out, in groups as large as the connector takes. A call that failed leaves what follows for later. */
const writeOut = async (
  work: SyncWork,
  op: 'create' | 'update',
  input: { readonly all: readonly Planned[]; readonly theirIds: TheirIds },
  tally: Tally,
): Promise<void> => {
  const { all, theirIds } = input;
  for (let from = 0; from < all.length && tally.failed === undefined; from += work.calls.batch) {
    const group = all.slice(from, from + work.calls.batch);
    const rows = group.map(({ pair, plan }) => ({
      id: pair.theirs?.id ?? '',
      fields: withTheirIds(plan.writes, theirIds),
    }));
    const ask =
      op === 'update'
        ? ({ op, rows } as const)
        : ({ op, rows: rows.map(({ fields }) => ({ fields })) } as const);
    const written = await work.calls.write(ask);
    if (written.kind === 'failed' && !written.isRefused) tally.failed = written;
    if (written.kind === 'failed' && !written.isRefused) return;
    const { kind } = written;
    const results: readonly RowResult[] =
      kind === 'done'
        ? written.results
        : group.map(() => ({ kind: 'rejected', code: written.code, message: written.message }));
    for (const [index, result] of results.entries()) {
      const planned = group[index];
      if (planned !== undefined) await settleOut(work, planned, result, tally);
    }
  }
};

/** Brings in what is to be set here. */
const writeIn = async (work: SyncWork, all: readonly Planned[], tally: Tally) => {
  const { tenant, sync, settings, now, isHistory } = work;
  const writes = all.flatMap(({ pair, plan }) => {
    const { theirs, ours } = pair;
    const isNothing = ours !== undefined && plan.sets.length === 0 && plan.withdraws.length === 0;
    return theirs === undefined || isNothing ? [] : [{ theirs, ours, plan }];
  });
  const results = await work.side.write({ tenant, sync, settings, now, isHistory, writes });
  const refused = new Map<PairPlan, { code: string; message: string }>();
  const made = new Map<PairPlan, string>();
  for (const [index, result] of results.entries()) {
    const write = writes[index];
    if (write === undefined) continue;
    if (result.kind === 'refused') refused.set(write.plan, result);
    else if (result.id !== undefined) made.set(write.plan, result.id);
    if (result.kind === 'done') tally.in += 1;
  }
  return { refused, made };
};

const clearIssues = async (work: SyncWork, pairs: readonly Pair[]): Promise<void> => {
  const { tenant, sync, issues } = work;
  if (pairs.length === 0 || (await issues.count({ tenant, sync })) === 0) return;
  for (const { theirs, ours } of pairs) {
    await issues.clear({
      tenant,
      sync,
      ...(theirs === undefined ? {} : { theirs: theirs.id }),
      ...(ours === undefined ? {} : { ours: ours.id }),
    });
  }
};

const noteTroubles = async (work: SyncWork, planned: readonly Planned[]): Promise<void> => {
  const due = work.now + linkTryMs;
  for (const { pair, plan } of planned) {
    for (const { code, field } of plan.troubles)
      await noteIssue(work, pair, { code, field, message: sentences[code] });
    for (const field of pair.skip ?? [])
      await noteIssue(work, pair, { code: 'not-linked', field, message: sentences.notLinked, due });
  }
};

/**
 * Makes pairs the same: what comes in is told here first, then what goes out is written there, and then it is kept what they agreed on. After
 * a crash at any moment the same again does nothing twice: what was written says the same on both sides.
 */
export const reconcile = async (work: SyncWork, given: readonly Pair[]): Promise<Reconciled> => {
  const { pairs, theirIds } = await resolveLinks({ ...work, pairs: given });
  const tally: Tally = { links: [], clean: [], in: 0, out: 0, created: 0 };
  const planned = pairs.map((pair): Planned => ({ pair, plan: planOf(work, pair) }));
  const { refused, made } = await writeIn(work, planned, tally);
  const isOut = ({ plan }: Planned): boolean => Object.keys(plan.writes).length > 0;
  for (const one of planned.filter((each) => !isOut(each))) {
    const { pair, plan } = one;
    if (pair.theirs === undefined) continue;
    const said = refused.get(plan);
    if (said !== undefined) {
      await noteIssue(work, pair, { code: said.code, message: said.message });
      continue;
    }
    const ours = pair.ours?.id ?? made.get(plan);
    tally.links.push(
      linkOf(work, {
        theirs: pair.theirs.id,
        ours,
        link: pair.link,
        states: plan.states,
        person: pair.ours?.person,
      }),
    );
    if (plan.troubles.length === 0 && isWhole(pair)) tally.clean.push(pair);
  }
  const outs = planned.filter(isOut);
  await writeOut(
    work,
    'update',
    { all: outs.filter(({ pair }) => pair.theirs !== undefined), theirIds },
    tally,
  );
  await writeOut(
    work,
    'create',
    { all: outs.filter(({ pair }) => pair.theirs === undefined), theirIds },
    tally,
  );
  await work.links.save(tally.links);
  await clearIssues(work, tally.clean);
  await noteTroubles(work, planned);
  const counts = { rows: pairs.length, in: tally.in, out: tally.out, created: tally.created };
  return { counts, ...(tally.failed === undefined ? {} : { failed: tally.failed }) };
};
