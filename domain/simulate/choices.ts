import { suggest } from '../documents/nearest.ts';
import { CicloError } from '../errors.ts';
import type { Node } from '../journey/graph.ts';
import type { ReadyJourney } from '../journey/ready-journey.ts';
import type { Step } from '../journey/steps.ts';

/** The outcomes of a step that can be chosen. */
export const outcomesOf = ({ step, stepType }: Pick<Node, 'step' | 'stepType'>): readonly string[] =>
  stepType.outcomes?.(step) ?? (stepType.branches?.(step) ?? []).map(({ name }) => name);

const refuse = (input: { word: string; known: readonly string[]; message: string }): never => {
  const hint = suggest({ word: input.word, known: input.known, none: 'Nothing can be chosen there.' });
  throw new CicloError({ code: 'invalid-input', message: `${input.message} ${hint}` });
};

/** The name under which an outcome of a wait-for comes that was chosen; nothing else has it. */
export const chosenEvent = (step: string): string => `Chosen Outcome: ${step}`;
const neverEvent = (step: string): string => `Never: ${step}`;

/** The step with an outcome that nothing can change: what is drawn, and what is waited for. */
const withOnly = (step: Step, chosen: string): Step => {
  switch (step.type) {
    case 'split':
      return { ...step, arms: step.arms.map((arm) => ({ ...arm, weight: arm.name === chosen ? 1 : 0 })) };
    case 'experiment':
      return { ...step, arms: step.arms.map((arm) => ({ ...arm, weight: arm.name === chosen ? 1 : 0 })) };
    case 'wait-for':
      return {
        ...step,
        events: step.events.map(({ match: _match, where: _where, ...event }, branch) => ({
          ...event,
          on: chosen === `event-${branch}` ? chosenEvent(step.id) : neverEvent(step.id),
        })),
      };
    default:
      return step;
  }
};

const caseOf = (outcome: string): number | null =>
  outcome.startsWith('case-') ? Number(outcome.slice('case-'.length)) : outcome === 'round' ? 0 : null;

/**
 * The journey with outcomes that steps take whatever the facts say: what is decided, drawn and waited for comes out as
 * chosen. Throws `invalid-input` for a choice that names no step, or no outcome of it.
 */
export const withChoices = (input: {
  journey: ReadyJourney;
  choose: Readonly<Record<string, string>>;
}): ReadyJourney => {
  const { journey } = input;
  const nodes = new Map(journey.graph.nodes);
  const steps = new Map(journey.steps);
  const waits = new Map(journey.waits);
  for (const [id, outcome] of Object.entries(input.choose)) {
    const node = nodes.get(id);
    const known = node === undefined ? [...nodes.keys()] : outcomesOf(node);
    if (node === undefined) {
      refuse({ word: id, known, message: `There is no step \`${id}\`.` });
      continue;
    }
    if (!known.includes(outcome)) {
      refuse({ word: outcome, known, message: `\`${id}\` has no outcome \`${outcome}\`.` });
    }
    nodes.set(id, { ...node, step: withOnly(node.step, outcome) });
    if (node.step.type === 'wait-for') waits.set(id, []);
    if (node.step.type === 'branch' || node.step.type === 'repeat') {
      const matched = caseOf(outcome);
      steps.set(id, { decide: () => Promise.resolve({ matched, because: [] }) });
    }
  }
  return { ...journey, graph: { ...journey.graph, nodes }, steps, waits };
};
