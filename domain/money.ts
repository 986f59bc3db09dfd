const exponents: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code): [string, number] => [code, 0]),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code): [string, number] => [code, 3]),
]);

/** Digits after the decimal point of a currency (ISO 4217); 2 unless known otherwise. */
export const minorDigits = (currency: string): number => exponents.get(currency.toUpperCase()) ?? 2;

const plain = /^-?\d+(?:\.\d+)?(?:e-?\d+)?$/i;
/** `1,234.50` and `1,234,567`; `1.234,50` and `1.234.567`; `49,90`. A single `1,234` may mean either, so it is none. */
const commaThousands = /^-?\d{1,3}(?:,\d{3})+\.\d+$|^-?\d{1,3}(?:,\d{3}){2,}$/;
const dotThousands = /^-?\d{1,3}(?:\.\d{3})+,\d+$|^-?\d{1,3}(?:\.\d{3}){2,}$/;
const commaDecimal = /^-?\d+,\d{1,2}$/;
const sign = String.raw`(?:\p{Sc}|[A-Za-z]{3})`;
const currencySign = new RegExp(`^${sign}\\s*|\\s*${sign}$`, 'gu');

/**
 * A decimal amount as systems write it: a number, or a text with or without a currency at one end, with a decimal point or
 * comma, and separators of thousands where they are unambiguous. Undefined when it is no amount, or beyond 10^12.
 */
export const readAmount = (amount: unknown): number | undefined => {
  if (typeof amount !== 'string' && typeof amount !== 'number') return undefined;
  const text = String(amount).slice(0, 60).trim();
  const bare = plain.test(text)
    ? text
    : text.replaceAll(currencySign, '').replaceAll(/(?<=\d)[\s'’](?=\d{3}(?:\D|$))/g, '');
  const decimal = commaThousands.test(bare)
    ? bare.replaceAll(',', '')
    : dotThousands.test(bare) || commaDecimal.test(bare)
      ? bare.replaceAll('.', '').replace(',', '.')
      : bare;
  const value = plain.test(decimal) ? Number(decimal) : Number.NaN;
  return Math.abs(value) <= 1e12 ? value : undefined;
};

/** Integer minor units of an amount as `readAmount` reads it; undefined when it is none. */
export const toMinor = (input: { amount: unknown; currency: string }): number | undefined => {
  const value = readAmount(input.amount);
  if (value === undefined) return undefined;
  // Shifting the exponent as text keeps 1.005 from becoming 100.49999.
  const [mantissa = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  return Math.round(Number(`${mantissa}e${Number(exponent) + minorDigits(input.currency)}`));
};

/** The decimal amount of integer minor units. */
export const fromMinor = (input: { minor: number; currency: string }): number => {
  const digits = minorDigits(input.currency);
  return Number((input.minor / 10 ** digits).toFixed(digits));
};
