import type { Problem } from '../../problem.ts';
import type { ObjectDefinition } from '../definition.ts';
import { type Fields, fieldTypes, typeOfField } from '../fields.ts';
import { checkConvertTargets } from './check-converts.ts';
import { refusal, unknownName } from './check-kit.ts';

type Target = { readonly to: string; readonly path: string };

const targetsIn = (fields: Fields, path: string): readonly Target[] =>
  Object.entries(fields).flatMap(([key, field]): readonly Target[] => {
    const place = `${path}.${key}`;
    if (field.type === 'reference') return [{ to: field.to, path: `${place}.to` }];
    const columns =
      fieldTypes.get(field.type) === undefined ? undefined : typeOfField(field).columns?.(field);
    return columns === undefined ? [] : targetsIn(columns, `${place}.fields`);
  });

/**
 * What is wrong with an object beside the others of its workspace: references to objects nobody has, and a name whose events
 * would be those of another.
 */
export const checkReferences = (input: {
  definition: ObjectDefinition;
  objects: ReadonlyMap<string, ObjectDefinition>;
  /** Objects whose files cannot be read: nothing is said about references to them. */
  unread?: ReadonlySet<string>;
}): readonly Problem[] => {
  const { definition, objects, unread } = input;
  const namesake = [...objects.values()].find(
    ({ key, name }) => key !== definition.key && name === definition.name,
  );
  return [
    ...targetsIn(definition.fields, 'fields')
      .filter(({ to }) => !objects.has(to) && unread?.has(to) !== true)
      .map(({ to, path }) =>
        unknownName({ code: 'unknown-object', path, kind: 'object', word: to, known: objects.keys() }),
      ),
    ...checkConvertTargets(input),
    ...(namesake === undefined
      ? []
      : [
          refusal({
            code: 'event-name-taken',
            path: 'name',
            message: `The object \`${namesake.key}\` is called \`${definition.name}\` as well, and events begin with the name.`,
            hint: 'Choose another name.',
          }),
        ]),
  ];
};
