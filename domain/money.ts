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

/** Integer minor units of a decimal amount, as a number or text (`"12.30"`); undefined when it is no amount. */
export const toMinor = (input: { amount: unknown; currency: string }): number | undefined => {
  const { amount } = input;
  const text = typeof amount === 'number' ? String(amount) : typeof amount === 'string' ? amount.trim() : '';
  if (!/^-?\d+(\.\d+)?(e-?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || Math.abs(value) > 1e12) return undefined;
  // Shifting the exponent as text keeps 1.005 from becoming 100.49999.
  const [mantissa = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  return Math.round(Number(`${mantissa}e${Number(exponent) + minorDigits(input.currency)}`));
};

/** The decimal amount of integer minor units. */
export const fromMinor = (input: { minor: number; currency: string }): number => {
  const digits = minorDigits(input.currency);
  return Number((input.minor / 10 ** digits).toFixed(digits));
};
