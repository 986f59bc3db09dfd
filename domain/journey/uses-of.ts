import { isObject } from '../json.ts';
import type { AttributeUse } from '../profiles/unknown-attributes.ts';
import type { CheckInput, Placed } from './checks/check-kit.ts';
import { conditionsOf, factUses } from './conditions-of.ts';
import { templatesOf } from './templates-of.ts';

/** A place of a journey that reads something by its full name: `profile.computed.orders`, `steps.ten.code`. */
export type Use = {
  readonly name: string;
  readonly path: string;
  /** The step it stands in; none for entry, exits and goal. */
  readonly step?: string;
  readonly kind: 'condition' | 'path' | 'template' | 'match';
  /** Anyone who wrote it saw to it that the value may be absent. */
  readonly isGuarded: boolean;
};

/** The names that conditions read; one that asks elsewhere whether it `exists` sees to its absence. */
export const usesInConditions = (input: { value: unknown; path: string; step?: string }): readonly Use[] => {
  const { step, ...placed } = input;
  const found = [...factUses(placed)].flatMap(({ fact, at, path, leaf }) =>
    at === undefined
      ? []
      : [
          {
            name: `${fact}${at.slice(1)}`,
            path: `${path}.path`,
            asks: isObject(leaf) && leaf['operator'] === 'exists',
          },
        ],
  );
  const heads = new Set(found.flatMap(({ name, asks }) => (asks ? [headOf(name)] : [])));
  return found.map(({ name, path }) => ({
    name,
    path,
    ...(step === undefined ? {} : { step }),
    kind: 'condition',
    isGuarded: heads.has(headOf(name)),
  }));
};

/** `steps.ten` of `steps.ten.code`. */
const headOf = (name: string): string => name.split('.').slice(0, 2).join('.');

/** Whether a text shows a value only where its step gave a result. */
const isGuardedIn = (text: string, name: string): boolean =>
  ['if', 'with'].some((block) =>
    ['}', '.', ' '].some((end) => text.includes(`{{#${block} ${headOf(name)}${end}`)),
  );

const ofStep = (placed: Placed): readonly Use[] => {
  const { step, stepType, path } = placed;
  const at = { step: step.id };
  const paths = (stepType.reads?.(step) ?? []).map(({ text, field, orElse = false }): Use => {
    const name = text.replace(/^\$\./, '');
    return { ...at, name, path: `${path}.${field}`, kind: 'path', isGuarded: orElse };
  });
  const matches = (stepType.awaits?.(step) ?? []).flatMap(({ match, field }): Use[] => {
    if (typeof match !== 'object' || !('steps' in match)) return [];
    const name = `steps${match.steps.slice(1)}`;
    return [{ ...at, name, path: `${path}.${field}.match.steps`, kind: 'match', isGuarded: false }];
  });
  const templates = templatesOf(placed).flatMap(({ variables, text, path: where }) =>
    variables.map((name): Use => {
      return { ...at, name, path: where, kind: 'template', isGuarded: isGuardedIn(text, name) };
    }),
  );
  return [...paths, ...matches, ...templates];
};

const ofEntry = ({ entry }: CheckInput['definition']): readonly Use[] => {
  const use = (path: string, field: string): Use => {
    return { name: `profile${path.slice(1)}`, path: `entry.${field}`, kind: 'path', isGuarded: false };
  };
  if ('attribute' in entry) return [use(entry.attribute, 'attribute')];
  return 'date' in entry ? [use(entry.date, 'date')] : [];
};

/** Every place of a journey that reads something by its name: in conditions, paths, templates and matches. */
export const usesOf = (input: CheckInput): readonly Use[] => [
  ...ofEntry(input.definition),
  ...input.placed.flatMap(ofStep),
  ...conditionsOf(input).flatMap(({ conditions, path, step }) =>
    usesInConditions({ value: conditions, path, ...(step === undefined ? {} : { step }) }),
  ),
];

/** The attributes of a profile among what is read. */
export const attributesOf = (uses: readonly Pick<Use, 'name' | 'path' | 'step'>[]): readonly AttributeUse[] =>
  uses.flatMap(({ name, path, step }) =>
    name.startsWith('profile.')
      ? [{ attribute: name.slice('profile.'.length), path, ...(step === undefined ? {} : { step }) }]
      : [],
  );
