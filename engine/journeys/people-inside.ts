import { nearest } from '../../domain/documents/nearest.ts';
import type { JobAction } from '../../domain/jobs/job-request.ts';
import type { JourneyPlan, PublishPlan } from '../../domain/jobs/publish-plan.ts';
import { checkMoves, type Move } from '../../domain/journey/checks/check-moves.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { toGraph } from '../../domain/journey/graph.ts';
import { type VersionDifferences, versionDifferences } from '../../domain/journey/version-differences.ts';
import type { Problem } from '../../domain/problem.ts';
import { graphsOf } from '../jobs/check-job.ts';
import type { Selections } from '../jobs/selections.ts';
import type { LiveWorkspaces } from './live-workspace.ts';
import type { PublishedWorkspace } from './ports.ts';

/** What a publication does to one journey and to the people in it. */
export type JourneyReport = {
  readonly key: string;
  readonly change: 'added' | 'changed' | 'removed' | 'kept';
  /** The published version afterwards; absent when it is removed. */
  readonly version?: number;
  /** What differs from the version before. */
  readonly differences?: VersionDifferences;
  readonly plan: JourneyPlan;
  /** Those on other versions than that, and where they go. */
  readonly people: readonly Move[];
};

type Deps = { readonly selections: Selections; readonly live: LiveWorkspaces };

const finish: JourneyPlan = { people: 'finish' };

/** What is done to those inside, as an operation on many people; undefined: nothing. */
export const actionOfPlan = (report: JourneyReport): JobAction | undefined => {
  const { plan, version } = report;
  if (plan.people === 'finish') return undefined;
  if (plan.people === 'exit') return { kind: 'exit', outcome: plan.outcome, cancel: true };
  return version === undefined
    ? undefined
    : { kind: 'migrate', version, when: plan.people, map: { ...plan.map } };
};

const inFile = (problem: Problem, key: string): Problem => ({ ...problem, file: `journeys/${key}.json` });

/** Where the people on other versions go, and what is wrong with that. */
const movesOf = async (input: {
  deps: Deps;
  tenant: string;
  key: string;
  target: { readonly version: number; readonly definition: JourneyDefinition } | undefined;
  plan: JourneyPlan;
}): Promise<{ readonly people: readonly Move[]; readonly problems: readonly Problem[] }> => {
  const { deps, tenant, key, target, plan } = input;
  const standing = await deps.selections.standing({
    selection: {
      tenant,
      who: { journey: key },
      action: { kind: 'skip' },
      ...(target === undefined ? {} : { otherThan: target.version }),
    },
  });
  if (plan.people === 'exit') {
    return { people: standing.map((one) => ({ ...one, to: null, leaves: true })), problems: [] };
  }
  if (plan.people === 'finish') return { people: standing, problems: [] };
  if (target === undefined) {
    const message = `Version after version of \`${key}\` ends here: it is removed, so nobody can move on.`;
    const hint = 'Let them `finish`, or `exit`.';
    const path = `plan.${key}`;
    return { people: standing, problems: [{ code: 'no-target', path, message, hint, severity: 'error' }] };
  }
  const graphs = await graphsOf({ live: deps.live, tenant, journey: key, standing });
  const { moves, problems } = checkMoves({
    standing,
    graphs,
    moves: { version: target.version, when: plan.people, map: plan.map },
    target: toGraph(target.definition),
    path: `plan.${key}`,
  });
  return { people: moves, problems: problems.map((problem) => inFile(problem, key)) };
};

type Journeys = PublishedWorkspace['journeys'];

const changeOf = (before: Journeys[number] | undefined, after: Journeys[number] | undefined) => {
  if (before === undefined) return 'added' as const;
  if (after === undefined) return 'removed' as const;
  return before.version === after.version ? ('kept' as const) : ('changed' as const);
};

const unknownJourneys = (input: { plan: PublishPlan; keys: readonly string[] }): readonly Problem[] =>
  Object.keys(input.plan).flatMap((key): Problem[] => {
    if (input.keys.includes(key)) return [];
    const close = nearest({ word: key, known: input.keys });
    const hint = close === undefined ? `There are ${input.keys.join(', ')}.` : `Did you mean \`${close}\`?`;
    const message = `There is no journey \`${key}\`.`;
    return [{ code: 'unknown-journey', path: `plan.${key}`, message, hint, severity: 'error' }];
  });

/**
 * Says of every journey that a publication changes, or for whose people there is a plan, what differs, who stands
 * where on other versions, and where they go.
 */
export const reportJourneys = async (input: {
  deps: Deps;
  tenant: string;
  before: Journeys;
  after: Journeys;
  plan: PublishPlan;
}): Promise<{ readonly journeys: readonly JourneyReport[]; readonly problems: readonly Problem[] }> => {
  const { deps, tenant, before, after, plan } = input;
  const keys = [...new Set([...after, ...before].map(({ key }) => key))];
  const problems: Problem[] = [...unknownJourneys({ plan, keys })];
  const journeys: JourneyReport[] = [];
  for (const key of keys) {
    const old = before.find((one) => one.key === key);
    const fresh = after.find((one) => one.key === key);
    const change = changeOf(old, fresh);
    const planned = plan[key];
    if (change === 'kept' && planned === undefined) continue;
    const own = planned ?? finish;
    const moves = await movesOf({ deps, tenant, key, target: fresh, plan: own });
    problems.push(...moves.problems);
    journeys.push({
      key,
      change,
      ...(fresh === undefined ? {} : { version: fresh.version }),
      ...(old === undefined || fresh === undefined
        ? {}
        : { differences: versionDifferences({ before: old.definition, after: fresh.definition }) }),
      plan: own,
      people: moves.people,
    });
  }
  return { journeys, problems };
};
