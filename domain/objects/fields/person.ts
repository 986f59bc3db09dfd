import { z } from 'zod';

import { accepted, common, plainId, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType } from './field-type.ts';

const schema = z.strictObject({
  type: typeOf('person', 'A person, by the id of the profile.'),
  ...common,
});
export type PersonField = z.infer<typeof schema>;

const hint = 'Write the id of a profile.';

/** A person, by the id of the profile. Whether the profile exists is a question to the store. */
export const person: FieldType<PersonField> = {
  type: 'person',
  schema: () => schema,
  inRows: true,
  indexedInRows: true,
  read: ({ value, path }) => {
    const id = plainId(value);
    return id === undefined ? wrongKind({ path, value, wanted: 'an id', hint }) : accepted(id);
  },
  readText: ({ field, text, path, types }) => person.read({ field, value: text, path, types }),
  text: ({ value }) => String(value),
  attributes: ({ value, path }) => (typeof value === 'string' ? [{ path, value }] : []),
  jsonSchema: () => ({ type: 'string', maxLength: 200, description: 'The id of a profile.' }),
};
