import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';

/** A step with its type. */
export type NamedStep = { readonly step: string; readonly type: string };

/** The steps of a journey, in order. */
export const stepsInOrder = (journey: Pick<JourneyDefinition, 'steps'>): readonly NamedStep[] =>
  [...walkSteps({ steps: journey.steps })].map(({ step: { id: step, type } }) => ({ step, type }));
