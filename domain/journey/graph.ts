import type { JourneyDefinition } from './definition.ts';
import { type Step, typeOfStep } from './steps.ts';
import type { AwaitedEvent, InnerList, StepType, StepTypes } from './steps/step-type.ts';

/** A step in the graph: where to go after it, and where its branches begin (null: the journey ends there). */
export type Node = {
  readonly step: Step;
  readonly stepType: StepType;
  /** The step after this one when no branch is taken. */
  readonly next: string | null;
  /** First step of each inner list by name; an empty list goes to `next`. See `branchNames`. */
  readonly branches: Readonly<Record<string, string | null>>;
  /** The `repeat` steps around it, innermost last. */
  readonly within: readonly string[];
};

/** A journey made ready to run: the tree of steps as a graph, looked up by step id, in the order of the file. */
export type Graph = {
  readonly start: string | null;
  readonly nodes: ReadonlyMap<string, Node>;
};

/** The inner lists of a step: the name of the branch, its steps, and where they stand in the file. */
export const innerLists = (step: Step, types?: StepTypes): readonly InnerList[] =>
  typeOfStep(step, types).branches?.(step) ?? [];

/** The graph of a definition in which steps that only go to another one (`go-to`) are nodes like all others. */
export const graphAsWritten = (definition: Pick<JourneyDefinition, 'steps'>, types?: StepTypes): Graph => {
  const nodes = new Map<string, Node>();
  const addList = (input: {
    steps: readonly Step[];
    after: string | null;
    within: readonly string[];
  }): void => {
    for (const [index, step] of input.steps.entries()) {
      const stepType = typeOfStep(step, types);
      const next = stepType.goesTo?.(step).id ?? input.steps[index + 1]?.id ?? input.after;
      const isLoop = stepType.loops === true;
      const after = isLoop ? step.id : next;
      const within = isLoop ? [...input.within, step.id] : input.within;
      const lists = innerLists(step, types);
      const branches = Object.fromEntries(lists.map(({ name, steps }) => [name, steps[0]?.id ?? after]));
      nodes.set(step.id, { step, stepType, next, branches, within: input.within });
      for (const { steps } of lists) addList({ steps, after, within });
    }
  };
  addList({ steps: definition.steps, after: null, within: [] });
  return { start: definition.steps[0]?.id ?? null, nodes };
};

/** The step a run really comes to: one that only goes to another is passed over. */
const landing = ({ nodes }: Graph, to: string | null): string | null => {
  const passed = new Set<string>();
  let id = to;
  while (id !== null && !passed.has(id)) {
    const node = nodes.get(id);
    if (node?.stepType.goesTo === undefined) return id;
    passed.add(id);
    id = node.next;
  }
  return id;
};

/**
 * Builds the graph of a definition, which must have passed its schema and checks. Every way leads to a step that does
 * something, so nobody stands on a `go-to`, and versions that differ only in these have the same steps to move between.
 */
export const toGraph = (definition: Pick<JourneyDefinition, 'steps'>, types?: StepTypes): Graph => {
  const written = graphAsWritten(definition, types);
  const nodes = new Map<string, Node>();
  for (const [id, node] of written.nodes) {
    const branches = Object.fromEntries(
      Object.entries(node.branches).map(([name, to]) => [name, landing(written, to)]),
    );
    nodes.set(id, { ...node, next: landing(written, node.next), branches });
  }
  return { start: landing(written, written.start), nodes };
};

/** The events that the step of an id waits for; none without a step. */
export const awaitedAt = (input: { graph: Graph; step: string | null }): readonly AwaitedEvent[] => {
  const node = input.step === null ? undefined : input.graph.nodes.get(input.step);
  return node?.stepType.awaits?.(node.step) ?? [];
};

/** Every step of a definition with its place in the file, depth first. */
export function* walkSteps(input: {
  steps: readonly Step[];
  path?: string;
  types?: StepTypes | undefined;
}): Generator<{ step: Step; stepType: StepType; path: string }> {
  const base = input.path ?? 'steps';
  for (const [index, step] of input.steps.entries()) {
    const path = `${base}[${index}]`;
    yield { step, stepType: typeOfStep(step, input.types), path };
    for (const list of innerLists(step, input.types))
      yield* walkSteps({ ...input, steps: list.steps, path: `${path}.${list.field}` });
  }
}
