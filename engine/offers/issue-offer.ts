import { hashId } from '../../domain/hash.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { fromMinor } from '../../domain/money.ts';
import { codeFor } from '../../domain/offers/code.ts';
import { expiresAt } from '../../domain/offers/expiry.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { isAnonymous } from '../../domain/offers/is-anonymous.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { mailboxOf } from './mailbox-of.ts';
import type { Coupon, OfferStore } from './ports.ts';
import { type Session, zoneOfProfile } from '../runs/burst/session.ts';

export type IssueOffer = (input: {
  session: Session;
  effect: Effect;
  offer: string;
}) => Promise<EffectResult>;

const candidates = 20;

/** Codes for an issue, always the same; nobody without the secret of the engine can compute them from ids. */
const codesOf = (input: {
  keyring: Pick<Keyring, 'mac'>;
  tenant: string;
  offer: OfferDefinition;
  issueKey: string;
}): readonly string[] => {
  const { keyring, tenant, issueKey } = input;
  const { code } = input.offer;
  if ('shared' in code) return [code.shared];
  if ('pool' in code) return code.pool;
  if ('automatic' in code) return [];
  return Array.from({ length: candidates }, (_, n) => {
    const data = JSON.stringify([tenant, issueKey, n]);
    return codeFor({ pattern: code.pattern, seed: keyring.mac({ purpose: 'coupon-code', data }) });
  });
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

/** Gives a person a coupon of an offer: once for a key, and never beyond the budgets of the offer. */
export type GiveOffer = (input: {
  live: LiveWorkspace;
  profile: Profile;
  offer: string;
  /** What it is given for, such as a step of a run; the same key always gives the same coupon. */
  issueKey: string;
  now: number;
}) => Promise<EffectResult>;

/** Makes what gives coupons. A refusal is an outcome of the kind `none`, with its reason. */
export const createGiveOffer = (deps: { offers: OfferStore; keyring: Pick<Keyring, 'mac'> }): GiveOffer => {
  return async ({ live, profile, offer: key, issueKey, now }) => {
    const { tenant } = profile;
    const offer = live.offers.get(key);
    if (offer === undefined) return { kind: 'none', reason: 'no-such-offer', detail: { offer: key } };
    if (isAnonymous(profile)) return { kind: 'none', reason: 'anonymous-person', detail: { offer: key } };
    const zone = zoneOfProfile({ profile, live });
    const issued = await deps.offers.issue({
      coupon: {
        tenant,
        offer: key,
        profileId: profile.id,
        issueKey,
        issuedAt: now,
        ...(offer.expires === undefined
          ? {}
          : { expiresAt: expiresAt({ expires: offer.expires, now, zone }) }),
      },
      codes: codesOf({ keyring: deps.keyring, tenant, offer, issueKey }),
      shared: 'shared' in offer.code,
      total: offer.limits.total,
      perPerson: offer.limits.perPerson,
      mailbox: mailboxOf({ keyring: deps.keyring, tenant, profile }),
      worth: offer.worth,
      totalValue: offer.limits.totalValue,
    });
    if (issued.kind === 'refused') return { kind: 'none', reason: issued.reason, detail: { offer: key } };
    if (issued.coupon.revokedAt !== undefined)
      return { kind: 'none', reason: 'coupon-revoked', detail: { offer: key } };
    return outputOf({ offer, coupon: issued.coupon });
  };
};

/** Issues coupons of journeys: once for a run, step and visit. */
export const createIssueOffer = (deps: { giveOffer: GiveOffer }): IssueOffer => {
  return async ({ session, effect, offer }) => {
    const { run, live, now, profile } = session;
    const issueKey = hashId(run.id, effect.step, effect.visit);
    return deps.giveOffer({ live, profile: { ...profile, id: run.profileId }, offer, issueKey, now });
  };
};
