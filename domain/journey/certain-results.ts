import { type Graph, innerLists, type Node } from './graph.ts';
import type { StepTypes } from './steps/step-type.ts';
import { waysForward } from './ways.ts';

type Ids = ReadonlySet<string>;

/** What is certain behind a step when one of its branches is taken; undefined for a way that does not count. */
type Behind = (input: { node: Node; before: Ids; branch: string }) => Ids | undefined;

/** For each step what is certain when a run comes to it, whichever way it took; nothing where no way leads. */
const certain = (graph: Graph, behind: Behind): ReadonlyMap<string, Ids> => {
  const found = new Map<string, Ids>();
  if (graph.start !== null) found.set(graph.start, new Set());
  for (const [id, node] of graph.nodes) {
    const before = found.get(id);
    if (before === undefined) continue;
    for (const { branch = '', to } of waysForward({ graph, node })) {
      const now = behind({ node, before, branch });
      if (to === null || now === undefined) continue;
      const other = found.get(to);
      found.set(to, other === undefined ? now : new Set([...other].filter((one) => now.has(one))));
    }
  }
  return found;
};

/** Branches that are taken when the step itself gave nothing. */
const withoutResult: Ids = new Set(['otherwise', 'failure']);

/**
 * For each step, the steps that have certainly given their result when a run comes to it. A step without steps to take
 * when it gave nothing is taken to give its result. Somebody whom an operator moves may come another way.
 */
export const certainResults = (input: { graph: Graph; types: StepTypes }): ReadonlyMap<string, Ids> =>
  certain(input.graph, ({ node, before, branch }) => {
    if (!withoutResult.has(branch)) return new Set([...before, node.step.id]);
    const list = innerLists(node.step, input.types).find(({ name }) => name === branch);
    const isUnwritten = list?.steps.length === 0 && node.stepType.goesOn === undefined;
    return isUnwritten ? undefined : before;
  });

/** For each step, the steps a run has certainly come through, whether or not they gave a result. */
export const certainSteps = (graph: Graph): ReadonlyMap<string, Ids> =>
  certain(graph, ({ node, before }) => new Set([...before, node.step.id]));
