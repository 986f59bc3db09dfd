import { isObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { type CheckInput, type Placed, refusal } from './checks/check-kit.ts';
import { readTemplate } from './template-paths.ts';

type PlacedText = { readonly text: string; readonly path: string };

/** Every text with a template in a value, and where it stands. */
export const textsIn = (input: { value: unknown; path: string }): readonly PlacedText[] => {
  const { value, path } = input;
  if (typeof value === 'string') return value.includes('{{') ? [{ text: value, path }] : [];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => textsIn({ value: item, path: `${path}[${index}]` }));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn({ value: item, path: `${path}.${key}` }));
};

const textsOf = ({ step, stepType, path }: Placed): readonly PlacedText[] => {
  const found = stepType.templates?.(step);
  return found === undefined ? [] : textsIn({ value: found.value, path: `${path}.${found.field}` });
};

/** The templates in the fields of a step, with the full names of the variables they read. */
export const templatesOf = (
  placed: Placed,
): readonly { readonly path: string; readonly text: string; readonly variables: readonly string[] }[] =>
  textsOf(placed).map(({ text, path }) => ({ path, text, variables: readTemplate(text).variables }));

/** Templates in the fields of steps that cannot be read, or name something that is not there. */
export const checkTemplates = (input: CheckInput): readonly Problem[] =>
  input.placed.flatMap((placed) =>
    textsOf(placed).flatMap(({ text, path }) =>
      readTemplate(text).faults.map((fault) => refusal({ ...fault, step: placed.step.id, path })),
    ),
  );
