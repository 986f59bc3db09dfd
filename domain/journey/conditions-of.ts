import type { Conditions } from '../rules/conditions.ts';
import { eventFacts, type FactName, journeyFacts, watchFacts } from '../rules/facts.ts';
import { type Exit, exitPlace, type Goal, goalPlace } from './definition.ts';
import type { CheckInput, Placed } from './checks/check-kit.ts';

/** Conditions of a journey: where they stand, and which facts are known there. */
export type PlacedConditions = {
  readonly conditions: Conditions;
  readonly path: string;
  readonly step?: string;
  readonly facts: readonly FactName[];
};

const atEntry: readonly FactName[] = [...eventFacts, 'entry'];
const inRun: readonly FactName[] = journeyFacts.filter((fact) => fact !== 'event');

const ofStep = ({ step, stepType, path }: Placed): readonly PlacedConditions[] => [
  ...(stepType.conditions?.(step) ?? []).map(({ conditions, field }) => ({
    conditions,
    path: `${path}.${field}`,
    step: step.id,
    facts: inRun,
  })),
  ...(stepType.awaits?.(step) ?? []).flatMap(({ where, field }) =>
    where === undefined
      ? []
      : [{ conditions: where, path: `${path}.${field}.where`, step: step.id, facts: journeyFacts }],
  ),
];

const heard = (
  conditions: Conditions | undefined,
  path: string,
  facts: readonly FactName[],
): readonly PlacedConditions[] => (conditions === undefined ? [] : [{ conditions, path, facts }]);

const listening = (listener: Exit | Goal, path: string): readonly PlacedConditions[] =>
  'on' in listener
    ? heard(listener.where, `${path}.where`, journeyFacts)
    : heard(listener.when, `${path}.when`, watchFacts);

/** Every set of conditions in a journey. */
export const conditionsOf = (
  input: Pick<CheckInput, 'definition' | 'placed'>,
): readonly PlacedConditions[] => {
  const { entry, exit, goal } = input.definition;
  return [
    ...heard(entry.where, 'entry.where', atEntry),
    ...exit.flatMap((one, index) => listening(one, exitPlace(index))),
    ...(goal === undefined ? [] : listening(goal, goalPlace)),
    ...input.placed.flatMap(ofStep),
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
