import { z } from 'zod';

import type { Json } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import type { ReadValue } from './field-type.ts';

/** The name of a type, with what the field holds. */
export const typeOf = <T extends string>(type: T, description: string) =>
  z.literal(type).describe(description);

/** What every field may have. */
export const common = {
  name: z.string().min(1).max(100).optional().describe('What people call the field; its key by default.'),
  help: z.string().max(500).optional().describe('What it is for, for anyone who fills it in.'),
  required: z.boolean().optional().describe('True: no record is without it.'),
  personal: z
    .boolean()
    .optional()
    .describe(
      'True: it is cleared when the person is erased, and shown only to keys with the scope `personal-data`. Texts of objects about a person are personal by default.',
    ),
};

/** Flags that only some types have. */
export const flags = {
  unique: z
    .union([z.boolean(), z.literal('while-open')])
    .optional()
    .describe(
      'True: no two records of the tenant have the same; letter case does not count. `while-open`: no two that are not over; a record gives its value back when it comes to a stage with `ends`.',
    ),
  searchable: z.boolean().optional().describe('True: the search over all objects finds records by it.'),
  sortable: z
    .boolean()
    .optional()
    .describe('True: lists can be sorted by it; at most 4 fields of an object.'),
};

/** A value that was read. */
export const accepted = (value: Json): ReadValue => ({ ok: true, value });

/** A value that cannot be stored. */
export const refused = (fault: Omit<Problem, 'severity'>): ReadValue => ({
  ok: false,
  problems: [{ ...fault, severity: 'error' }],
});

const quoted = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** A value of another kind than the field holds. */
export const wrongKind = (input: { path: string; value: Json; wanted: string; hint: string }): ReadValue =>
  refused({
    code: 'wrong-type',
    path: input.path,
    message: `\`${input.path}\` must be ${input.wanted}, not ${quoted(input.value)}.`,
    hint: input.hint,
  });

/** A text of one line without control characters at its ends and in it; undefined when it is none of up to `max` characters. */
export const plainId = (value: Json, max = 200): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.length > max || /[\p{Cc}\p{Cs}]/u.test(text) ? undefined : text;
};
