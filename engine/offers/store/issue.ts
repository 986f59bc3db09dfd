import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { OfferStore } from '../ports.ts';
import { CicloError } from '../../../domain/errors.ts';
import type { Claims } from '../../claims/store/claims.ts';
import { type Attempt, drafted, type Holders } from '../../claims/store/holders.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { CouponDoc } from './coupon-schema.ts';
import { type Chosen, createChoose } from './choose.ts';
import { codeKeyOf, toCoupon } from './coupon-doc.ts';
import type { Serials } from './serials.ts';

type Issue = Parameters<OfferStore['issue']>[0];

const triesMax = 200;

const toDoc = (input: { issue: Issue; chosen: Chosen; attempt: Attempt }): CouponDoc => {
  const { issue, chosen, attempt } = input;
  return {
    ...issue.coupon,
    ...chosen,
    _id: attempt.of,
    by: attempt.by,
    codeKey: codeKeyOf(chosen.code),
    share: issue.shared ? issue.coupon.issueKey : '',
    worth: issue.worth ?? 0,
  };
};

/**
 * Makes the issue of coupons. A coupon is begun as a draft, claims its number among those of the person, its code and
 * its number among those of the offer (see `createClaims`), and is then made by one write. So the database itself
 * refuses a coupon that exceeds the cap, whatever happens at once and wherever a process dies.
 */
export const createIssue = (deps: {
  coupons: Collection<CouponDoc>;
  claims: Claims;
  holders: Holders;
  serials: Serials;
}): OfferStore['issue'] => {
  const { coupons, claims, holders } = deps;
  const choose = createChoose(deps);
  return async (issue) => {
    const { tenant, issueKey } = issue.coupon;
    const of = keyOf(tenant, issueKey);
    for (let tries = 0; tries < triesMax; tries += 1) {
      const attempt = await holders.begin({ of });
      if (attempt === 'made') {
        const made = await coupons.findOne({ _id: of });
        if (made !== null) return { kind: 'issued', coupon: toCoupon(made) };
        continue;
      }
      const taken: string[] = [];
      const chosen = await choose({ issue, attempt, taken });
      if (typeof chosen === 'string') {
        // The same key may be issued meanwhile, and be what is in the way.
        if (await claims.abort({ attempt, taken })) return { kind: 'refused', reason: chosen };
        continue;
      }
      const { _id, ...doc } = toDoc({ issue, chosen, attempt });
      const made = { $set: doc, $unset: { draftAt: '' } } as const;
      if ((await coupons.updateOne(drafted(attempt), made)).matchedCount === 1) {
        return { kind: 'issued', coupon: toCoupon({ _id, ...doc }) };
      }
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many ask for this offer at once.' });
  };
};
