import { breathe } from '../../domain/in-turns.ts';
import { CicloError } from '../../domain/errors.ts';
import { accountOf, applyPosting, emptyAccount } from '../../domain/loyalty/account.ts';
import { planDue } from '../../domain/loyalty/plan/plan-due.ts';
import { planTier } from '../../domain/loyalty/plan/plan-tier.ts';
import type { PlanRules } from '../../domain/loyalty/plan/plan.ts';
import type { Posting } from '../../domain/loyalty/posting.ts';
import type { ProgramDefinition } from '../../domain/loyalty/program-schema.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileRow, ProfileStore } from '../people/ports.ts';
import type { PeopleStore } from '../privacy/people-port.ts';
import { type BringIn, dueOf } from './bring-in.ts';
import { accountAfter } from './change/account-after.ts';
import { type Plan, type PlanAt, type Planned, planGroup, type PlanOutcome } from './change/plan-group.ts';
import { createQueues, type JobOutcome } from './change/queue-by-account.ts';
import { planRules, programOf } from './program-of.ts';
import type { AccountKey, AccountRow, PointsStore } from './ports.ts';

/** What was done, and the account after it. */
export type PointsChange = {
  readonly outcome: Exclude<PlanOutcome, { kind: 'failed' | 'later' }>;
  readonly account: AccountRow;
};

/**
 * Changes the points of a person in a programme: brings the account up to now, asks the plan, and writes all of it with one
 * write that fails when somebody else wrote meanwhile; then it looks again. Changes of one account that come at about the same
 * time are planned one after the other and written together. `isQuiet` tells no journey of it. Throws `not-found` without such a
 * person or programme, `unavailable` when too many change the account at once.
 */
export type ChangePoints = (input: AccountKey & Job) => Promise<PointsChange>;

type Job = {
  readonly plan: Plan;
  /** Keys that the plan looks for, so that those of a group are looked for at once. */
  readonly asks?: readonly string[];
  readonly isQuiet?: boolean | undefined;
};

type Deps = {
  readonly points: PointsStore;
  readonly profiles: ProfileStore;
  readonly people: Pick<PeopleStore, 'merge'>;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly bringIn: BringIn;
};

const triesMax = 100;
const groupMax = 500;
const perRevision = 1000;
/** A group has to fit into the places of one revision, with what its last plan posts. */
const postingsMax = 400;

const newRow = (key: AccountKey, now: number): AccountRow => ({
  ...key,
  state: emptyAccount,
  rev: 0,
  tail: [],
  news: [],
  warnedTo: now,
  isStale: false,
  isOwn: true,
});

const doNothing = (): Promise<Planned> => Promise.resolve({ kind: 'post', postings: [] });

/** An account, and what its programme says now. */
type Opened = {
  readonly key: AccountKey;
  readonly person: ProfileRow;
  readonly row: AccountRow;
  readonly definition: ProgramDefinition;
  readonly rules: PlanRules;
};

/** Opens an account with all that was begun before brought in; undefined when its person is part of another now. */
const open = async (deps: Deps, input: AccountKey): Promise<Opened | undefined> => {
  const { points, live: workspaces, clock, bringIn } = deps;
  const { tenant, program } = input;
  const live = await workspaces.of(tenant);
  const definition = programOf(live, program);
  const [person, asked] = await Promise.all([
    livingOf({ profiles: deps.profiles, tenant, profileId: input.profileId }),
    points.get(input),
  ]);
  if (definition === undefined || person === undefined) {
    const what = person === undefined ? 'person' : 'programme';
    throw new CicloError({ code: 'not-found', message: `There is no such ${what}.` });
  }
  const rules = planRules({ live, definition, now: clock.now(tenant) });
  const key = { tenant, profileId: person.id, program };
  const stored = person.id === input.profileId ? asked : await points.get(key);
  const found = stored ?? newRow(key, rules.now);
  if (found.mergedInto !== undefined) return undefined;
  const isWhole = found.tail.length === 0 && found.news.length === 0;
  const row = isWhole ? found : await bringIn({ row: found, definition, rules });
  return { key, person, row, definition, rules };
};

