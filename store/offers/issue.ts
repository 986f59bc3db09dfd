import type { mongo } from 'mongoose';

import type { OfferStore } from '../../activities/ports/offers.ts';
import { CicloError } from '../../domain/errors.ts';
import { duplicateIndex } from '../errors.ts';
import { keyOf } from '../keys.ts';
import type { CouponDoc } from '../schemas/coupon.ts';
import { codeKeyOf, toCoupon } from './coupon-doc.ts';
import { limitOf } from './limit.ts';
import type { Serials } from './serials.ts';

type Coupons = mongo.Collection<CouponDoc>;
type Issue = Parameters<OfferStore['issue']>[0];
type Issued = Awaited<ReturnType<OfferStore['issue']>>;

const triesMax = 200;

type Refusal = Extract<Issued, { kind: 'refused' }>['reason'];

/** The number the person's next coupon of the offer has. */
const nextOfPerson = async (input: { coupons: Coupons; issue: Issue }): Promise<number> => {
  const { tenant, profileId, offer } = input.issue.coupon;
  const [last] = await input.coupons
    .find({ tenant, profileId, offer }, { projection: { personSerial: 1 } })
    .sort({ personSerial: -1 })
    .limit(1)
    .toArray();
  return (last?.personSerial ?? 0) + 1;
};

/** The codes nobody has yet, in order. */
const freeCodes = async (input: { coupons: Coupons; issue: Issue }): Promise<readonly string[]> => {
  const { tenant } = input.issue.coupon;
  const keys = input.issue.codes.map(codeKeyOf);
  const taken = await input.coupons
    .find({ tenant, codeKey: { $in: keys } }, { projection: { _id: 0, codeKey: 1 } })
    .toArray();
  const known = new Set(taken.map((doc) => doc.codeKey));
  return input.issue.codes.filter((code) => !known.has(codeKeyOf(code)));
};

const toDoc = (input: { issue: Issue; code: string; serial: number; personSerial: number }): CouponDoc => {
  const { issue, code, serial, personSerial } = input;
  const { tenant, issueKey } = issue.coupon;
  return {
    ...issue.coupon,
    _id: keyOf(tenant, issueKey),
    code,
    codeKey: codeKeyOf(code),
    share: issue.shared ? issueKey : '',
    serial,
    personSerial,
    worth: issue.worth ?? 0,
  };
};

/**
 * Makes the issue of coupons. The insert of one document is all there is to it: its number among those of the
 * offer, its number among those of the person, its code and its issue key are each unique, so the database
 * itself refuses the coupon that would be one too many, whatever happens at once and wherever a process dies.
 * Everything before the insert only finds numbers that are likely free; when one is not, the next is tried.
 */
export const createIssue = (deps: { coupons: Coupons; serials: Serials }): OfferStore['issue'] => {
  const { coupons, serials } = deps;
  return async (issue) => {
    const { tenant, offer, issueKey } = issue.coupon;
    const _id = keyOf(tenant, issueKey);
    const known = await coupons.findOne({ _id });
    if (known !== null) return { kind: 'issued', coupon: toCoupon(known) };
    // The same key may be issued meanwhile, and be what is in the way.
    const refuse = async (reason: Refusal): Promise<Issued> => {
      const same = await coupons.findOne({ _id });
      return same === null ? { kind: 'refused', reason } : { kind: 'issued', coupon: toCoupon(same) };
    };
    const { perPerson = Infinity, total, worth, totalValue } = issue;
    const limit = await limitOf({ coupons, tenant, offer, total, worth, totalValue });
    let { codes } = issue;
    let serial: number | undefined;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const personSerial = await nextOfPerson({ coupons, issue });
      if (personSerial > perPerson) return refuse('per-person-limit');
      const [code] = codes;
      if (code === undefined) return refuse('no-code-free');
      serial ??= await serials.take({ tenant, offer, limit });
      if (serial === undefined) return refuse('budget-used-up');
      const doc = toDoc({ issue, code, serial, personSerial });
      try {
        await coupons.insertOne(doc);
        return { kind: 'issued', coupon: toCoupon(doc) };
      } catch (thrown) {
        const index = duplicateIndex(thrown);
        if (index === undefined) throw thrown;
        if (index === 'code') codes = await freeCodes({ coupons, issue });
        else if (index === 'serial') serial = undefined;
        else if (index !== 'person') {
          const same = await coupons.findOne({ _id });
          if (same !== null) return { kind: 'issued', coupon: toCoupon(same) };
        }
      }
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many ask for this offer at once.' });
  };
};
