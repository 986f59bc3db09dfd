import { isObject } from '../json.ts';
import { toMinor } from '../money.ts';
import { normaliseCode } from './code.ts';

/**
 * What an order event says each of its codes took off, in minor units, by the code as it is compared: the `amount` of its entry in
 * `discount_codes`; the whole discount of the order where it names one code alone. Codes of which it says nothing are left out.
 */
export const orderDiscounts = (input: {
  properties: Readonly<Record<string, unknown>>;
  codes: readonly string[];
  currency: string;
  /** The discount of the whole order. */
  discount: number;
}): ReadonlyMap<string, number> => {
  const { properties, codes, currency, discount } = input;
  const entries = Array.isArray(properties['discount_codes']) ? properties['discount_codes'] : [];
  const told = entries.flatMap((entry: unknown): [string, number][] => {
    if (!isObject(entry) || typeof entry['code'] !== 'string') return [];
    const amount = toMinor({ amount: entry['amount'], currency });
    return amount === undefined || amount < 0 ? [] : [[normaliseCode(entry['code']), amount]];
  });
  const [only] = codes;
  const whole: [string, number][] =
    codes.length === 1 && only !== undefined && discount > 0 ? [[normaliseCode(only), discount]] : [];
  return new Map([...whole, ...told]);
};
