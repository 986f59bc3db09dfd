import { hashId } from '../hash.ts';
import type { Conditions } from '../rules/conditions.ts';
import { speaksFor } from '../rules/decide/because.ts';
import { createDecider, type Decider } from '../rules/decide/decider.ts';
import { createMembership, looksAtEvents, type Membership } from '../rules/decide/membership.ts';
import type { FactSource } from '../rules/facts.ts';
import { compileTemplateValue, type TemplateValue } from '../templates/template-value.ts';
import { type Exit, type Goal, type JourneyDefinition, watchedConditions } from './definition.ts';
import { type Graph, toGraph, walkSteps } from './graph.ts';
import { withGoneExit } from './gone-exit.ts';
import { recordKindOf } from './record-entry.ts';
import type { StepTypes } from './steps/step-type.ts';

/** A condition that is watched while a run goes on: where it stands, and whether and until when it holds. */
export type Watched = {
  readonly path: string;
  /** Stands for what it asks; the same in every version that asks the same. */
  readonly key: string;
  /** Whether it looks at events, so that one that changes nothing else of the person can make it hold. */
  readonly looksAtEvents: boolean;
  readonly holds: (facts: FactSource) => Promise<Membership>;
};

/** A journey made ready: built once, used by every run of it. */
export type ReadyJourney = {
  /** As it is written; a journey about a record has one exit more, for a record that is gone. */
  readonly definition: JourneyDefinition;
  /** The key of the object whose records its runs are about. */
  readonly recordKind: string | undefined;
  /** Decides the `filter` of an entry by a record. */
  readonly filter: Decider | undefined;
  readonly graph: Graph;
  readonly entryWhere: Decider | undefined;
  /** Deciders of `exit[i].where`; undefined where there is none. */
  readonly exits: readonly (Decider | undefined)[];
  readonly goalWhere: Decider | undefined;
  /** The conditions that end or convert a run as soon as they hold. */
  readonly watched: readonly Watched[];
  /** The decider of a step: its cases, `while` or `when`. */
  readonly steps: ReadonlyMap<string, Decider>;
  /** Deciders of the `where` of each event of a `wait-for`. */
  readonly waits: ReadonlyMap<string, readonly (Decider | undefined)[]>;
  /** Templated values of a step. */
  readonly templates: ReadonlyMap<string, TemplateValue>;
};

const deciderOf = (conditions: Conditions | undefined): Decider | undefined =>
  conditions === undefined ? undefined : createDecider({ cases: [conditions] });

const whereOf = (listener: Exit | Goal | undefined): Decider | undefined =>
  listener !== undefined && 'on' in listener ? deciderOf(listener.where) : undefined;

/** So many comparisons are told of a condition that holds. */
const reasonsMax = 20;

/** The same, with the comparisons only that speak for the answer. */
const told =
  (membership: Watched['holds']): Watched['holds'] =>
  async (facts) => {
    const found = await membership(facts);
    const because = found.because.filter((one) => speaksFor(one) === found.isMember);
    return { ...found, because: because.slice(0, reasonsMax) };
  };

/** Builds the graph, the deciders and the templates of a journey. Throws `broken-definition` for one that was not checked. */
export const readyJourney = (written: JourneyDefinition, types?: StepTypes): ReadyJourney => {
  const definition = withGoneExit(written);
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
    recordKind: recordKindOf(definition),
    filter: 'record' in definition.entry ? deciderOf(definition.entry.filter) : undefined,
    graph: toGraph(definition, types),
    entryWhere: deciderOf(definition.entry.where),
    exits: definition.exit.map((exit) => whereOf(exit)),
    goalWhere: whereOf(definition.goal),
    watched: watchedConditions(definition).map(({ path, when }) => ({
      path,
      key: hashId('condition', JSON.stringify(when)),
      looksAtEvents: looksAtEvents(when),
      holds: told(createMembership({ when })),
    })),
    steps,
    waits,
    templates,
  };
};