/** Writes the account and brings in what it holds; undefined when somebody else wrote meanwhile. */
const write = async (input: Opened & { deps: Deps; next: AccountRow }): Promise<AccountRow | undefined> => {
  const { deps, key, person, row, next, definition, rules } = input;
  const { tenant } = key;
  if ((await deps.points.commit(next)) === 'conflict') return undefined;
  const account = await deps.bringIn({ row: { ...next, rev: next.rev + 1 }, definition, rules, person });
  if (row.rev > 0) return account;
  // Merged away while its first account was made: what was posted goes along.
  const now = await livingOf({ profiles: deps.profiles, tenant, profileId: person.id });
  if (now !== undefined && now.id !== person.id) {
    await deps.people.merge({ tenant, from: person.id, to: now.id });
  }
  return account;
};

/** Finds postings of an account: none in one that is made only now, and those that plans asked for in advance were read together. */
const findAhead = async (input: {
  points: PointsStore;
  opened: Opened;
  keys: readonly string[];
}): Promise<PlanAt['find']> => {
  const { points, opened } = input;
  if (opened.row.rev === 0) return async () => [];
  const whose = { ...opened.key, isOwn: opened.row.isOwn === true };
  const asked = new Set(input.keys);
  const read = asked.size === 0 ? [] : await points.find({ ...whose, keys: [...asked] });
  return async (query) => {
    const { keys } = query;
    const isRead = keys !== undefined && query.ref === undefined && keys.every((key) => asked.has(key));
    return isRead ? read.filter(({ key }) => keys.includes(key)) : points.find({ ...whose, ...query });
  };
};

const told = (outcome: PlanOutcome, account: AccountRow): JobOutcome<PointsChange> =>
  outcome.kind === 'failed' || outcome.kind === 'later'
    ? outcome
    : { kind: 'done', answer: { outcome, account } };

/** One attempt; undefined when somebody else wrote meanwhile. */
const attempt = async (
  input: AccountKey & { deps: Deps; jobs: readonly [Job, ...Job[]] },
): Promise<readonly JobOutcome<PointsChange>[] | undefined> => {
  const { deps, jobs, ...named } = input;
  const { points } = deps;
  const opened = await open(deps, named);
  if (opened === undefined) return undefined;
  const { key, row, definition, rules } = opened;
  const before = row.isStale ? accountOf(await points.all(key)) : row.state;
  const seq = (row.rev + 1) * perRevision;
  const due = planDue({ state: before, rules, seq });
  const { outcomes, postings } = await planGroup({
    plans: jobs.map(({ plan }) => plan),
    before,
    due,
    seq,
    rules,
    definition,
    max: postingsMax,
    find: await findAhead({ points, opened, keys: jobs.flatMap(({ asks = [] }) => asks) }),
  });
  const { tiers } = definition;
  const after = postings.reduce(applyPosting, before);
  const risen = tiers === undefined ? undefined : planTier({ state: after, tiers, rules, seq });
  const all: readonly Posting[] =
    risen === undefined ? postings : [...postings, { ...risen, seq: seq + postings.length }];
  const next = accountAfter({
    row,
    before,
    due: all.slice(0, due.length),
    planned: all.slice(due.length),
    rules,
    definition,
    isQuiet: jobs[0].isQuiet === true,
  });
  if (all.length === 0 && next.news.length === 0 && !row.isStale) {
    const dueAt = dueOf({ row, definition, rules });
    if (dueAt !== row.due && row.rev > 0) await points.settle({ ...key, rev: row.rev, due: dueAt });
    return outcomes.map((outcome) => told(outcome, row));
  }
  const account = await write({ ...opened, deps, next });
  return account === undefined ? undefined : outcomes.map((outcome) => told(outcome, account));
};

/** Makes the one way in which points change. Changes of one account in this process go together, or wait for one another. */
export const createChangePoints = (deps: Deps): ChangePoints => {
  const queue = createQueues<AccountKey & Job, PointsChange>({
    max: groupMax,
    goTogether: (first, other) => (first.isQuiet === true) === (other.isQuiet === true),
    work: async (jobs) => {
      const [{ tenant, profileId, program }] = jobs;
      for (let tries = 0; tries < triesMax; tries += 1) {
        const outcomes = await attempt({ tenant, profileId, program, deps, jobs });
        if (outcomes !== undefined) return outcomes;
        await breathe();
      }
      throw new CicloError({ code: 'unavailable', message: 'Too many change these points at once.' });
    },
  });
  return (job) => queue(JSON.stringify([job.tenant, job.program, job.profileId]), job);
};

/** Makes what brings an account up to now: what is pending, expires or is to be warned of. */
export const createRefreshPoints = (deps: { changePoints: ChangePoints }) => {
  return (key: AccountKey): Promise<PointsChange> => deps.changePoints({ ...key, plan: doNothing });
};
