import { hashId } from '../../domain/hash.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { fromMinor } from '../../domain/money.ts';
import { codeFor } from '../../domain/offers/code.ts';
import { expiresAt } from '../../domain/offers/expiry.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import type { Coupon, OfferStore } from '../ports/offers.ts';
import { type Session, zoneOfProfile } from '../burst/session.ts';

export type IssueOffer = (input: {
  session: Session;
  effect: Effect;
  offer: string;
}) => Promise<EffectResult>;

const candidates = 20;

const codesOf = (input: { offer: OfferDefinition; issueKey: string }): readonly string[] => {
  const { code } = input.offer;
  if ('shared' in code) return [code.shared];
  if ('pool' in code) return code.pool;
  return Array.from({ length: candidates }, (_, n) =>
    codeFor({ pattern: code.pattern, seed: `${input.issueKey}:${n}` }),
  );
};

/** What later steps and messages see of a coupon as `steps.<id>`. */
const outputOf = (input: { offer: OfferDefinition; coupon: Coupon }): EffectResult => {
  const { offer, coupon } = input;
  const { benefit, currency } = offer;
  return {
    kind: 'done',
    output: {
      offer: offer.key,
      name: offer.name,
      code: coupon.code,
      kind: benefit.kind,
      currency,
      ...(benefit.kind === 'percentage' ? { value: benefit.percent } : {}),
      ...(benefit.kind === 'amount' ? { value: fromMinor({ minor: benefit.amount, currency }) } : {}),
      ...(benefit.kind === 'gift' ? { product: benefit.product } : {}),
      ...(offer.limits.minOrder === undefined
        ? {}
        : { minOrder: fromMinor({ minor: offer.limits.minOrder, currency }) }),
      ...(coupon.expiresAt === undefined ? {} : { expiresAt: new Date(coupon.expiresAt).toISOString() }),
    },
  };
};

/** Issues coupons: once for a run, step and visit, and never beyond the budgets of the offer. */
export const createIssueOffer = (deps: { offers: OfferStore }): IssueOffer => {
  return async ({ session, effect, offer: key }) => {
    const { tenant, run, live, now, profile } = session;
    const offer = live.offers.get(key);
    if (offer === undefined) return { kind: 'none', reason: 'no-such-offer', detail: { offer: key } };
    const issueKey = hashId(run.id, effect.step, effect.visit);
    const zone = zoneOfProfile({ profile, live });
    const issued = await deps.offers.issue({
      coupon: {
        tenant,
        offer: key,
        profileId: run.profileId,
        issueKey,
        issuedAt: now,
        ...(offer.expires === undefined
          ? {}
          : { expiresAt: expiresAt({ expires: offer.expires, now, zone }) }),
      },
      codes: codesOf({ offer, issueKey }),
      shared: 'shared' in offer.code,
      total: offer.limits.total,
      perPerson: offer.limits.perPerson,
      worth: offer.worth,
      totalValue: offer.limits.totalValue,
    });
    if (issued.kind === 'refused') return { kind: 'none', reason: issued.reason, detail: { offer: key } };
    return outputOf({ offer, coupon: issued.coupon });
  };
};
