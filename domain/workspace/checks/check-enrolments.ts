import { refusal } from '../../journey/checks/check-kit.ts';
import type { JourneyDefinition } from '../../journey/definition.ts';
import { toGraph, walkSteps } from '../../journey/graph.ts';
import { waysFrom } from '../../journey/ways.ts';
import type { Problem } from '../../problem.ts';

type Edge = { readonly from: string; readonly to: string; readonly step: string };

/** The journeys a run starts before it has to wait for anything. */
const startedAtOnce = (definition: JourneyDefinition): readonly Edge[] => {
  const { start, nodes } = toGraph(definition);
  const seen = new Set<string>();
  const queue = [start];
  const edges: Edge[] = [];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const node = id === null || seen.has(id) ? undefined : nodes.get(id);
    if (node === undefined) continue;
    const { step, stepType } = node;
    seen.add(step.id);
    const started = stepType.starts?.(step) ?? [];
    edges.push(...started.map((to) => ({ from: definition.key, to, step: step.id })));
    if (stepType.rests?.(step) === true) continue;
    queue.push(...waysFrom(node).map(({ to }) => to));
  }
  return edges;
};

const leadsBack = (input: { edges: readonly Edge[]; from: string; to: string }): boolean => {
  const seen = new Set<string>();
  const queue = [input.from];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (key === input.to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    queue.push(...input.edges.filter((edge) => edge.from === key).map((edge) => edge.to));
  }
  return false;
};

/**
 * Journeys that start each other in a circle without waiting, and take the same person again at any time:
 * they would never stop. With the file of each problem.
 */
export const checkEnrolments = (journeys: readonly JourneyDefinition[]): readonly Problem[] => {
  const endless = new Set(journeys.filter(({ entry }) => entry.again === 'always').map(({ key }) => key));
  const edges = journeys.flatMap(startedAtOnce).filter(({ to }) => endless.has(to));
  return edges
    .filter((edge) => leadsBack({ edges, from: edge.to, to: edge.from }))
    .map((edge) => {
      const journey = journeys.find(({ key }) => key === edge.from);
      const placed = [...walkSteps({ steps: journey?.steps ?? [] })].find(
        ({ step }) => step.id === edge.step,
      );
      return refusal({
        code: 'endless-circle',
        file: `journeys/${edge.from}.json`,
        step: edge.step,
        path: `${placed?.path ?? 'steps'}.journey`,
        message: `\`${edge.from}\` starts \`${edge.to}\`, which leads back to it without waiting, for ever.`,
        hint: 'Add a wait before it, or set `again` of one of the two to something else than `always`.',
      });
    });
};
