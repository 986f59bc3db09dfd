import { z } from 'zod';

import { keySchema } from '../../rules/key.ts';
import { accepted, common, plainId, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType } from './field-type.ts';

const schema = z.strictObject({
  type: typeOf('reference', 'Another record, by its id.'),
  ...common,
  to: keySchema.describe('The key of the object whose records it may be.'),
});
export type ReferenceField = z.infer<typeof schema>;

/** Another record, by its id. Whether it exists is a question to the store. */
export const reference: FieldType<ReferenceField> = {
  type: 'reference',
  schema: () => schema,
  inRows: true,
  indexedInRows: true,
  read: ({ field, value, path }) => {
    const id = plainId(value);
    const hint = `Write the id of a record of \`${field.to}\`.`;
    return id === undefined ? wrongKind({ path, value, wanted: 'an id', hint }) : accepted(id);
  },
  readText: ({ field, text, path, types }) => reference.read({ field, value: text, path, types }),
  text: ({ value }) => String(value),
  attributes: ({ value, path }) => (typeof value === 'string' ? [{ path, value }] : []),
  jsonSchema: ({ field: { to } }) => ({
    type: 'string',
    maxLength: 200,
    description: `The id of a record of \`${to}\`.`,
  }),
};
