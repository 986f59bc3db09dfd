import type { Part } from '../../../domain/offers/redemptions/decide-roll-back.ts';
import type { Redemption } from '../../../domain/offers/redemptions/redemption.ts';
import type { Clock } from '../../clock/clock.ts';
import type { ActOutcome } from './acts.ts';
import type { OfferBooks } from './books-port.ts';
import type { OfferLedger } from './ledger.ts';
import { type OfferRequest, type PrepareAsk, redemptionId } from './prepare-ask.ts';
import type { SettleCoupon } from './settle-coupon.ts';

/** What is rolled back: the redemption under a key, or what an order used of the offer. */
export type RollBackRequest = {
  readonly tenant: string;
  readonly offer: string;
  readonly key?: string | undefined;
  readonly orderId?: string | undefined;
  /** What makes the roll-back one, such as the id of a refund. */
  readonly rollbackKey: string;
  readonly part: Part;
};

/** What shops do with offers. */
export type RedeemOffer = {
  /** Validates, reserves or redeems. `now` looks at another instant, and like `dry` changes nothing. */
  readonly use: (
    request: OfferRequest & { key: string; dry?: boolean; now?: number | undefined },
  ) => Promise<ActOutcome>;
  /** One outcome for each redemption that is meant; none when there is none. */
  readonly rollBack: (request: RollBackRequest) => Promise<readonly ActOutcome[]>;
};

const redemptionOf = (outcome: ActOutcome): Redemption | undefined =>
  outcome.kind === 'refused' ? undefined : outcome.redemption;

/** Makes what shops do with offers over the API. */
export const createRedeemOffer = (deps: {
  prepareAsk: PrepareAsk;
  offerLedger: OfferLedger;
  offerBooks: Pick<OfferBooks, 'ofOrder'>;
  settleCoupon: SettleCoupon;
  clock: Clock;
}): RedeemOffer => {
  const { offerLedger, clock } = deps;

  /** How it came out in the end: what used a coupon that was taken back meanwhile is rolled back, and refused. */
  const settle = async (outcome: ActOutcome, tenant: string): Promise<ActOutcome> => {
    const redemption = redemptionOf(outcome);
    if (redemption === undefined) return outcome;
    const settled = await deps.settleCoupon({ redemption, now: clock.now(tenant), fires: true });
    if (settled === 'settled') return outcome;
    const { id, offer } = redemption;
    const ask = { key: 'coupon-revoked', part: { kind: 'whole' as const } };
    await offerLedger.act({ tenant, offer, act: { kind: 'roll-back', redemption: id, ask } });
    return { kind: 'refused', reasons: [{ code: 'revoked' }] };
  };

  const idsOf = async ({ tenant, offer, key, orderId }: RollBackRequest): Promise<readonly string[]> => {
    if (key !== undefined) return [redemptionId({ tenant, offer, key })];
    if (orderId === undefined) return [];
    const postings = await deps.offerBooks.ofOrder({ tenant, orderId });
    return [...new Set(postings.filter((one) => one.offer === offer).map((one) => one.redemption))];
  };

  return {
    use: async ({ dry = false, now, ...request }) => {
      const { tenant, offer } = request;
      const ask = await deps.prepareAsk({ ...request, now });
      if (dry || now !== undefined || request.act === 'validate') {
        const at = now ?? clock.now(tenant);
        return offerLedger.look({ tenant, offer, act: { kind: 'use', ask }, now: at });
      }
      const outcome = await offerLedger.act({ tenant, offer, act: { kind: 'use', ask } });
      return settle(outcome, tenant);
    },
    rollBack: async (request) => {
      const { tenant, offer, rollbackKey, part } = request;
      const outcomes: ActOutcome[] = [];
      for (const redemption of await idsOf(request)) {
        const act = { kind: 'roll-back' as const, redemption, ask: { key: rollbackKey, part } };
        const outcome = await offerLedger.act({ tenant, offer, act });
        outcomes.push(await settle(outcome, tenant));
      }
      return outcomes;
    },
  };
};
