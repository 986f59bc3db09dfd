import { type Money, ofMinor } from '../commerce.ts';

/** Stripe's own list; of the króna and the Ugandan shilling it counts hundredths that do not exist. */
const without: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
const withThree: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));

/** How many digits behind the point Stripe's amounts of a currency have. */
export const digitsOf = (currency: string): number => {
  const code = currency.toUpperCase();
  if (without.has(code)) return 0;
  return withThree.has(code) ? 3 : 2;
};

/** An amount of Stripe's. */
export const stripeMoney = (minor: number, currency: string): Money =>
  ofMinor({ minor, digits: digitsOf(currency) });
