import { nearest } from '../../domain/documents/nearest.ts';
import type { Selection } from '../../domain/jobs/selection.ts';
import type { JobAction } from '../../domain/jobs/job-request.ts';
import { checkMoves } from '../../domain/journey/checks/check-moves.ts';
import type { Graph } from '../../domain/journey/graph.ts';
import type { Problem } from '../../domain/problem.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Standing } from './ports.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';
import type { SelectionOf, Selections } from './selections.ts';

type Deps = {
  readonly selections: Selections;
  readonly workspaces: Pick<WorkspaceStore, 'lastVersions' | 'journeyVersion'>;
  readonly live: LiveWorkspaces;
};

type Wish = { readonly tenant: string; readonly action: JobAction; readonly who: Selection };

const quote = (id: string): string => `\`${id}\``;

/** A name that is none of those there are. */
const unknown = (input: {
  code: string;
  path: string;
  message: string;
  word: string;
  known: readonly string[];
}): Problem => {
  const { word, known, code, path, message } = input;
  const close = nearest({ word, known });
  const all = known.length === 0 ? 'There are none.' : `There are ${known.map(quote).join(', ')}.`;
  return {
    code,
    path,
    message,
    hint: close === undefined ? all : `Did you mean ${quote(close)}?`,
    severity: 'error',
  };
};

/** The graphs of the versions people stand on. */
export const graphsOf = async (input: {
  live: LiveWorkspaces;
  tenant: string;
  journey: string;
  standing: readonly Pick<Standing, 'version'>[];
}): Promise<ReadonlyMap<number, Graph>> => {
  const { live, tenant, journey, standing } = input;
  const versions = [...new Set(standing.map(({ version }) => version))];
  const found = await Promise.all(versions.map((version) => live.journey({ tenant, journey, version })));
  return new Map(found.map(({ version, graph }) => [version, graph]));
};

const stepsOf = (graphs: ReadonlyMap<number, Graph>): readonly string[] => [
  ...new Set([...graphs.values()].flatMap((graph) => [...graph.nodes.keys()])),
];

/** Whether there is such a journey at all, of whatever version. */
export const journeyProblems = async (input: { deps: Deps; wish: Wish }): Promise<readonly Problem[]> => {
  const { journey } = input.wish.who;
  const known = await input.deps.workspaces.lastVersions(input.wish.tenant);
  if (known.has(journey)) return [];
  const message = `There is no journey ${quote(journey)}.`;
  const code = 'unknown-journey';
  return [unknown({ code, path: 'who.journey', message, word: journey, known: [...known.keys()] })];
};

const segmentProblems = async (input: { deps: Deps; wish: Wish }): Promise<readonly Problem[]> => {
  const { tenant, who } = input.wish;
  if (who.segment === undefined) return [];
  const known = (await input.deps.live.of(tenant)).segments.map(({ key }) => key);
  if (known.includes(who.segment)) return [];
  const message = `There is no segment ${quote(who.segment)}.`;
  return [unknown({ code: 'unknown-segment', path: 'who.segment', message, word: who.segment, known })];
};

/** A step somebody names must be one that people can be on. */
const selectionStepProblems = async (input: { deps: Deps; wish: Wish }): Promise<readonly Problem[]> => {
  const { deps, wish } = input;
  const { tenant, who } = wish;
  const { journey } = who;
  const named = [
    ...(who.step === undefined ? [] : [{ step: who.step, path: 'who.step' }]),
    ...(who.result === undefined ? [] : [{ step: who.result.step, path: 'who.result.step' }]),
  ];
  if (named.length === 0) return [];
  const everybody: SelectionOf = { tenant, who: { journey }, action: { kind: 'skip' } };
  const standing = await deps.selections.standing({ selection: everybody });
  const known = stepsOf(await graphsOf({ live: deps.live, tenant, journey, standing }));
  return named.flatMap(({ step, path }) => {
    if (known.length === 0 || known.includes(step)) return [];
    const message = `${quote(step)} is no step of a version that people are on.`;
    return [unknown({ code: 'unknown-step', path, message, word: step, known })];
  });
};

const moveProblems = (input: { to: string; graphs: ReadonlyMap<number, Graph> }): readonly Problem[] => {
  const { to, graphs } = input;
  const without = [...graphs].filter(([, graph]) => !graph.nodes.has(to));
  if (without.length === 0) return [];
  const versions = without.map(([version]) => version).join(', ');
  const message = `${quote(to)} is no step of version ${versions}, which these people are on.`;
  const known = stepsOf(new Map(without));
  return [unknown({ code: 'unknown-step', path: 'do.to', message, word: to, known })];
};

const actionProblems = async (input: {
  deps: Deps;
  wish: Wish;
  standing: readonly Standing[];
}): Promise<readonly Problem[]> => {
  const { deps, wish, standing } = input;
  const { tenant, action } = wish;
  const { journey } = wish.who;
  if (action.kind !== 'move' && action.kind !== 'migrate') return [];
  const graphs = await graphsOf({ live: deps.live, tenant, journey, standing });
  if (action.kind === 'move') return moveProblems({ to: action.to, graphs });
  const { version } = action;
  if ((await deps.workspaces.journeyVersion({ tenant, journey, version })) === undefined) {
    const message = `${quote(journey)} has no version ${version}.`;
    const hint = `See GET /api/journeys/${journey}.`;
    return [{ code: 'unknown-version', path: 'do.version', message, hint, severity: 'error' }];
  }
  const { graph } = await deps.live.journey({ tenant, journey, version });
  return checkMoves({ standing, graphs, moves: action, target: graph, path: 'do' }).problems;
};

/** Everything that is wrong with an operation on many people of a journey there is. */
export const jobProblems = async (input: {
  deps: Deps;
  wish: Wish;
  standing: readonly Standing[];
}): Promise<readonly Problem[]> => [
  ...(await segmentProblems(input)),
  ...(await selectionStepProblems(input)),
  ...(await actionProblems(input)),
];
