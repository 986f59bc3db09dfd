import { z } from 'zod';

import { readYesNo } from '../../yes-no.ts';
import { accepted, common, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType } from './field-type.ts';

const schema = z.strictObject({ type: typeOf('yes-no', 'Yes or no: `true` or `false`.'), ...common });
export type YesNoField = z.infer<typeof schema>;

const words: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['y', true],
  ['no', false],
  ['n', false],
]);

/** Yes or no. */
export const yesNo: FieldType<YesNoField> = {
  type: 'yes-no',
  schema: () => schema,
  inRows: true,
  read: ({ value, path }) =>
    typeof value === 'boolean'
      ? accepted(value)
      : wrongKind({ path, value, wanted: 'yes or no', hint: 'Write `true` or `false`.' }),
  readText: ({ text, path }) => {
    const value = words.get(text.trim().toLowerCase()) ?? readYesNo(text);
    return value === undefined
      ? wrongKind({ path, value: text, wanted: 'yes or no', hint: 'Write `yes` or `no`.' })
      : accepted(value);
  },
  text: ({ value }) => (value === true ? 'yes' : 'no'),
  attributes: ({ value, path }) => (typeof value === 'boolean' ? [{ path, value }] : []),
  jsonSchema: () => ({ type: 'boolean' }),
};
