import { toMinor } from '../money.ts';
import type { Expiry } from './expiry.ts';
import type { OfferFile } from './offer-schema.ts';

/** What an offer gives. Amounts are integer minor units of the currency of the offer. */
export type Benefit =
  | { readonly kind: 'percentage'; readonly percent: number; readonly maxDiscount?: number }
  | { readonly kind: 'amount'; readonly amount: number }
  | { readonly kind: 'free-shipping' }
  | { readonly kind: 'gift'; readonly product: string };

/** Budgets of an offer; amounts are integer minor units. */
export type OfferLimits = {
  readonly total?: number;
  readonly perPerson: number;
  readonly totalValue?: number;
  readonly minOrder?: number;
};

/** Where codes come from: made of a pattern, one for all, or those of the shop, each given out once. */
export type OfferCode =
  | { readonly pattern: string }
  | { readonly shared: string }
  | { readonly pool: readonly string[] };

/** An offer as the engine uses it. */
export type OfferDefinition = {
  readonly key: string;
  readonly name: string;
  readonly currency: string;
  readonly benefit: Benefit;
  /** The most one coupon takes from the budget `totalValue`; minor units. */
  readonly worth?: number;
  readonly code: OfferCode;
  readonly expires?: Expiry;
  readonly limits: OfferLimits;
};

/** What one coupon of an offer costs at most, as the file says it. */
export const worthOf = (file: OfferFile): number | undefined =>
  file.kind === 'percentage' ? file.maxDiscount : file.value;

type Minor = (amount: number) => number;

const benefitOf = (input: { file: OfferFile; minor: Minor }): Benefit => {
  const { file, minor } = input;
  if (file.kind === 'amount') return { kind: 'amount', amount: minor(file.value) };
  if (file.kind === 'gift') return { kind: 'gift', product: file.product };
  if (file.kind === 'free-shipping') return { kind: 'free-shipping' };
  return {
    kind: 'percentage',
    percent: file.value,
    ...(file.maxDiscount === undefined ? {} : { maxDiscount: minor(file.maxDiscount) }),
  };
};

const limitsOf = (input: { file: OfferFile; minor: Minor }): OfferLimits => {
  const { total, perPerson, totalValue, minOrder } = input.file.limits;
  return {
    perPerson: perPerson ?? 1,
    ...(total === undefined ? {} : { total }),
    ...(totalValue === undefined ? {} : { totalValue: input.minor(totalValue) }),
    ...(minOrder === undefined ? {} : { minOrder: input.minor(minOrder) }),
  };
};

/** The offer of a checked file: decimal amounts become minor units, of the currency of the shop unless it names one. */
export const toOffer = (input: {
  file: OfferFile;
  currency: string;
  /** The codes of the file that `pool` names. */
  pool: readonly string[];
}): OfferDefinition => {
  const { file } = input;
  const currency = file.currency ?? input.currency;
  const minor: Minor = (amount) => toMinor({ amount, currency }) ?? 0;
  const worth = worthOf(file);
  return {
    key: file.key,
    name: file.name,
    currency,
    benefit: benefitOf({ file, minor }),
    ...(worth === undefined ? {} : { worth: minor(worth) }),
    code: 'pool' in file.code ? { pool: input.pool } : file.code,
    ...(file.expires === undefined ? {} : { expires: file.expires }),
    limits: limitsOf({ file, minor }),
  };
};
