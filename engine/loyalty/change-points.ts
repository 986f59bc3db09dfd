import { breathe } from '../../domain/in-turns.ts';
import { CicloError } from '../../domain/errors.ts';
import { type AccountState, accountOf, applyPosting, emptyAccount } from '../../domain/loyalty/account.ts';
import { membershipEndNews, newsOf, warningNews } from '../../domain/loyalty/news.ts';
import { planDue } from '../../domain/loyalty/plan/plan-due.ts';
import { type NewPosting, type PlanRules, settled } from '../../domain/loyalty/plan/plan.ts';
import type { Posting } from '../../domain/loyalty/posting.ts';
import type { ProgramDefinition } from '../../domain/loyalty/program-schema.ts';
import { warningsOf } from '../../domain/loyalty/warnings.ts';
import { membershipWarnings } from '../../domain/loyalty/memberships/memberships.ts';
import { planTier } from '../../domain/loyalty/plan/plan-tier.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { PeopleStore } from '../privacy/people-port.ts';
import { type BringIn, dueOf } from './bring-in.ts';
import { programOf } from './program-of.ts';
import type { AccountKey, AccountRow, PointsStore } from './ports.ts';

/** An account as a plan finds it: what time brought is in it. */
export type PlanAt = {
  readonly state: AccountState;
  readonly rules: PlanRules;
  readonly definition: ProgramDefinition;
  /** The place of the next posting. */
  readonly seq: number;
  /** Postings of the account under these keys, or about this. */
  readonly find: (input: { keys?: readonly string[]; ref?: string }) => Promise<readonly Posting[]>;
};

