import type { Conditions } from '../rules/conditions.ts';
import { eventFacts, type FactName, journeyFacts, watchFacts } from '../rules/facts.ts';
import { type Exit, exitPlace, type Goal, goalPlace } from './definition.ts';
import type { CheckInput, Placed } from './checks/check-kit.ts';
import { recordKindOf } from './record-entry.ts';

/** Conditions of a journey: where they stand, and which facts are known there. */
export type PlacedConditions = {
  readonly conditions: Conditions;
  readonly path: string;
  readonly step?: string;
  readonly facts: readonly FactName[];
};

/** The facts that are known in the places of a journey. */
type Known = {
  readonly atEntry: readonly FactName[];
  readonly inRun: readonly FactName[];
  readonly inEvent: readonly FactName[];
  readonly watched: readonly FactName[];
};

const knownIn = (definition: CheckInput['definition']): Known => {
  const record: readonly FactName[] = recordKindOf(definition) === undefined ? [] : ['record'];
  return {
    atEntry: [...eventFacts, 'entry', ...record],
    inRun: [...journeyFacts.filter((fact) => fact !== 'event'), ...record],
    inEvent: [...journeyFacts, ...record],
    watched: [...watchFacts, ...record],
  };
};

const ofStep = ({ step, stepType, path }: Placed, known: Known): readonly PlacedConditions[] => [
  ...(stepType.conditions?.(step) ?? []).map(({ conditions, field }) => ({
    conditions,
    path: `${path}.${field}`,
    step: step.id,
    facts: known.inRun,
  })),
  ...(stepType.awaits?.(step) ?? []).flatMap(({ where, field }) =>
    where === undefined
      ? []
      : [{ conditions: where, path: `${path}.${field}.where`, step: step.id, facts: known.inEvent }],
  ),
];

const heard = (
  conditions: Conditions | undefined,
  path: string,
  facts: readonly FactName[],
): readonly PlacedConditions[] => (conditions === undefined ? [] : [{ conditions, path, facts }]);

const listening = (listener: Exit | Goal, path: string, known: Known): readonly PlacedConditions[] =>
  'on' in listener
    ? heard(listener.where, `${path}.where`, known.inEvent)
    : heard(listener.when, `${path}.when`, known.watched);

/** Every set of conditions in a journey. */
export const conditionsOf = (
  input: Pick<CheckInput, 'definition' | 'placed'>,
): readonly PlacedConditions[] => {
  const { entry, exit, goal } = input.definition;
  const known = knownIn(input.definition);
  return [
    ...heard(entry.where, 'entry.where', known.atEntry),
    ...('record' in entry ? heard(entry.filter, 'entry.filter', ['record']) : []),
    ...exit.flatMap((one, index) => listening(one, exitPlace(index), known)),
    ...(goal === undefined ? [] : listening(goal, goalPlace, known)),
    ...input.placed.flatMap((placed) => ofStep(placed, known)),
  ];
};

/** A fact as some part of conditions names it. */
export type FactUse = {
  readonly fact: string;
  readonly at: string | undefined;
  readonly path: string;
  readonly leaf: unknown;
};

/** Every place in conditions that names a fact, also on the right-hand side. */
export function* factUses(input: { value: unknown; path: string }): Generator<FactUse> {
  const { value, path } = input;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* factUses({ value: item, path: `${path}[${index}]` });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if ('fact' in value && typeof value.fact === 'string') {
    const at = 'path' in value && typeof value.path === 'string' ? value.path : undefined;
    yield { fact: value.fact, at, path, leaf: value };
  }
  for (const [key, item] of Object.entries(value)) yield* factUses({ value: item, path: `${path}.${key}` });
}
