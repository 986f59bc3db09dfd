import type { JourneyDefinition } from './definition.ts';
import type { Step } from './steps.ts';

/** A step in the graph: where to go after it, and where its branches begin (null: the journey ends there). */
export type Node = {
  readonly step: Step;
  /** The step after this one when no branch is taken. */
  readonly next: string | null;
  /** First step of each inner list by name; an empty list goes to `next`. See `branchNames`. */
  readonly branches: Readonly<Record<string, string | null>>;
  /** The `repeat` steps around it, innermost last. */
  readonly within: readonly string[];
};

/** A journey made ready to run: the tree of steps as a graph, looked up by step id. */
export type Graph = {
  readonly start: string | null;
  readonly nodes: ReadonlyMap<string, Node>;
};

type InnerList = { readonly name: string; readonly steps: readonly Step[]; readonly field: string };

/** The inner lists of a step: the name of the branch, its steps, and where they stand in the file. */
export const innerLists = (step: Step): readonly InnerList[] => {
  switch (step.type) {
    case 'branch':
      return [
        ...step.cases.map((c, i) => ({ name: `case-${i}`, steps: c.then, field: `cases[${i}].then` })),
        { name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' },
      ];
    case 'wait-for':
      return [
        ...step.events.map((e, i) => ({ name: `event-${i}`, steps: e.then, field: `events[${i}].then` })),
        { name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' },
      ];
    case 'split':
    case 'experiment':
      return step.arms.map((arm, i) => ({
        name: `arm-${arm.name}`,
        steps: arm.then,
        field: `arms[${i}].then`,
      }));
    case 'offer':
    case 'recommend':
      return [{ name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' }];
    case 'send':
    case 'action':
      return [{ name: 'failure', steps: step.onFailure ?? [], field: 'onFailure' }];
    case 'repeat':
      return [{ name: 'round', steps: step.steps, field: 'steps' }];
    default:
      return [];
  }
};

/** Builds the graph of a definition. The definition must have passed its schema and checks. */
export const toGraph = (definition: Pick<JourneyDefinition, 'steps'>): Graph => {
  const nodes = new Map<string, Node>();
  const addList = (input: {
    steps: readonly Step[];
    after: string | null;
    within: readonly string[];
  }): string | null => {
    let next = input.after;
    for (const step of input.steps.toReversed()) {
      const isLoop = step.type === 'repeat';
      const after = isLoop ? step.id : next;
      const within = isLoop ? [...input.within, step.id] : input.within;
      const branches: Record<string, string | null> = {};
      for (const list of innerLists(step)) {
        branches[list.name] = addList({ steps: list.steps, after, within });
      }
      nodes.set(step.id, { step, next, branches, within: input.within });
      next = step.id;
    }
    return next;
  };
  const start = addList({ steps: definition.steps, after: null, within: [] });
  return { start, nodes };
};

/** Every step of a definition with its place in the file, depth first. */
export function* walkSteps(input: {
  steps: readonly Step[];
  path?: string;
}): Generator<{ step: Step; path: string }> {
  const base = input.path ?? 'steps';
  for (const [index, step] of input.steps.entries()) {
    const path = `${base}[${index}]`;
    yield { step, path };
    for (const list of innerLists(step))
      yield* walkSteps({ steps: list.steps, path: `${path}.${list.field}` });
  }
}
