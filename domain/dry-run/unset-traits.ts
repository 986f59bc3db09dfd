import { suggest } from '../documents/nearest.ts';
import type { JourneyDefinition } from '../journey/definition.ts';
import { walkSteps } from '../journey/graph.ts';
import { stepTypes } from '../journey/steps.ts';
import { attributesOf, usesOf } from '../journey/uses-of.ts';
import type { Problem } from '../problem.ts';

/** The traits of so many people, and how many of them have each. */
export type TraitsSeen = { readonly people: number; readonly names: ReadonlyMap<string, number> };

/** Below so many people nothing is said: a few prove nothing. */
const peopleMin = 20;

/** The name of a trait that is read: `city` of `traits.city` and of `traits['city']`. */
const traitOf = (attribute: string): string | undefined =>
  /^traits(?:\.([\w-]+)|\[["']([^"']+)["']\])/
    .exec(attribute)
    ?.slice(1)
    .find((name) => name !== undefined);

/** The traits that the journey sets itself. */
const setIn = (journey: JourneyDefinition): readonly string[] =>
  [...walkSteps({ steps: journey.steps })].flatMap(({ step }) =>
    step.type === 'update' ? Object.keys({ ...step.set, ...step.increment }) : [],
  );

/**
 * Warnings of traits that a journey reads and nobody has: neither the people who were looked at, nor the schema of traits (`declared`), nor
 * the journey itself knows them.
 */
export const unsetTraits = (input: {
  journey: JourneyDefinition;
  seen: TraitsSeen;
  declared: readonly string[];
}): readonly Problem[] => {
  const { journey, seen, declared } = input;
  if (seen.people < peopleMin) return [];
  const known = new Set([...seen.names.keys(), ...declared, ...setIn(journey)]);
  const placed = [...walkSteps({ steps: journey.steps })];
  const uses = usesOf({
    definition: journey,
    placed,
    lost: new Set(),
    types: stepTypes,
    context: undefined,
  });
  return attributesOf(uses).flatMap(({ attribute, ...at }): Problem[] => {
    const name = traitOf(attribute);
    if (name === undefined || known.has(name)) return [];
    const message = `None of ${seen.people} people has the trait \`${name}\`, and no schema names it.`;
    const hint = suggest({ word: name, known, none: '' });
    return [{ code: 'trait-never-set', ...at, message, hint, severity: 'warning' }];
  });
};
