import { z } from 'zod';

import { dateTextOf, isDateText } from '../../time/instant.ts';
import { accepted, common, flags, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType } from './field-type.ts';

const schema = z.strictObject({
  type: typeOf('date', 'A day of the calendar: `2026-03-29`.'),
  ...common,
  sortable: flags.sortable,
});
export type DateField = z.infer<typeof schema>;

const hint = 'Write year, month and day: `2026-03-29`.';

/** A day of the calendar. */
export const date: FieldType<DateField> = {
  type: 'date',
  schema: () => schema,
  inRows: true,
  read: ({ value, path }) =>
    isDateText(value) ? accepted(value) : wrongKind({ path, value, wanted: 'a date', hint }),
  readText: ({ text, path }) => {
    const day = dateTextOf(text.trim());
    return day === undefined ? wrongKind({ path, value: text, wanted: 'a date', hint }) : accepted(day);
  },
  text: ({ value }) => String(value),
  attributes: ({ value, path }) => (typeof value === 'string' ? [{ path, value }] : []),
  sortKey: ({ value }) => (typeof value === 'string' ? value : undefined),
  jsonSchema: () => ({ type: 'string', format: 'date' }),
};
