import { expect, it } from 'vitest';

import { shippedObjects } from './shipped.ts';
import { shippedSpanish } from './shipped-spanish.ts';

type Named = { readonly name?: string | undefined };

/** As pages call what has no name. */
const readable = (key: string): string => {
  const words = key
    .replaceAll(/(?<!\d)[-_]|[-_](?!\d)/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
/** What one chooses from in a field. */
const choicesOf = (field: object): readonly string[] =>
  'choices' in field && Array.isArray(field.choices) ? field.choices.map((one) => readable(String(one))) : [];
const label = (key: string, { name }: Named): string => name ?? readable(key);

it.each([...shippedObjects])(
  'every label of the shipped object %s has its word in Spanish',
  (key, object) => {
    const { name, plural, fields, stages } = object;
    const labels = [
      name,
      readable(key),
      ...(plural === undefined ? [] : [plural]),
      ...Object.entries(fields).flatMap(([field, one]) => [
        label(field, one),
        ...choicesOf(one),
        ...('fields' in one ? Object.entries(one.fields).map(([column, inner]) => label(column, inner)) : []),
      ]),
      ...(stages?.list ?? []).map((stage) => label(stage.key, stage)),
    ];
    expect(labels.filter((one) => shippedSpanish(key, one) === undefined)).toEqual([]);
  },
);

it('a label that a shop wrote, and an object of its own, stay as they are', () => {
  expect(shippedSpanish('deal', 'Opportunity')).toBeUndefined();
  expect(shippedSpanish('vehicle', 'Name')).toBeUndefined();
});
