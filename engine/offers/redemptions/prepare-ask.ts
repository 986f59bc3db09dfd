import { CicloError } from '../../../domain/errors.ts';
import { hashId } from '../../../domain/hash.ts';
import type { Cart } from '../../../domain/offers/discount/cart.ts';
import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import { usableBetween } from '../../../domain/offers/expiry.ts';
import type { Ask, CouponFacts } from '../../../domain/offers/redemptions/decide-redemption.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { Keyring } from '../../access/keyring-port.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { mailboxOf } from '../mailbox-of.ts';
import type { AudiencesOf, InAudience } from './audiences.ts';
import type { ChooseLines } from './choose-lines.ts';
import type { Coupon, OfferStore } from '../ports.ts';
import { normaliseCode } from '../../../domain/offers/code.ts';

/** What somebody asks of an offer. */
export type OfferRequest = {
  readonly tenant: string;
  readonly offer: string;
  readonly act: Ask['act'];
  /** What the use is for, such as the id of a cart; nothing yet of one that is only looked at. */
  readonly key: string | undefined;
  readonly code?: string | undefined;
  readonly profile?: Profile | undefined;
  readonly cart: Cart;
  readonly atMost?: Ask['atMost'];
  readonly orderId?: string | undefined;
  readonly holdMs?: number | undefined;
  /** The instant it is about; now by default. */
  readonly now?: number | undefined;
  /** For whom offers are, when several are asked about the same person; worked out for this offer alone by default. */
  readonly inAudience?: InAudience | undefined;
  /** What the offer says, instead of what is published of it; for looks only. */
  readonly definition?: OfferDefinition | undefined;
};

/** Makes ready what the ledger decides: looks up the offer, its coupons and whom it is for. Throws `not-found` for an offer there is not. */
export type PrepareAsk = (request: OfferRequest) => Promise<Ask>;

const hour = 3_600_000;
/** How long a reservation holds when nobody says. */
const usualHoldMs = hour;

/** The id of the redemption of an offer under a key. */
export const redemptionId = (input: { tenant: string; offer: string; key: string }): string =>
  hashId('redemption', input.tenant, input.offer, input.key);

const toFacts = ({ issueKey, profileId, code, expiresAt, orderId, revokedAt }: Coupon): CouponFacts => ({
  issueKey,
  profileId,
  code: normaliseCode(code),
  expiresAt,
  orderId,
  revokedAt,
});

/** Those nobody used first, then those that end first. */
const bestFirst = (coupons: readonly Coupon[]): readonly Coupon[] =>
  coupons.toSorted(
    (a, b) =>
      Number(a.orderId !== undefined) - Number(b.orderId !== undefined) ||
      (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) ||
      a.issuedAt - b.issuedAt,
  );

/** Makes the preparation of acts on offers. */
export const createPrepareAsk = (deps: {
  live: LiveWorkspaces;
  offers: Pick<OfferStore, 'find'>;
  keyring: Pick<Keyring, 'mac'>;
  clock: Clock;
  chooseLines: ChooseLines;
  audiencesOf: AudiencesOf;
}): PrepareAsk => {
  const mailboxes = new WeakMap<Profile, { readonly mailbox: string | undefined }>();
  const mailboxOfPerson = (tenant: string, profile: Profile): string | undefined => {
    const known = mailboxes.get(profile);
    if (known !== undefined) return known.mailbox;
    const mailbox = mailboxOf({ keyring: deps.keyring, tenant, profile });
    mailboxes.set(profile, { mailbox });
    return mailbox;
  };
  return async (request) => {
    const { tenant, offer: key, profile, cart } = request;
    const live = await deps.live.of(tenant);
    const zone = live.published.settings.timezone;
    const now = request.now ?? deps.clock.now(tenant);
    const offer = request.definition ?? live.offers.get(key);
    if (offer === undefined)
      throw new CicloError({ code: 'not-found', message: `There is no offer \`${key}\`.` });
    const code = request.code === undefined ? undefined : normaliseCode(request.code);
    const needsNone = 'automatic' in offer.code || (code === undefined && profile === undefined);
    const coupons = needsNone
      ? []
      : await deps.offers.find({
          tenant,
          offer: key,
          code,
          profileId: profile?.id,
          isShared: 'shared' in offer.code && normaliseCode(offer.code.shared) === code,
        });
    const mailbox = profile === undefined ? undefined : mailboxOfPerson(tenant, profile);
    const inAudience = request.inAudience ?? deps.audiencesOf({ profile, live, now });
    return {
      act: request.act,
      offer,
      redemption: request.key === undefined ? '' : redemptionId({ tenant, offer: key, key: request.key }),
      key: request.key ?? '',
      code,
      coupons: bestFirst(coupons).map(toFacts),
      person: profile === undefined ? undefined : { profileId: profile.id, mailbox },
      isInAudience: await inAudience(offer),
      cart,
      atMost: request.atMost,
      chosen: deps.chooseLines({ offer, cart, now, zone }),
      orderId: request.orderId,
      holdMs: request.holdMs ?? usualHoldMs,
      ...usableBetween({ offer, zone }),
    };
  };
};
