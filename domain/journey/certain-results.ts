import { type Graph, innerLists } from './graph.ts';
import type { StepTypes } from './steps/step-type.ts';
import { waysForward } from './ways.ts';

type Ids = ReadonlySet<string>;

/** Branches that are taken when the step itself gave nothing. */
const withoutResult: Ids = new Set(['otherwise', 'failure']);

/**
 * For each step, the steps that have certainly given their result when a run comes to it, whichever way it took; nothing
 * for a step that no way leads to. A step without steps to take when it gave nothing is taken to give its result.
 * Somebody whom an operator moves may come another way.
 */
export const certainResults = (input: { graph: Graph; types: StepTypes }): ReadonlyMap<string, Ids> => {
  const { graph, types } = input;
  const found = new Map<string, Ids>();
  if (graph.start !== null) found.set(graph.start, new Set());
  for (const [id, node] of graph.nodes) {
    const before = found.get(id);
    if (before === undefined) continue;
    const given = new Set([...before, id]);
    const empty = new Set(
      innerLists(node.step, types).flatMap(({ name, steps }) => (steps.length === 0 ? [name] : [])),
    );
    for (const { branch = '', to } of waysForward({ graph, node })) {
      const isWithout = withoutResult.has(branch);
      const isUnwritten = isWithout && empty.has(branch) && node.stepType.goesOn === undefined;
      if (to === null || isUnwritten) continue;
      const now = isWithout ? before : given;
      const other = found.get(to);
      found.set(to, other === undefined ? now : new Set([...other].filter((one) => now.has(one))));
    }
  }
  return found;
};
