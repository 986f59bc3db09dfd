import { hashId } from '../hash.ts';
import { type JourneyDefinition, nameOf } from '../journey/definition.ts';
import type { ExperimentStep } from '../journey/steps.ts';
import { isObject } from '../json.ts';

/** What counts as success: an event, within a duration from exposure, and where it says what it is worth. */
export type Metric = { readonly on: string; readonly within: string; readonly value?: string | undefined };

/** An arm: a share of the people, in proportion to the others. */
export type ArmDesign = { readonly name: string; readonly share: number; readonly isControl: boolean };

/** When an answer may be given: people per arm, the confidence asked for, and by what arms are compared. */
export type DecisionRule = {
  readonly after: number;
  readonly confidence: number;
  readonly by: 'conversion' | 'revenue';
};

/**
 * An experiment as it was laid out before anybody took part. Its id follows from all of it, so that anyone who changes
 * the arms, their shares, what happens in them, or the metric begins a new count: the people before saw something else.
 */
export type Design = {
  readonly id: string;
  /** Null for the holdout of a whole journey, or of all marketing. */
  readonly step: string | null;
  readonly arms: readonly ArmDesign[];
  readonly metric: Metric;
  readonly rule: DecisionRule;
};

/** Without a rule in the journey: as many people per arm, and that much confidence. */
export const defaultRule: DecisionRule = { after: 500, confidence: 0.95, by: 'conversion' };

/** Arms of a holdout: those who get the marketing, and those who do not. */
export const treated = 'treated';
export const heldOut = 'held-out';

/** Text that is the same for values that say the same, in whatever order their fields are. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
};

/** The design of an experiment step. */
export const experimentDesign = (input: { journey: string; step: ExperimentStep }): Design => {
  const { journey, step } = input;
  const { arms, metric, winner } = step;
  return {
    id: hashId('experiment', journey, step.id, canonical({ arms, metric })),
    step: step.id,
    arms: arms.map(({ name, weight, control }) => ({ name, share: weight, isControl: control === true })),
    metric,
    rule: {
      after: winner?.after ?? defaultRule.after,
      confidence: winner?.confidence ?? defaultRule.confidence,
      by: winner?.by ?? defaultRule.by,
    },
  };
};

/** Enough people for the approximation behind an interval that may be looked at at any time. */
const holdoutRule: DecisionRule = { ...defaultRule, after: 100 };

const holdoutArms = (percent: number): readonly ArmDesign[] => [
  { name: heldOut, share: percent, isControl: true },
  { name: treated, share: 100 - percent, isControl: false },
];

/** The design of a journey's own holdout, measured by its goal. Undefined without a holdout or a goal. */
export const journeyHoldout = (definition: JourneyDefinition): Design | undefined => {
  const { goal, holdout, key } = definition;
  if (goal === undefined || holdout <= 0) return undefined;
  const value = 'on' in goal ? goal.value : undefined;
  return {
    id: hashId('holdout', key, holdout, canonical(goal)),
    step: null,
    arms: holdoutArms(holdout),
    metric: { on: nameOf(goal), within: goal.within, value },
    rule: holdoutRule,
  };
};

/**
 * The design of the holdout from all marketing, measured by orders in the 30 days from the moment when marketing
 * first reached, or would have reached, a person. Undefined without one.
 */
export const tenantHoldout = (percent: number): Design | undefined =>
  percent <= 0
    ? undefined
    : {
        id: hashId('all-marketing', percent),
        step: null,
        arms: holdoutArms(percent),
        metric: { on: 'Order Completed', within: '30 days', value: '$.properties.revenue' },
        rule: holdoutRule,
      };
