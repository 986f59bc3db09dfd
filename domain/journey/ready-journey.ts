import type { Conditions } from '../rules/conditions.ts';
import { createDecider, type Decider } from '../rules/decider.ts';
import { compileTemplateValue, type TemplateValue } from '../templates/template-value.ts';
import type { JourneyDefinition } from './definition.ts';
import { type Graph, toGraph, walkSteps } from './graph.ts';
import type { Step } from './steps.ts';

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

const stepCases = (step: Step): readonly Conditions[] => {
  switch (step.type) {
    case 'branch':
      return step.cases.map((one) => one.when);
    case 'repeat':
      return step.while === undefined ? [] : [step.while];
    case 'send':
      return step.when === undefined ? [] : [step.when];
    default:
      return [];
  }
};

const templated = (step: Step): unknown => {
  switch (step.type) {
    case 'update':
      return step.set ?? {};
    case 'action':
      return step.input;
    case 'task':
      return step.title;
    case 'enrol':
      return step.key;
    default:
      return undefined;
  }
};

/** Builds the graph, the deciders and the templates of a journey. Throws `broken-definition` for one that was not checked. */
export const readyJourney = (definition: JourneyDefinition): ReadyJourney => {
  const steps = new Map<string, Decider>();
  const waits = new Map<string, readonly (Decider | undefined)[]>();
  const templates = new Map<string, TemplateValue>();
  for (const { step } of walkSteps({ steps: definition.steps })) {
    const cases = stepCases(step);
    if (cases.length > 0) steps.set(step.id, createDecider({ cases }));
    if (step.type === 'wait-for') {
      const deciders = step.events.map((event) => deciderOf(event.where));
      waits.set(step.id, deciders);
    }
    const value = templated(step);
    if (value !== undefined) templates.set(step.id, compileTemplateValue(value));
  }
  return {
    definition,
    graph: toGraph(definition),
    entryWhere: deciderOf(definition.entry.where),
    exits: definition.exit.map((exit) => deciderOf(exit.where)),
    goalWhere: deciderOf(definition.goal?.where),
    steps,
    waits,
    templates,
  };
};
