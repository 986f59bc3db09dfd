import type { Graph, Node } from './graph.ts';

/** A way on from a step: the branch that is taken, if one is, and the step it leads to (null: the end). */
export type Way = { readonly branch: string | undefined; readonly to: string | null };

const passes = ({ step, stepType }: Node): boolean => stepType.goesOn?.(step) ?? true;

const waysOf = (node: Node, goesPast: boolean): readonly Way[] => [
  ...Object.entries(node.branches).map(([branch, to]) => ({ branch, to })),
  ...(goesPast ? [{ branch: undefined, to: node.next }] : []),
];

/** Every way a run can go on from a step, the next round of a `repeat` included. */
export const waysFrom = (node: Node): readonly Way[] =>
  waysOf(node, passes(node) || node.stepType.loops === true);

/**
 * The ways on from a step without those that begin another round: the end of a round leads on behind its `repeat`. So
 * every way leads to a later step of the file, and the steps in its order are a topological order. With
 * `inside`, the end of a round of that `repeat` leads to the `repeat` itself.
 */
export const waysForward = (input: { graph: Graph; node: Node; inside?: string }): readonly Way[] => {
  const { graph, node, inside } = input;
  const beyond = (start: string | null): string | null => {
    // Ids that are there twice can make a circle of a journey that is only being checked.
    const passed = new Set<string>();
    let [from, to] = [node, start];
    while (to !== null && to !== inside && !passed.has(to)) {
      const isBack = to === from.step.id || from.within.includes(to);
      const loop = isBack ? graph.nodes.get(to) : undefined;
      if (loop?.stepType.loops !== true) return to;
      passed.add(to);
      [from, to] = [loop, loop.next];
    }
    return to;
  };
  return waysOf(node, passes(node)).map(({ branch, to }) => ({ branch, to: beyond(to) }));
};

/** The steps that a run can come to from the start. */
export const reachedSteps = (graph: Graph): ReadonlySet<string> => {
  const reached = new Set<string>();
  const open = [graph.start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = id === null || reached.has(id) ? undefined : graph.nodes.get(id);
    if (node === undefined) continue;
    reached.add(node.step.id);
    open.push(...waysForward({ graph, node }).map(({ to }) => to));
  }
  return reached;
};
