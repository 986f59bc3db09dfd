import { roundedProduct } from '../exact-decimal.ts';
import { isJsonObject, type Json, own } from '../json.ts';
import { moneyOf } from '../objects/fields.ts';

/** What there is to pay of one rate of tax. Amounts in minor units of the one currency. */
export type TaxOfRate = { readonly percent: number; readonly net: number; readonly tax: number };

/**
 * The taxes of lines by rate, the lowest first. The net amounts of a rate are added up, and its tax is rounded once, half a minor
 * unit away from zero, as EN 16931 (BR-CO-17) wants it; not line by line. Lines without a net amount or a rate count as untaxed.
 * Undefined for amounts in several currencies.
 */
export const taxesOf = (input: {
  lines: Json | undefined;
  /** The column of the net amount. */
  net: string;
  /** The column of the rate in percent. */
  percent: string;
}): { readonly currency: string; readonly taxes: readonly TaxOfRate[] } | undefined => {
  const { lines, net, percent } = input;
  const rows = Array.isArray(lines) ? lines : [];
  const nets = new Map<number, number>();
  const currencies = new Set<string>();
  for (const row of rows) {
    const amount = isJsonObject(row) ? moneyOf(own(row, net) ?? null) : undefined;
    if (amount === undefined || !isJsonObject(row)) continue;
    currencies.add(amount.currency);
    const rate = own(row, percent);
    if (typeof rate === 'number') nets.set(rate, (nets.get(rate) ?? 0) + amount.minor);
  }
  const [currency, ...others] = currencies;
  if (currency === undefined || others.length > 0) return undefined;
  const taxes = [...nets]
    .toSorted(([a], [b]) => a - b)
    .map(([rate, sum]) => ({ percent: rate, net: sum, tax: roundedProduct([sum, rate, 0.01]) ?? 0 }));
  return { currency, taxes };
};
