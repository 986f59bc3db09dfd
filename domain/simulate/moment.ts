import { z } from 'zod';

import { parseDuration, toDuration } from '../time/duration.ts';
import { readInstant } from '../time/instant.ts';
import { addDuration } from '../time/shift.ts';

/** An instant of a story: `+2 hours` from its start, or a date and time (local to the shop when it names no zone). */
export const momentSchema = z
  .string()
  .max(60)
  .refine(
    (text) =>
      text.startsWith('+')
        ? parseDuration(text.slice(1).trim()) !== undefined
        : readInstant({ value: text, zone: 'UTC' }) !== undefined,
    'must be a time after the start such as `+2 hours`, or a date and time such as `2026-06-01T09:00`',
  )
  .describe(
    'When: `+2 hours` or `+3 calendar days` from the start; or `2026-06-01T09:00`, local to the shop.',
  );

/** The instant (epoch milliseconds) a moment of a checked story means. */
export const momentOf = (input: { text: string; start: number; zone: string }): number => {
  const { text, start, zone } = input;
  if (text.startsWith('+'))
    return addDuration({ from: start, duration: toDuration(text.slice(1).trim()), zone });
  return readInstant({ value: text, zone }) ?? start;
};
