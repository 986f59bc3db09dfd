import { suggest } from '../documents/nearest.ts';
import { factUses } from '../journey/conditions-of.ts';
import { isObject, own } from '../json.ts';
import { type ObjectDefinition, stagesOf } from '../objects/definition.ts';
import type { Problem } from '../problem.ts';
import { parsePath } from '../rules/path.ts';

/** The values that a field can have where its object lists them; undefined where it does not. */
const listed = (object: ObjectDefinition, name: string): readonly string[] | undefined => {
  if (name === 'stage') return stagesOf(object).map(({ key }) => key);
  const field = own(object.fields, name);
  return field?.type === 'choice' || field?.type === 'choices' ? field.choices : undefined;
};

/** The texts a comparison is with, and where they stand. */
const textsOf = (value: unknown, path: string): readonly { text: string; path: string }[] => {
  if (typeof value === 'string') return [{ text: value, path }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, n) =>
    typeof item === 'string' ? [{ text: item, path: `${path}[${n}]` }] : [],
  );
};

const whole: ReadonlySet<unknown> = new Set([
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'containsAny',
  'containsAll',
]);

/**
 * Choices and stages that conditions over the fact `record` ask for and that the object does not list: most likely they are misspelt.
 * Warnings only, since records may have values from before a choice was removed. `value` is what holds the conditions, at `path`.
 */
export const neverHeld = (input: {
  object: ObjectDefinition;
  value: unknown;
  path: string;
}): readonly Problem[] => {
  const { object, value, path } = input;
  return [...factUses({ value, path })].flatMap((use): Problem[] => {
    // Conditions in `params` look at other things.
    if (use.fact !== 'record' || use.path.slice(path.length).includes('.params.')) return [];
    if (!isObject(use.leaf) || !whole.has(use.leaf.operator)) return [];
    const [name, ...below] = parsePath(use.at ?? '') ?? [];
    const known = typeof name === 'string' && below.length === 0 ? listed(object, name) : undefined;
    if (known === undefined) return [];
    return textsOf(use.leaf.value, `${use.path}.value`)
      .filter(({ text }) => !known.includes(text))
      .map(({ text, path: at }) => ({
        code: name === 'stage' ? 'unknown-stage' : 'unknown-choice',
        path: at,
        message: `\`${String(name)}\` of \`${object.key}\` is never \`${text.slice(0, 60)}\`.`,
        hint: suggest({ word: text, known, none: 'It has no values.' }),
        severity: 'warning',
      }));
  });
};
