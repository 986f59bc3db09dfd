/** A decimal number without binary noise: `digits` times ten to the power of minus `scale`. */
type Decimal = { readonly digits: bigint; readonly scale: number };

/** The decimal number that the shortest text of a number says: 0.1 is a tenth. */
const decimalOf = (value: number): Decimal => {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
};

/**
 * The product of decimal numbers as a whole number, half of one away from zero, as invoices round. What the numbers say as
 * decimals is multiplied exactly: 100 times 1.005 is 100.5, and rounds to 101. Undefined for numbers that are not finite,
 * and beyond the safe integers.
 *
 * @example roundedProduct([1999, 0.04]) // 80
 */
export const roundedProduct = (numbers: readonly number[]): number | undefined => {
  if (!numbers.every(Number.isFinite)) return undefined;
  const { digits, scale } = numbers
    .map(decimalOf)
    .reduce((a, b) => ({ digits: a.digits * b.digits, scale: a.scale + b.scale }), { digits: 1n, scale: 0 });
  const unit = 10n ** BigInt(scale);
  const size = digits < 0n ? -digits : digits;
  const rounded = Number((2n * size + unit) / (2n * unit));
  if (rounded > Number.MAX_SAFE_INTEGER) return undefined;
  return digits < 0n && rounded !== 0 ? -rounded : rounded;
};
