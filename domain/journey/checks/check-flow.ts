import type { Problem } from '../../problem.ts';
import { type CheckInput, refusal, warning } from './check-kit.ts';
import { type Graph, graphAsWritten, innerLists, toGraph, walkSteps } from '../graph.ts';
import type { Step } from '../steps.ts';
import type { StepTypes } from '../steps/step-type.ts';
import { reachedSteps, waysForward } from '../ways.ts';

type Walk = {
  readonly types: StepTypes;
  readonly reached: ReadonlySet<string>;
  readonly problems: Problem[];
};

/** Steps nobody can come to: the first of each list, since those behind it follow from it. */
export const checkReachability = (input: CheckInput): readonly Problem[] => {
  const { definition, types } = input;
  const reached = reachedSteps(graphAsWritten(definition, types));
  const walk: Walk = { types, reached, problems: [] };
  walkList({ steps: definition.steps, path: 'steps', walk });
  return walk.problems;
};

const walkList = (input: { steps: readonly Step[]; path: string; walk: Walk }): void => {
  const { steps, path, walk } = input;
  const { reached, types, problems } = walk;
  for (const [index, step] of steps.entries()) {
    const here = `${path}[${index}]`;
    if (reached.has(step.id)) {
      for (const list of innerLists(step, types))
        walkList({ steps: list.steps, path: `${here}.${list.field}`, walk });
      continue;
    }
    const before = steps[index - 1]?.id ?? '';
    if (!reached.has(before)) continue;
    problems.push(
      refusal({
        code: 'unreachable-step',
        step: step.id,
        path: here,
        message: `\`${step.id}\` is never reached: every way through \`${before}\` ends the journey or goes on elsewhere.`,
        hint: 'Remove it, move it before the end, or name it in a `go-to` before it.',
      }),
    );
  }
};

/** True when a run can get through a round of a `repeat` without ever waiting. */
const passesAtOnce = (graph: Graph, loop: string): boolean => {
  const seen = new Set<string>();
  const open = [graph.nodes.get(loop)?.branches['round']];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === loop) return true;
    const node = id === null || seen.has(id) ? undefined : graph.nodes.get(id);
    if (node === undefined || !node.within.includes(loop)) continue;
    seen.add(node.step.id);
    if (node.stepType.rests?.(node.step) === true) continue;
    open.push(...waysForward({ graph, node, inside: loop }).map(({ to }) => to));
  }
  return false;
};

const hasOutside = (steps: readonly Step[], types: StepTypes): boolean =>
  [...walkSteps({ steps, types })].some(({ stepType }) => stepType.actsOutside === true);

/** Loops that would do the same thing to somebody many times in one second. */
export const checkLoops = ({ definition, placed, types }: CheckInput): readonly Problem[] => {
  const graph = toGraph(definition, types);
  return placed.flatMap(({ step, path }): Problem[] => {
    if (step.type !== 'repeat' || step.atMost < 2) return [];
    if (!passesAtOnce(graph, step.id) || !hasOutside(step.steps, types)) return [];
    return [
      warning({
        code: 'repeat-without-wait',
        step: step.id,
        path: `${path}.steps`,
        message: `A run can go through all ${step.atMost} rounds at once, since nothing in them has to wait.`,
        hint: 'Add a `wait` or a `wait-for` to the round.',
      }),
    ];
  });
};
