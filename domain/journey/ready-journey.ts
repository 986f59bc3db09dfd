import type { Conditions } from '../rules/conditions.ts';
import { createDecider, type Decider } from '../rules/decide/decider.ts';
import { compileTemplateValue, type TemplateValue } from '../templates/template-value.ts';
import type { JourneyDefinition } from './definition.ts';
import { type Graph, toGraph, walkSteps } from './graph.ts';
import type { StepTypes } from './steps/step-type.ts';

/** A journey made ready: built once, used by every run of it. */
export type ReadyJourney = {
  readonly definition: JourneyDefinition;
  readonly graph: Graph;
  readonly entryWhere: Decider | undefined;
  /** Deciders of `exit[i].where`; undefined where there is none. */
  readonly exits: readonly (Decider | undefined)[];
  readonly goalWhere: Decider | undefined;
  /** The decider of a step: its cases, `while` or `when`. */
  readonly steps: ReadonlyMap<string, Decider>;
  /** Deciders of the `where` of each event of a `wait-for`. */
  readonly waits: ReadonlyMap<string, readonly (Decider | undefined)[]>;
  /** Templated values of a step. */
  readonly templates: ReadonlyMap<string, TemplateValue>;
};

const deciderOf = (conditions: Conditions | undefined): Decider | undefined =>
  conditions === undefined ? undefined : createDecider({ cases: [conditions] });

/** Builds the graph, the deciders and the templates of a journey. Throws `broken-definition` for one that was not checked. */
export const readyJourney = (definition: JourneyDefinition, types?: StepTypes): ReadyJourney => {
  const steps = new Map<string, Decider>();
  const waits = new Map<string, readonly (Decider | undefined)[]>();
  const templates = new Map<string, TemplateValue>();
  for (const { step, stepType } of walkSteps({ steps: definition.steps, types })) {
    const cases = (stepType.conditions?.(step) ?? []).map(({ conditions }) => conditions);
    if (cases.length > 0) steps.set(step.id, createDecider({ cases }));
    const awaited = stepType.awaits?.(step) ?? [];
    if (awaited.length > 0) {
      waits.set(
        step.id,
        awaited.map(({ where }) => deciderOf(where)),
      );
    }
    const value = stepType.templates?.(step).value;
    if (value !== undefined) templates.set(step.id, compileTemplateValue(value));
  }
  return {
    definition,
    graph: toGraph(definition, types),
    entryWhere: deciderOf(definition.entry.where),
    exits: definition.exit.map((exit) => deciderOf(exit.where)),
    goalWhere: deciderOf(definition.goal?.where),
    steps,
    waits,
    templates,
  };
};
