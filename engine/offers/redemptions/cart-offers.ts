import { normaliseCode } from '../../../domain/offers/code.ts';
import type { Cart } from '../../../domain/offers/discount/cart.ts';
import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import type { Refusal } from '../../../domain/offers/redemptions/refusals.ts';
import { type Candidate, type Stacked, stackOffers } from '../../../domain/offers/stacking/stack-offers.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { OfferStore } from '../ports.ts';
import type { AudiencesOf } from './audiences.ts';
import { sharedOffer } from './offers-of-order.ts';
import type { OfferLedger } from './ledger.ts';
import type { PrepareAsk } from './prepare-ask.ts';

type Asked = { readonly offer: OfferDefinition; readonly code?: string };
type Found = Stacked & {
  /** Codes that no offer has. */
  readonly unknown: readonly string[];
  readonly codes: ReadonlyMap<string, string>;
};

/** Which offers apply to a cart: all that need no code, and those of the codes that were given. Nothing is changed. */
export type CartOffers = (input: {
  readonly tenant: string;
  readonly profile: Profile | undefined;
  readonly codes: readonly string[];
  /** The key of the reservations of this cart. */
  readonly key: string | undefined;
  readonly cart: Cart;
  readonly now: number | undefined;
}) => Promise<Found>;

/** Makes the answer to which offers apply to a cart. Each is decided as `validate` does, on books that are read together; then they are stacked. */
export const createCartOffers = (deps: {
  live: LiveWorkspaces;
  offers: Pick<OfferStore, 'find'>;
  audiencesOf: AudiencesOf;
  prepareAsk: PrepareAsk;
  offerLedger: Pick<OfferLedger, 'lookAtAll'>;
  clock: Pick<Clock, 'now'>;
}): CartOffers => {
  return async ({ tenant, profile, codes, key, cart, now }) => {
    const live = await deps.live.of(tenant);
    const automatic = [...live.offers.values()].filter(({ code }) => 'automatic' in code);
    const ofCode = async (text: string): Promise<Asked | undefined> => {
      const code = normaliseCode(text);
      const [coupon] = await deps.offers.find({ tenant, code });
      const offer = coupon === undefined ? sharedOffer(live, code) : live.offers.get(coupon.offer);
      return offer === undefined ? undefined : { offer, code: text };
    };
    const named = await Promise.all(codes.map(ofCode));
    const asked = [
      ...automatic.map((offer): Asked => ({ offer })),
      ...named.filter((one) => one !== undefined),
    ];
    const unique = [...new Map(asked.map((one) => [one.offer.key, one])).values()];
    const at = now ?? deps.clock.now(tenant);
    const inAudience = deps.audiencesOf({ profile, live, now: at });
    const asks = await Promise.all(
      unique.map(({ offer, code }) =>
        deps.prepareAsk({
          tenant,
          offer: offer.key,
          act: 'validate',
          key,
          code,
          profile,
          cart,
          now: at,
          inAudience,
        }),
      ),
    );
    const outcomes = await deps.offerLedger.lookAtAll({ tenant, asks, now: at });
    const candidates: Candidate[] = [];
    const refused: { offer: OfferDefinition; reasons: readonly Refusal[] }[] = [];
    for (const { offer } of unique) {
      const outcome = outcomes.get(offer.key);
      if (outcome?.kind === 'refused') refused.push({ offer, reasons: outcome.reasons });
      else if (outcome?.kind === 'done-before')
        refused.push({ offer, reasons: [{ code: 'already-redeemed' }] });
      else if (outcome?.kind === 'allowed') candidates.push({ offer, discount: outcome.discount });
    }
    const stacked = stackOffers({ candidates, cart });
    const all = [...refused.toSorted((a, b) => (a.offer.key < b.offer.key ? -1 : 1)), ...stacked.refused];
    const unknown = codes.filter((_code, index) => named[index] === undefined);
    const given = unique.flatMap(({ offer, code }): [string, string][] =>
      code === undefined ? [] : [[offer.key, code]],
    );
    return { ...stacked, refused: all, unknown, codes: new Map(given) };
  };
};
