import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { type Design, experimentDesign, journeyHoldout } from '../../domain/experiments/design.ts';
import { type Graph, toGraph, walkSteps } from '../../domain/journey/graph.ts';
import type { Step } from '../../domain/journey/steps.ts';
import type { Conditions } from '../../domain/rules/conditions.ts';
import { createDecider, type Decider } from '../../domain/rules/decider.ts';
import { compileTemplateValue, type TemplateValue } from '../../domain/templates/template-value.ts';
import type { JourneyVersion } from '../ports/workspaces.ts';

/** A version of a journey made ready: built once, used by every run of it. */
export type CompiledJourney = {
  readonly key: string;
  readonly version: number;
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
  /** How each experiment step was laid out. */
  readonly experiments: ReadonlyMap<string, Design>;
  /** The holdout of the journey, where it has one that can be measured. */
  readonly holdout: Design | undefined;
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

/** Builds the graph, the deciders and the templates of a journey version. */
export const compileJourney = (version: JourneyVersion): CompiledJourney => {
  const { definition } = version;
  const steps = new Map<string, Decider>();
  const waits = new Map<string, readonly (Decider | undefined)[]>();
  const templates = new Map<string, TemplateValue>();
  const experiments = new Map<string, Design>();
  for (const { step } of walkSteps({ steps: definition.steps })) {
    const cases = stepCases(step);
    if (cases.length > 0) steps.set(step.id, createDecider({ cases }));
    if (step.type === 'wait-for')
      waits.set(
        step.id,
        step.events.map((event) => deciderOf(event.where)),
      );
    if (step.type === 'experiment') {
      experiments.set(step.id, experimentDesign({ journey: version.key, step }));
    }
    const value = templated(step);
    if (value !== undefined) templates.set(step.id, compileTemplateValue(value));
  }
  return {
    key: version.key,
    version: version.version,
    definition,
    graph: toGraph(definition),
    entryWhere: deciderOf(definition.entry.where),
    exits: definition.exit.map((exit) => deciderOf(exit.where)),
    goalWhere: deciderOf(definition.goal?.where),
    steps,
    waits,
    experiments,
    holdout: journeyHoldout(definition),
    templates,
  };
};
