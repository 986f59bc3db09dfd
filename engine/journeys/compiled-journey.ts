import { type Design, experimentDesign, journeyHoldout } from '../../domain/experiments/design.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import { type ReadyJourney, readyJourney } from '../../domain/journey/ready-journey.ts';
import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import type { JourneyVersion } from './ports.ts';

/** A version of a journey made ready: built once, used by every run of it. */
export type CompiledJourney = ReadyJourney & {
  readonly key: string;
  readonly version: number;
  /** How each experiment step was laid out. */
  readonly experiments: ReadonlyMap<string, Design>;
  /** The holdout of the journey, where it has one that can be measured. */
  readonly holdout: Design | undefined;
};

/** Builds the graph, the deciders and the templates of a journey version. */
export const compileJourney = (version: JourneyVersion, stepTypes?: StepTypes): CompiledJourney => {
  const { key, definition } = version;
  const experiments = new Map<string, Design>();
  for (const { step } of walkSteps({ steps: definition.steps, types: stepTypes })) {
    if (step.type === 'experiment') experiments.set(step.id, experimentDesign({ journey: key, step }));
  }
  return {
    ...readyJourney(definition, stepTypes),
    key,
    version: version.version,
    experiments,
    holdout: journeyHoldout(definition),
  };
};
