import { latest, readInstant } from './instant.ts';

const digits = /^-?\d{1,20}(?:\.\d{1,9})?$/;

/** Dates of HTTP and e-mail (RFC 9110, RFC 5322), and those JavaScript writes by itself. */
const written =
  /^[A-Z][a-z]{2}(?:, \d{1,2} [A-Z][a-z]{2}| [A-Z][a-z]{2} \d{1,2}) \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC)?(?:[+-]\d{4})?(?: \([^)]{1,60}\))?$/;

/** Numbers beyond milliseconds of the year 9999 are microseconds, and beyond those nanoseconds. */
const ofNumber = (value: number): unknown => {
  const size = Math.abs(value);
  if (size <= latest) return value;
  return value / (size <= latest * 1000 ? 1000 : 1_000_000);
};

const ofText = (text: string): unknown => {
  if (digits.test(text)) return ofNumber(Number(text));
  if (written.test(text)) return new Date(text);
  return text.replace(/ ?UTC$/i, 'Z');
};

/**
 * Reads the time another system says something happened (epoch milliseconds): all that `readInstant` reads, a time without a
 * zone being UTC; digits as text; microseconds and nanoseconds; dates as HTTP, e-mail and JavaScript write them. Undefined
 * for anything else, and for the year 1970 to the second, which is how systems write that they know no time.
 */
export const readSaidTime = (value: unknown): number | undefined => {
  const plain =
    typeof value === 'number' ? ofNumber(value) : typeof value === 'string' ? ofText(value.trim()) : value;
  const at = readInstant({ value: plain, zone: 'UTC' });
  return at === 0 ? undefined : at;
};
