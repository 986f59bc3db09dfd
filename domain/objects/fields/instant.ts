import { z } from 'zod';

import { isDateText, readInstant } from '../../time/instant.ts';
import { accepted, common, flags, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType } from './field-type.ts';

const schema = z.strictObject({
  type: typeOf('instant', 'A point in time: `2026-03-29T09:30:00Z`.'),
  ...common,
  sortable: flags.sortable,
});
export type InstantField = z.infer<typeof schema>;

const hint = 'Write date, time and offset: `2026-03-29T09:30:00Z` or `2026-03-29T11:30:00+02:00`.';

const hasOffset = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;

/** A point in time, stored as UTC with milliseconds. */
export const instant: FieldType<InstantField> = {
  type: 'instant',
  schema: () => schema,
  inRows: true,
  read: ({ value, path }) => {
    const isWhole = typeof value === 'string' && !isDateText(value) && hasOffset.test(value);
    const at = isWhole ? readInstant({ value, zone: 'UTC' }) : undefined;
    return at === undefined
      ? wrongKind({ path, value, wanted: 'a point in time', hint })
      : accepted(new Date(at).toISOString());
  },
  readText: ({ text, path, setting }) => {
    const at = readInstant({ value: text.trim(), zone: setting.zone });
    return at === undefined
      ? wrongKind({ path, value: text, wanted: 'a point in time', hint })
      : accepted(new Date(at).toISOString());
  },
  text: ({ value }) => String(value),
  attributes: ({ value, path }) => (typeof value === 'string' ? [{ path, value }] : []),
  sortKey: ({ value }) => (typeof value === 'string' ? value : undefined),
  jsonSchema: () => ({ type: 'string', format: 'date-time' }),
};
