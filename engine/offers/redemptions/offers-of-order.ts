import { cartOfOrder } from '../../../domain/offers/discount/order-cart.ts';
import { workOutDiscount } from '../../../domain/offers/discount/work-out.ts';
import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import { orderDiscounts } from '../../../domain/offers/order-discounts.ts';
import type { Part } from '../../../domain/offers/redemptions/decide-roll-back.ts';
import type { OrderFact } from '../../../domain/offers/redemptions/note-order.ts';
import { normaliseCode } from '../../../domain/offers/code.ts';
import type { Order } from '../../../domain/orders/orders.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { Keyring } from '../../access/keyring-port.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import { mailboxOf } from '../mailbox-of.ts';
import type { OfferStore } from '../ports.ts';
import type { ChooseLines } from './choose-lines.ts';
import type { OfferBooks } from './books-port.ts';
import type { OfferLedger } from './ledger.ts';
import { redemptionId } from './prepare-ask.ts';
import type { SettleCoupon } from './settle-coupon.ts';

/** What orders of the shop mean for offers. */
export type OffersOfOrder = {
  /** Notes the offers whose codes an order used. */
  readonly redeem: (input: {
    live: LiveWorkspace;
    profile: Profile;
    order: Order;
    properties: Readonly<Record<string, unknown>>;
    now: number;
    /** Whether the person hears of it. */
    fires: boolean;
  }) => Promise<void>;
  /** Rolls back what an order used, once for each key. */
  readonly rollBack: (input: {
    tenant: string;
    orderId: string;
    key: string;
    part: Part;
    now: number;
  }) => Promise<void>;
};

type Amounts = Pick<OrderFact, 'currency' | 'discount' | 'orderValue' | 'lines'>;

/** What counts of an order: what the shop says the code took off, else what the offer says. In another currency only the number counts. */
const amountsOf = async (input: {
  chooseLines: ChooseLines;
  now: number;
  zone: string;
  order: Order;
  offer: OfferDefinition | undefined;
  told: number | undefined;
}): Promise<Amounts> => {
  const { order, offer, told } = input;
  const cart = cartOfOrder(order);
  const { currency, orderValue } = cart;
  if (offer === undefined) return { currency, discount: told ?? 0, orderValue, lines: [] };
  if (offer.currency !== currency) return { currency, discount: 0, orderValue: 0, lines: [] };
  if (told !== undefined) return { currency, discount: told, orderValue, lines: [] };
  const { chooseLines, now, zone } = input;
  const chosen = chooseLines({ offer, cart, now, zone });
  const worked = workOutDiscount({ benefit: offer.benefit, cart, chosen, worth: offer.worth });
  return { currency, discount: worked.amount, orderValue, lines: [] };
};

/** The offer that has a code for all. */
export const sharedOffer = (live: LiveWorkspace, code: string): OfferDefinition | undefined =>
  [...live.offers.values()].find(
    (offer) => 'shared' in offer.code && normaliseCode(offer.code.shared) === code,
  );

/** Makes what orders mean for offers. An order is a fact: it counts in the ledger, whatever the limits say. */
export const createOffersOfOrder = (deps: {
  offers: Pick<OfferStore, 'find' | 'release'>;
  offerLedger: OfferLedger;
  offerBooks: Pick<OfferBooks, 'ofOrder'>;
  settleCoupon: SettleCoupon;
  keyring: Pick<Keyring, 'mac'>;
  chooseLines: ChooseLines;
}): OffersOfOrder => {
  const { offerLedger } = deps;
  return {
    redeem: async ({ live, profile, order, properties, now, fires }) => {
      const { tenant } = live;
      const { orderId, money, coupons: codes = [] } = order;
      const currency = money?.currency ?? live.published.settings.currency;
      const told = orderDiscounts({ properties, codes, currency, discount: money?.discount ?? 0 });
      for (const given of codes) {
        const code = normaliseCode(given);
        const found = await deps.offers.find({ tenant, code, profileId: profile.id });
        const free = found.filter(
          (one) => one.revokedAt === undefined && (one.orderId === undefined || one.orderId === orderId),
        );
        const definition = sharedOffer(live, code);
        const key = found[0]?.offer ?? definition?.key;
        if (key === undefined || (found.length > 0 && free.length === 0)) continue;
        const offer = live.offers.get(key);
        const fact: OrderFact = {
          ...(await amountsOf({
            chooseLines: deps.chooseLines,
            now,
            zone: live.published.settings.timezone,
            order,
            offer,
            told: told.get(code),
          })),
          offer: key,
          redemption: redemptionId({ tenant, offer: key, key: `order:${orderId}:${code}` }),
          orderId,
          code,
          coupons: free.filter((one) => one.offer === key).map((one) => one.issueKey),
          person: { profileId: profile.id, mailbox: mailboxOf({ keyring: deps.keyring, tenant, profile }) },
        };
        const outcome = await offerLedger.act({ tenant, offer: key, act: { kind: 'fact', fact } });
        if (outcome.kind === 'refused') continue;
        const isOwn = found.length === 0 || found.some((one) => one.profileId === profile.id);
        await deps.settleCoupon({ redemption: outcome.redemption, now, fires: fires && isOwn });
      }
    },
    rollBack: async ({ tenant, orderId, key, part, now }) => {
      if (part.kind === 'whole') await deps.offers.release({ tenant, orderId });
      const postings = await deps.offerBooks.ofOrder({ tenant, orderId });
      const redemptions = new Map(postings.map(({ redemption, offer }) => [redemption, offer]));
      for (const [redemption, offer] of redemptions) {
        const act = { kind: 'roll-back' as const, redemption, ask: { key, part } };
        const outcome = await offerLedger.act({ tenant, offer, act });
        if (outcome.kind !== 'refused')
          await deps.settleCoupon({ redemption: outcome.redemption, now, fires: false });
      }
    },
  };
};