/** What a plan comes to: postings, none when it was done before, or the reason why not. */
export type Planned =
  | { readonly kind: 'post'; readonly postings: readonly NewPosting[] }
  | { readonly kind: 'already'; readonly postings: readonly Posting[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** What was done, and the account after it. */
export type PointsChange = {
  readonly outcome:
    | Exclude<Planned, { kind: 'post' }>
    | { readonly kind: 'posted'; readonly postings: readonly Posting[] };
  readonly account: AccountRow;
};

/**
 * Changes the points of a person in a programme: brings the account up to now, asks the plan, and writes all of it with one
 * write that fails when somebody else wrote meanwhile; then it looks again. Throws `not-found` without such a person or
 * programme, `unavailable` when too many change the account at once.
 */
export type ChangePoints = (
  input: AccountKey & { plan: (at: PlanAt) => Promise<Planned> },
) => Promise<PointsChange>;

type Deps = {
  readonly points: PointsStore;
  readonly profiles: ProfileStore;
  readonly people: Pick<PeopleStore, 'merge'>;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly bringIn: BringIn;
};

const triesMax = 100;
/** What a crash left in a tail is brought in after so long. */
const repairMs = 60_000;
const perRevision = 1000;

const newRow = (key: AccountKey, now: number): AccountRow => ({
  ...key,
  state: emptyAccount,
  rev: 0,
  tail: [],
  news: [],
  warnedTo: now,
  isStale: false,
});

const doNothing = (): Promise<Planned> => Promise.resolve({ kind: 'post', postings: [] });

/** The account with its new postings, and what is to be told of them. */
const nextRow = (input: {
  row: AccountRow;
  before: AccountState;
  postings: readonly Posting[];
  rules: PlanRules;
  definition: ProgramDefinition;
}): AccountRow => {
  const { row, before, postings, rules, definition } = input;
  const { program, warnedTo } = row;
  const state = postings.reduce(applyPosting, before);
  const warnings = warningsOf({ state, ...rules, warn: definition.warn }).filter(
    ({ at, expiresAt }) => at > warnedTo && at <= rules.now && expiresAt > rules.now,
  );
  const { memberships = [] } = definition;
  const ending = membershipWarnings({ state, memberships, rules }).filter(
    ({ at, until }) => at > warnedTo && at <= rules.now && until > rules.now,
  );
  return {
    ...row,
    state,
    tail: postings,
    news: [
      ...newsOf({ program, state: before, postings, tiers: definition.tiers, memberships }),
      ...ending.map((warning) => membershipEndNews({ program, state, warning })),
      ...(state.balance > 0 ? warnings : []).map((warning) => warningNews({ program, state, warning })),
    ],
    warnedTo: rules.now,
    isStale: false,
    due: rules.now + repairMs,
  };
};

/** One attempt; undefined when somebody else wrote meanwhile. */
const attempt = async (
  input: Parameters<ChangePoints>[0] & { deps: Deps },
): Promise<PointsChange | undefined> => {
  const { deps, tenant, program, plan } = input;
  const { points, live: workspaces, clock, bringIn } = deps;
  const live = await workspaces.of(tenant);
  const definition = programOf(live, program);
  const person = await livingOf({ profiles: deps.profiles, tenant, profileId: input.profileId });
  if (definition === undefined || person === undefined) {
    const what = person === undefined ? 'person' : 'programme';
    throw new CicloError({ code: 'not-found', message: `There is no such ${what}.` });
  }
  const rules: PlanRules = {
    expiry: definition.expiry,
    zone: live.published.settings.timezone,
    now: clock.now(tenant),
    memberships: definition.memberships,
  };
  const key = { tenant, profileId: person.id, program };
  const found = (await points.get(key)) ?? newRow(key, rules.now);
  if (found.mergedInto !== undefined) return undefined;
  const isWhole = found.tail.length === 0 && found.news.length === 0;
  const row = isWhole ? found : await bringIn({ row: found, definition, rules });
  const before = row.isStale ? accountOf(await points.all(key)) : row.state;
  const seq = (row.rev + 1) * perRevision;
  const due = planDue({ state: before, rules, seq });
  const number = (one: NewPosting, index: number): Posting => ({ ...one, seq: seq + index });
  const state = due.map(number).reduce(applyPosting, before);
  const find: PlanAt['find'] = (asked) => points.find({ ...key, ...asked });
  const planned = await plan({ state, rules, definition, seq, find });
  const made = planned.kind === 'post' ? settled({ state, postings: planned.postings }) : [];
  const posted = [...due, ...made].map(number);
  const { tiers } = definition;
  const after = posted.reduce(applyPosting, before);
  const risen = tiers === undefined ? undefined : planTier({ state: after, tiers, rules, seq });
  const postings = [...posted, ...(risen === undefined ? [] : [number(risen, posted.length)])];
  const next = nextRow({ row, before, postings, rules, definition });
  const outcome =
    planned.kind === 'post' ? { kind: 'posted' as const, postings: posted.slice(due.length) } : planned;
  if (postings.length === 0 && next.news.length === 0 && !row.isStale) {
    const due = dueOf({ row, definition, rules });
    if (due !== row.due && row.rev > 0) await points.settle({ ...key, rev: row.rev, due });
    return { outcome, account: row };
  }
  if ((await points.commit(next)) === 'conflict') return undefined;
  const account = await bringIn({ row: { ...next, rev: next.rev + 1 }, definition, rules });
  if (row.rev > 0) return { outcome, account };
  // Merged away while its first account was made: what was posted goes along.
  const now = await livingOf({ profiles: deps.profiles, tenant, profileId: person.id });
  if (now !== undefined && now.id !== person.id) {
    await deps.people.merge({ tenant, from: person.id, to: now.id });
  }
  return { outcome, account };
};

/** Makes the one way in which points change. Changes of one account in this process wait for one another. */
export const createChangePoints = (deps: Deps): ChangePoints => {
  const underWay = new Map<string, Promise<unknown>>();
  const work = async (input: Parameters<ChangePoints>[0]): Promise<PointsChange> => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const changed = await attempt({ ...input, deps });
      if (changed !== undefined) return changed;
      await breathe();
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many change these points at once.' });
  };
  return async (input) => {
    const name = JSON.stringify([input.tenant, input.program, input.profileId]);
    const before = underWay.get(name) ?? Promise.resolve();
    const mine = before.then(
      () => work(input),
      () => work(input),
    );
    underWay.set(name, mine);
    try {
      return await mine;
    } finally {
      if (underWay.get(name) === mine) underWay.delete(name);
    }
  };
};

/** Makes what brings an account up to now: what is pending, expires or is to be warned of. */
export const createRefreshPoints = (deps: { changePoints: ChangePoints }) => {
  return (key: AccountKey): Promise<PointsChange> => deps.changePoints({ ...key, plan: doNothing });
};
