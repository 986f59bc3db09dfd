import { innerLists } from './graph.ts';
import { type Step, typeOfStep } from './steps.ts';
import type { StepTypes } from './steps/step-type.ts';

type Ids = ReadonlySet<string>;
type Walk = { readonly types: StepTypes; readonly found: Map<string, Ids> };

/** Branches that are taken when the step itself gave nothing. */
const withoutResult: Ids = new Set(['otherwise', 'failure']);

const inAll = (sets: readonly Ids[]): Ids => {
  const [first, ...rest] = sets;
  return new Set([...(first ?? [])].filter((id) => rest.every((set) => set.has(id))));
};

/** Walks a list; what has certainly given its result behind it, undefined when a run cannot go on there. */
const walkList = (input: { steps: readonly Step[]; before: Ids; walk: Walk }): Ids | undefined => {
  let certain: Ids | undefined = input.before;
  for (const step of input.steps) {
    if (certain === undefined) return undefined;
    certain = walkStep({ step, before: certain, walk: input.walk });
  }
  return certain;
};

const walkStep = (input: { step: Step; before: Ids; walk: Walk }): Ids | undefined => {
  const { step, before, walk } = input;
  walk.found.set(step.id, before);
  const stepType = typeOfStep(step, walk.types);
  const given = new Set([...before, step.id]);
  const ends = innerLists(step, walk.types)
    .filter(
      ({ steps, name }) => steps.length > 0 || !withoutResult.has(name) || stepType.goesOn !== undefined,
    )
    .map(({ name, steps }) => walkList({ steps, before: withoutResult.has(name) ? before : given, walk }))
    .filter((end) => end !== undefined);
  // Whether a run can only go on through one of the branches.
  const isOnlyByBranch = stepType.goesOn?.({ step, open: [] }) === false;
  if (isOnlyByBranch) return ends.length === 0 ? undefined : inAll(ends);
  return inAll([given, ...(stepType.loops === true ? [] : ends)]);
};

/**
 * For each step, the steps that have certainly given their result when a run comes to it, whichever way it took. Somebody
 * whom an operator moves may come another way.
 */
export const certainResults = (input: {
  steps: readonly Step[];
  types: StepTypes;
}): ReadonlyMap<string, Ids> => {
  const walk: Walk = { types: input.types, found: new Map() };
  walkList({ steps: input.steps, before: new Set(), walk });
  return walk.found;
};
