import { suggest } from '../documents/nearest.ts';
import { CicloError } from '../errors.ts';
import { innerLists } from '../journey/graph.ts';
import { type ReadyJourney, readyJourney } from '../journey/ready-journey.ts';
import type { Step } from '../journey/steps.ts';
import type { SimulateInput } from './simulation.ts';

/** The outcomes of a step that can be chosen. */
export const outcomesOf = (step: Step): readonly string[] => {
  switch (step.type) {
    case 'split':
    case 'experiment':
      return step.arms.map((arm) => arm.name);
    case 'repeat':
      return ['round', 'end'];
    case 'task':
      return step.wait ? ['done', 'timeout'] : [];
    default:
      return innerLists(step).map((list) => list.name);
  }
};

const refuse = (input: { word: string; known: readonly string[]; message: string }): never => {
  const mend = suggest({ word: input.word, known: input.known, none: 'Nothing can be chosen there.' });
  throw new CicloError({ code: 'invalid-input', message: `${input.message} ${mend}` });
};

/** The split with weights that draw everybody into one arm. */
const withOnly = (step: Extract<Step, { type: 'split' }>, chosen: string): Step => ({
  ...step,
  arms: step.arms.map((arm) => ({ ...arm, weight: arm.name === chosen ? 1 : 0 })),
});

/**
 * The journey as it is played: splits draw the chosen arm, and nobody is held out where that is wanted. Throws
 * `invalid-input` for a choice that names no step, or no outcome of it.
 */
export const withChoices = (input: Pick<SimulateInput, 'journey' | 'choose' | 'holdout'>): ReadyJourney => {
  const { choose = {} } = input;
  const journey = readyJourney(input.holdout === false ? { ...input.journey, holdout: 0 } : input.journey);
  const nodes = new Map(journey.graph.nodes);
  for (const [id, outcome] of Object.entries(choose)) {
    const node = nodes.get(id);
    const known = node === undefined ? [...nodes.keys()] : outcomesOf(node.step);
    if (node === undefined) refuse({ word: id, known, message: `There is no step \`${id}\`.` });
    else if (!known.includes(outcome)) {
      refuse({ word: outcome, known, message: `\`${id}\` has no outcome \`${outcome}\`.` });
    } else if (node.step.type === 'split') nodes.set(id, { ...node, step: withOnly(node.step, outcome) });
  }
  return { ...journey, graph: { ...journey.graph, nodes } };
};
