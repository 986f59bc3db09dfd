import { nearest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import type { Graph } from '../graph.ts';

/** How many people stand on a step of a version; null: on no step. */
export type Standing = { readonly version: number; readonly step: string | null; readonly runs: number };

/** Where people on steps go: another step, or out of the journey. */
export type StepMap = Readonly<Record<string, string | null>>;

export type Moves = {
  readonly version: number;
  readonly when: 'now' | 'next-step';
  readonly map: StepMap;
};

/** What becomes of those on one step. */
export type Move = Standing & {
  /** The step they stand on afterwards; null: none, or they leave. Absent when it shows only at their next step. */
  readonly to?: string | null;
  readonly leaves?: boolean;
};

const quote = (id: string): string => `\`${id}\``;

const people = (runs: number): string => (runs === 1 ? '1 person stands' : `${runs} people stand`);

/** The steps people on a step can come to next. */
const successors = (input: { graph: Graph | undefined; step: string }): readonly string[] => {
  const node = input.graph?.nodes.get(input.step);
  if (node === undefined) return [];
  return [...new Set([node.next, ...Object.values(node.branches)])].filter((id) => id !== null);
};

const mapProblems = (input: {
  moves: Moves;
  target: Graph;
  known: ReadonlySet<string>;
  path: string;
}): readonly Problem[] => {
  const { moves, target, known } = input;
  const steps = [...target.nodes.keys()];
  return Object.entries(moves.map).flatMap(([from, to]): Problem[] => {
    const path = `${input.path}.map.${from}`;
    if (!known.has(from)) {
      const message = `${quote(from)} is no step of a version that people are on.`;
      const close = nearest({ word: from, known });
      const hint = close === undefined ? 'Leave it out.' : `Did you mean ${quote(close)}?`;
      return [{ code: 'unknown-step', path, message, hint, severity: 'error' }];
    }
    if (to === null && moves.when === 'next-step') {
      const message = `People who move at their next step cannot leave at ${quote(from)}.`;
      return [{ code: 'cannot-leave-later', path, message, hint: 'Move them `now`.', severity: 'error' }];
    }
    if (to === null || target.nodes.has(to)) return [];
    const close = nearest({ word: to, known: steps });
    const message = `${quote(to)} is no step of version ${moves.version}.`;
    const hint =
      close === undefined ? `There are ${steps.map(quote).join(', ')}.` : `Did you mean ${quote(close)}?`;
    return [{ code: 'unknown-step', step: from, path, message, hint, severity: 'error' }];
  });
};

const lostProblem = (input: { standing: Standing; moves: Moves; lost: string; path: string }): Problem => {
  const { standing, moves, lost } = input;
  const at = standing.step ?? '';
  const where = `${people(standing.runs)} on ${quote(at)} of version ${standing.version}`;
  const what =
    lost === at
      ? `version ${moves.version} has no such step`
      : `version ${moves.version} has no step ${quote(lost)}, which comes next`;
  return {
    code: 'needs-mapping',
    step: lost,
    path: `${input.path}.map.${lost}`,
    message: `${where}, and ${what}.`,
    hint: `Say where they go: ${quote(`${lost}=<step>`)}${moves.when === 'now' ? `, or ${quote(`${lost}=`)} to let them leave` : ''}.`,
    severity: 'error',
  };
};

/**
 * Says what moving people to another version does to those on each step, and everything that is wrong with it:
 * nobody is moved to a step that does not exist. With `next-step` every step that can come next is looked at.
 */
export const checkMoves = (input: {
  standing: readonly Standing[];
  /** The graphs of the versions people are on. */
  graphs: ReadonlyMap<number, Graph>;
  moves: Moves;
  target: Graph;
  /** Where the plan stands, for problems: `plan.cart-recovery`. */
  path: string;
}): { readonly moves: readonly Move[]; readonly problems: readonly Problem[] } => {
  const { moves, target, graphs, path } = input;
  const known = new Set([...graphs.values()].flatMap((graph) => [...graph.nodes.keys()]));
  const problems: Problem[] = [...mapProblems({ moves, target, known, path })];
  const goes = (step: string): string | null | undefined => {
    const to = Object.hasOwn(moves.map, step) ? moves.map[step] : step;
    return to === undefined || to === null || target.nodes.has(to) ? to : undefined;
  };
  const isMapped = (step: string): boolean => Object.hasOwn(moves.map, step);
  const moved = input.standing.map((standing): Move => {
    const { step, version } = standing;
    if (step === null) return moves.when === 'now' ? { ...standing, to: null } : standing;
    if (moves.when === 'now') {
      const to = goes(step);
      if (to === undefined && !isMapped(step)) {
        problems.push(lostProblem({ standing, moves, lost: step, path }));
      }
      return to === null ? { ...standing, to, leaves: true } : { ...standing, to: to ?? null };
    }
    for (const next of successors({ graph: graphs.get(version), step })) {
      if (goes(next) === undefined && !isMapped(next)) {
        problems.push(lostProblem({ standing, moves, lost: next, path }));
      }
    }
    return standing;
  });
  return { moves: moved, problems };
};
