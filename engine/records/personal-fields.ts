import { isPersonal } from '../../domain/objects/field-flags.ts';
import type { Fields } from '../../domain/objects/fields.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';

const within = (input: { object: ReadyObject; fields: Fields; path: string }): readonly string[] => {
  const { object, fields, path } = input;
  const { definition, types } = object;
  return Object.entries(fields).flatMap(([key, field]) => {
    const place = path === '' ? key : `${path}.${key}`;
    if (isPersonal({ definition, field, types })) return [place];
    const columns = types.get(field.type)?.columns?.(field);
    return columns === undefined ? [] : within({ object, fields: columns, path: place });
  });
};

/**
 * What of an object is cleared when the person is erased and shown only to keys with the scope `personal-data`: keys of fields, and
 * columns of lists as `lines.note`.
 */
export const personalFields = (object: ReadyObject): ReadonlySet<string> =>
  new Set(within({ object, fields: object.definition.fields, path: '' }));
