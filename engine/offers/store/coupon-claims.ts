import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { type Claims, createClaims } from '../../claims/store/claims.ts';
import { numberClaim } from '../../claims/store/free-numbers.ts';
import { createHolders, type Holders } from '../../claims/store/holders.ts';
import { type ClaimDoc, couponClaimSchema } from '../../claims/store/claim-schema.ts';
import type { CouponDoc } from './coupon-schema.ts';

type Offer = { readonly tenant: string; readonly offer: string };
type OfPerson = Offer & { readonly profileId: string };

/** The numbers of the coupons of an offer. */
export const serialSeries = ({ tenant, offer }: Offer): string => `${tenant}:serial:${offer}`;

/** The numbers of the coupons of an offer that one person has. */
export const personSeries = ({ tenant, offer, profileId }: OfPerson): string =>
  `${tenant}:person:${profileId}:${offer}`;

/** The numbers of the coupons of an offer that one mailbox has, under its keyed hash. */
export const mailboxSeries = ({ tenant, offer, mailbox }: Offer & { readonly mailbox: string }): string =>
  `${tenant}:mailbox:${mailbox}:${offer}`;

/** A code of one coupon. */
export const codeClaim = (input: { tenant: string; codeKey: string }): string =>
  `${input.tenant}:code:${input.codeKey}`;

const ofMailbox = ({ mailbox, mailboxSerial, ...offer }: CouponDoc): readonly string[] =>
  mailbox === undefined || mailboxSerial === undefined
    ? []
    : [numberClaim({ series: mailboxSeries({ ...offer, mailbox }), number: mailboxSerial })];

/** What a coupon holds: its number, its number among those of the person and of the mailbox, and its code unless many share it. */
export const claimsOf = (doc: CouponDoc): readonly string[] => [
  numberClaim({ series: serialSeries(doc), number: doc.serial }),
  numberClaim({ series: personSeries(doc), number: doc.personSerial }),
  ...ofMailbox(doc),
  ...(doc.share === '' ? [codeClaim(doc)] : []),
];

/** Makes the claims of coupons, and the coupons as holders of them. */
export const createCouponClaims = (collections: Collections): { claims: Claims; holders: Holders } => {
  const coupons = collections.named<CouponDoc>('coupons');
  const holders = createHolders({
    collections,
    collection: coupons.collectionName,
    find: async (ids) => {
      const docs = await coupons.find({ _id: { $in: [...ids] } }).toArray();
      return docs.map(({ _id, by = '', draftAt, ...doc }) =>
        draftAt === undefined
          ? { _id, by, claims: claimsOf({ _id, ...doc }) }
          : { _id, by, draftAt, claims: [] },
      );
    },
  });
  const claims = createClaims({
    claims: collections.of<ClaimDoc>(couponClaimSchema),
    holders,
  });
  return { claims, holders };
};
