/**
 * Plain decimals, as systems write numbers that they send as text. A leading zero is none: `08001` is a postcode. Without
 * look-around, so that the same pattern can be given to a database.
 */
export const numberPattern = String.raw`^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$`;

const plainNumber = new RegExp(numberPattern);

/** The number a value is: a number, or the text of a plain one; undefined for anything else. */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && plainNumber.test(value) ? Number(value) : undefined;
};

/**
 * What counts as the same value in the other type: 10 and `"10"`, true and `"true"`. Undefined when there is none; a number
 * has one text only, so `"10.0"` is the same as no number.
 */
export const twinOf = (value: unknown): string | number | boolean | undefined => {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return plainNumber.test(String(value)) ? String(value) : undefined;
  if (value === 'true' || value === 'false') return value === 'true';
  const number = numberOf(value);
  return number !== undefined && String(number) === value ? number : undefined;
};

/** Whether two plain values count as the same. */
export const isSame = (one: unknown, two: unknown): boolean =>
  one === two || (typeof one !== typeof two && (twinOf(one) ?? Number.NaN) === two);
