import { toMinor } from '../money.ts';
import type { Conditions } from '../rules/conditions.ts';
import type { BuyGet } from './discount/buy-get.ts';
import type { Tier, Tiers } from './discount/tiers.ts';
import type { Expiry } from './expiry.ts';
import type { OfferFile } from './offer-schema.ts';
import type { TierFile } from './kinds.ts';
import type { Stacking } from './stacking/stack-offers.ts';
import { type RedeemLimit, toRedeemLimit } from './redemptions/limits.ts';

/** What an offer gives. Amounts are integer minor units of the currency of the offer. */
export type Benefit =
  | { readonly kind: 'percentage'; readonly percent: number; readonly maxDiscount?: number }
  | { readonly kind: 'amount'; readonly amount: number }
  | { readonly kind: 'free-shipping' }
  | { readonly kind: 'gift'; readonly product: string }
  | ({
      readonly kind: 'buy-get';
      readonly products?: Conditions | undefined;
      readonly maxDiscount?: number;
    } & BuyGet)
  | ({ readonly kind: 'tiers'; readonly maxDiscount?: number } & Tiers);

/** Budgets of an offer; amounts are integer minor units. */
export type OfferLimits = {
  readonly total?: number;
  readonly perPerson: number;
  readonly totalValue?: number;
  readonly minOrder?: number;
  /** Limits on redemptions; those above are on issuing, and on redemptions of an offer that is not issued. */
  readonly redeem?: readonly RedeemLimit[];
};

/** Where codes come from: made of a pattern, one for all, those of the shop, each given out once, or none is needed. */
export type OfferCode =
  | { readonly automatic: true }
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
  /** Whom it is for; everybody by default. */
  readonly audience?: Conditions;
  /** Which lines of a cart it is for; all by default. */
  readonly products?: Conditions;
  /** The first day or instant at which it can be used, as the file says it. */
  readonly starts?: string;
  readonly expires?: Expiry;
  readonly limits: OfferLimits;
  /** How it goes with other offers on one cart; with all of them by default. */
  readonly stacking?: Stacking;
};

/** What one coupon of an offer costs at most, as the file says it. */
export const worthOf = (file: OfferFile): number | undefined =>
  'maxDiscount' in file
    ? file.maxDiscount
    : 'value' in file && file.kind !== 'percentage'
      ? file.value
      : undefined;

type Minor = (amount: number) => number;

const tierOf = (input: { tier: TierFile; by: Tiers['by']; minor: Minor }): Tier => {
  const { tier, by, minor } = input;
  const from = by === 'quantity' ? tier.from : minor(tier.from);
  if (tier.percent !== undefined) return { from, percent: tier.percent };
  if (tier.price !== undefined) return { from, price: minor(tier.price) };
  return { from, amount: minor(tier.amount ?? 0) };
};

const benefitOf = (input: { file: OfferFile; minor: Minor }): Benefit => {
  const { file, minor } = input;
  if (file.kind === 'amount') return { kind: 'amount', amount: minor(file.value) };
  if (file.kind === 'gift') return { kind: 'gift', product: file.product };
  if (file.kind === 'free-shipping') return { kind: 'free-shipping' };
  const most = file.maxDiscount === undefined ? {} : { maxDiscount: minor(file.maxDiscount) };
  if (file.kind === 'percentage') return { kind: 'percentage', percent: file.value, ...most };
  if (file.kind === 'tiers') {
    const { by } = file;
    return { kind: 'tiers', by, tiers: file.tiers.map((tier) => tierOf({ tier, by, minor })), ...most };
  }
  const { buy, get, percent, products, times } = file.buyGet;
  const more = { ...(products === undefined ? {} : { products }), ...(times === undefined ? {} : { times }) };
  return { kind: 'buy-get', buy, get, percent, ...more, ...most };
};

const limitsOf = (input: { file: OfferFile; minor: Minor }): OfferLimits => {
  const { total, perPerson, totalValue, minOrder, redeem } = input.file.limits;
  return {
    perPerson: perPerson ?? 1,
    ...(total === undefined ? {} : { total }),
    ...(totalValue === undefined ? {} : { totalValue: input.minor(totalValue) }),
    ...(minOrder === undefined ? {} : { minOrder: input.minor(minOrder) }),
    ...(redeem === undefined
      ? {}
      : { redeem: redeem.map((limit) => toRedeemLimit({ limit, minor: input.minor })) }),
  };
};

const stackingOf = ({ group, priority, exclusive }: NonNullable<OfferFile['stacking']>): Stacking => ({
  priority,
  exclusive,
  ...(group === undefined ? {} : { group }),
});

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
    ...(file.audience === undefined ? {} : { audience: file.audience }),
    ...(file.products === undefined ? {} : { products: file.products }),
    ...(file.starts === undefined ? {} : { starts: file.starts }),
    ...(file.expires === undefined ? {} : { expires: file.expires }),
    limits: limitsOf({ file, minor }),
    ...(file.stacking === undefined ? {} : { stacking: stackingOf(file.stacking) }),
  };
};
