import type { Problem } from '../../problem.ts';
import { durationLength } from '../../time/duration.ts';
import { type CheckInput, warning } from '../checks/check-kit.ts';
import { type Graph, toGraph } from '../graph.ts';
import { waysForward } from '../ways.ts';

/** The shortest time after which a run can come to a step; undefined when no way leads to it. */
const timeUntil = (input: { graph: Graph; id: string }): number | undefined => {
  const { graph, id } = input;
  const earliest = new Map<string, number>();
  if (graph.start !== null) earliest.set(graph.start, 0);
  for (const node of graph.nodes.values()) {
    const { step, stepType } = node;
    const before = earliest.get(step.id);
    if (before === undefined) continue;
    const after = before + (stepType.stays?.(step).least ?? 0);
    for (const { to } of waysForward({ graph, node }))
      if (to !== null) earliest.set(to, Math.min(after, earliest.get(to) ?? Infinity));
  }
  return earliest.get(id);
};

/** Goals about a message that goes out only when the window of the goal is over. */
export const lintGoalWindow = ({ definition, types }: CheckInput): readonly Problem[] => {
  const { goal } = definition;
  if (goal === undefined || !('on' in goal) || typeof goal.match !== 'string' || goal.match.startsWith('$'))
    return [];
  const earliest = timeUntil({ graph: toGraph(definition, types), id: goal.match });
  if (earliest === undefined || earliest < (durationLength(goal.within) ?? 0)) return [];
  return [
    warning({
      code: 'unreachable-goal',
      path: 'goal.within',
      message: `Nobody can reach this goal: \`${goal.match}\` is sent when its ${goal.within} are over.`,
      hint: 'Give the goal a longer `within`.',
    }),
  ];
};
