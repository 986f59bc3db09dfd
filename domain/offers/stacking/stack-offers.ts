import type { Cart } from '../discount/cart.ts';
import { withinRest } from '../discount/within-rest.ts';
import type { Discount } from '../discount/work-out.ts';
import type { OfferDefinition } from '../offer-definition.ts';
import type { Refusal } from '../redemptions/refusals.ts';

/** How an offer goes with others. */
export type Stacking = {
  /** The highest comes first. */
  readonly priority: number;
  /** Of a group, one offer applies. */
  readonly group?: string;
  /** It applies alone. */
  readonly exclusive: boolean;
};

/** An offer that could be used on the cart by itself, and what it would take off. */
export type Candidate = { readonly offer: OfferDefinition; readonly discount: Discount };

/** What offers do to a cart together. Amounts in minor units. */
export type Stacked = {
  /** In the order in which they apply. */
  readonly applied: readonly Candidate[];
  readonly refused: readonly { readonly offer: OfferDefinition; readonly reasons: readonly Refusal[] }[];
  readonly total: number;
};

const unlisted: Stacking = { priority: 0, exclusive: false };
const stackingOf = ({ stacking }: OfferDefinition): Stacking => stacking ?? unlisted;

/** Higher priority first; then what takes more off; then by key, so that the order is always the same. */
const byOrder = (a: Candidate, b: Candidate): number =>
  stackingOf(b.offer).priority - stackingOf(a.offer).priority ||
  b.discount.amount - a.discount.amount ||
  (a.offer.key < b.offer.key ? -1 : 1);

/** The offer among those applied that excludes this one. */
const excludedBy = (offer: OfferDefinition, applied: readonly Candidate[]): OfferDefinition | undefined => {
  const { group, exclusive } = stackingOf(offer);
  return applied.find(({ offer: other }) => {
    const its = stackingOf(other);
    return exclusive || its.exclusive || (group !== undefined && its.group === group);
  })?.offer;
};

/**
 * Which of several offers apply to a cart together. They are taken in order: the highest priority first, then what takes more off, then
 * by key. Of a group one applies; an exclusive offer applies alone. Each works on the prices before all discounts, and together they take
 * no line and no shipping below zero.
 */
export const stackOffers = (input: { candidates: readonly Candidate[]; cart: Cart }): Stacked => {
  const { cart } = input;
  const rest = new Map(cart.lines.map(({ id, price, quantity }) => [id, price * quantity]));
  let { shipping } = cart;
  const applied: Candidate[] = [];
  const refused: { offer: OfferDefinition; reasons: readonly Refusal[] }[] = [];
  for (const { offer, discount } of input.candidates.toSorted(byOrder)) {
    const other = excludedBy(offer, applied);
    const left = withinRest({ discount, rest, shipping });
    const isNothing = left.amount === 0 && left.gift === undefined;
    if (other !== undefined)
      refused.push({ offer, reasons: [{ code: 'not-stackable', detail: { offer: other.key } }] });
    else if (isNothing) refused.push({ offer, reasons: [{ code: 'nothing-to-discount' }] });
    else {
      applied.push({ offer, discount: left });
      shipping -= left.shipping;
      for (const line of left.lines) rest.set(line.id, (rest.get(line.id) ?? 0) - line.discount);
    }
  }
  return { applied, refused, total: applied.reduce((sum, { discount }) => sum + discount.amount, 0) };
};
