import type { z } from 'zod';

import { parsePath } from '../documents/path.ts';
import { suggest } from '../documents/nearest.ts';
import { CicloError } from '../errors.ts';
import { readTemplate } from '../journey/template-paths.ts';
import { textsIn } from '../journey/templates-of.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { compileTemplateValue } from '../templates/template-value.ts';

/** Whether a value of a story names what a step gave: `{{steps.coupon.code}}`. */
export const namesResults = (value: unknown): boolean => textsIn({ value, path: '' }).length > 0;

/** The names a value reads: `steps.coupon.code`. */
const namesIn = (value: unknown): readonly string[] =>
  textsIn({ value, path: '' }).flatMap(({ text }) => readTemplate(text).variables);

/** Refuses, in a schema, templates that cannot be read or name anything but what a step gave. */
export const onlyResults = (value: unknown, context: z.core.$RefinementCtx): void => {
  for (const { text, path } of textsIn({ value, path: '' })) {
    const { faults, variables } = readTemplate(text);
    const other = variables.find((name) => !name.startsWith('steps.'));
    const told =
      faults[0]?.message ?? (other === undefined ? undefined : `\`${other}\` is nothing a step gave.`);
    if (told === undefined) continue;
    const message = `${told} Write \`{{steps.<id>.<field>}}\`, such as \`{{steps.coupon.code}}\`.`;
    context.issues.push({
      code: 'custom',
      message,
      path: [...parsePath(path.replace(/^\./, ''))],
      input: value,
    });
  }
};

/** The id of the step of a name such as `steps.coupon.code`. */
const stepOf = (name: string): string => name.split('.')[1] ?? '';

/** Throws `invalid-input` when the events of a story name a step that the journey does not have. */
export const checkNamedSteps = (input: {
  story: { readonly events: readonly { readonly properties?: unknown }[] };
  steps: Iterable<string>;
}): void => {
  const known = [...input.steps];
  const named = input.story.events.flatMap(({ properties }) => namesIn(properties)).map(stepOf);
  const word = named.find((id) => !known.includes(id));
  if (word === undefined) return;
  const hint = suggest({ word, known, none: 'The journey has no steps.' });
  throw new CicloError({ code: 'invalid-input', message: `There is no step \`${word}\`. ${hint}` });
};

/** What the steps of a run gave. */
type Results = Readonly<Record<string, Json>>;

/**
 * Properties of an event with what the steps of the person's runs gave, of several runs the latest, in the place of its
 * names. A name of something that no step gave is null, or nothing within a longer text.
 */
export const withResults = (input: { properties: JsonObject; runs: readonly Results[] }): JsonObject => {
  const { properties, runs } = input;
  if (!namesResults(properties)) return properties;
  const steps: Results = Object.fromEntries(runs.flatMap((results) => Object.entries(results)));
  const filled = compileTemplateValue(properties)({ steps });
  return isJsonObject(filled) ? filled : properties;
};

/** A text that is expected, with what the steps of a run gave; undefined when one of them gave nothing there. */
export const expectedText = (text: string, steps: Results): string | undefined => {
  const read = (name: string): Json => compileTemplateValue(`{{${name}}}`)({ steps });
  if (namesIn(text).some((name) => read(name) === null)) return undefined;
  return String(compileTemplateValue(text)({ steps }));
};
