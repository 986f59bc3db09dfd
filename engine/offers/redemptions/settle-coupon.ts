import { hashId } from '../../../domain/hash.ts';
import { fromMinor } from '../../../domain/money.ts';
import type { Redemption } from '../../../domain/offers/redemptions/redemption.ts';
import type { Accept } from '../../events/accept.ts';
import { ownEvent } from '../../people/own-event.ts';
import type { OfferStore } from '../ports.ts';

/**
 * Brings in what follows from a redemption: the coupon says which order used it, and the person hears of it. `revoked` where the coupon was
 * taken back before the order came to have it, and nothing follows.
 */
export type SettleCoupon = (input: {
  redemption: Redemption;
  now: number;
  /** Whether the person hears of it. */
  fires: boolean;
}) => Promise<'settled' | 'revoked'>;

/** Makes what follows from an act in the ledger. It may be repeated, and is, by anyone who repeats the act. */
export const createSettleCoupon = (deps: {
  offers: Pick<OfferStore, 'use' | 'giveBack'>;
  accept: Accept;
}): SettleCoupon => {
  return async ({ redemption, now, fires }) => {
    const {
      tenant,
      offer,
      id,
      state,
      coupon: issueKey,
      orderId,
      profileId,
      code,
      granted,
      currency,
    } = redemption;
    if (orderId === undefined) return 'settled';
    if (state === 'rolled-back' && issueKey !== undefined)
      await deps.offers.giveBack({ tenant, issueKey, orderId });
    if (state !== 'redeemed') return 'settled';
    const use = { tenant, orderId, at: redemption.bookedAt };
    if (issueKey !== undefined && (await deps.offers.use({ ...use, issueKey })) === 'revoked')
      return 'revoked';
    if (!fires || profileId === undefined) return 'settled';
    const name = 'Coupon Redeemed';
    const properties = {
      offer,
      order_id: orderId,
      discount: fromMinor({ minor: granted.discount, currency }),
      currency,
      ...(code === undefined ? {} : { code }),
    };
    // Named after the redemption, so that the API and the order of the shop tell it once together.
    const item = { id: hashId(tenant, id, name), name, properties, at: now };
    await deps.accept({ tenant, events: [ownEvent({ item, profileId })] });
    return 'settled';
  };
};
