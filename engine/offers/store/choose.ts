import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { OfferStore } from '../ports.ts';
import { CicloError } from '../../../domain/errors.ts';
import type { Claims } from '../../claims/store/claims.ts';
import { numberClaim } from '../../claims/store/free-numbers.ts';
import type { Attempt } from '../../claims/store/holders.ts';
import type { CouponDoc } from './coupon-schema.ts';
import { codeKeyOf } from './coupon-doc.ts';
import { codeClaim, mailboxSeries, personSeries, serialSeries } from './coupon-claims.ts';
import { limitOf } from './limit.ts';
import type { Serials } from './serials.ts';

type Issue = Parameters<OfferStore['issue']>[0];
type Refusal = Extract<Awaited<ReturnType<OfferStore['issue']>>, { kind: 'refused' }>['reason'];

/** What a coupon is made of. */
export type Chosen = Pick<CouponDoc, 'code' | 'serial' | 'personSerial' | 'mailbox' | 'mailboxSerial'>;

type Choosing = {
  readonly issue: Issue;
  readonly attempt: Attempt;
  /** What was taken is added here, also when the coupon is refused after. */
  readonly taken: string[];
};

type Deps = {
  readonly coupons: Collection<CouponDoc>;
  readonly claims: Claims;
  readonly serials: Serials;
};

const triesMax = 200;

const busy = (): CicloError =>
  new CicloError({ code: 'unavailable', message: 'Too many ask for this offer at once.' });

/**
 * Takes a number of the person's. Those above the limit, which a merge may have brought, leave so many fewer below
 * it; undefined when none is left.
 */
const takeOfPerson = async (deps: Deps, input: Choosing): Promise<number | undefined> => {
  const { issue, attempt, taken } = input;
  const { perPerson = Infinity, coupon } = issue;
  const { tenant, profileId, offer } = coupon;
  const docs = await deps.coupons
    .find({ tenant, profileId, offer }, { projection: { personSerial: 1 } })
    .toArray();
  const known = new Set(docs.map((doc) => doc.personSerial));
  const above = docs.filter((doc) => doc.personSerial > perPerson).length;
  for (let number = 1; number <= perPerson - above; number += 1) {
    if (known.has(number)) continue;
    const claim = numberClaim({ series: personSeries({ tenant, profileId, offer }), number });
    if (!(await deps.claims.take({ claim, attempt, about: { tenant, profileId } }))) continue;
    taken.push(claim);
    return number;
  }
  return undefined;
};

/** Takes a number of the mailbox, no matter who writes to the shop from it; undefined when none is left. */
const takeOfMailbox = async (
  deps: Deps,
  input: Choosing,
): Promise<Pick<Chosen, 'mailbox' | 'mailboxSerial'> | undefined> => {
  const { issue, attempt, taken } = input;
  const { perPerson, mailbox, coupon } = issue;
  if (perPerson === undefined || mailbox === undefined) return {};
  const { tenant, profileId, offer } = coupon;
  for (let number = 1; number <= perPerson; number += 1) {
    const claim = numberClaim({ series: mailboxSeries({ tenant, mailbox, offer }), number });
    const about = { tenant, profileId, what: 'mailbox' } as const;
    if (!(await deps.claims.take({ claim, attempt, about }))) continue;
    taken.push(claim);
    return { mailbox, mailboxSerial: number };
  }
  return undefined;
};

/** Takes the first code that nobody has. */
const takeCode = async (deps: Deps, input: Choosing): Promise<string | undefined> => {
  const { issue, attempt, taken } = input;
  if (issue.shared) return issue.codes[0];
  const { tenant } = issue.coupon;
  const codeKeys = issue.codes.map(codeKeyOf);
  const used = await deps.coupons
    .find({ tenant, codeKey: { $in: codeKeys } }, { projection: { _id: 0, codeKey: 1 } })
    .toArray();
  const known = new Set(used.map((doc) => doc.codeKey));
  for (const code of issue.codes) {
    const codeKey = codeKeyOf(code);
    if (known.has(codeKey)) continue;
    const claim = codeClaim({ tenant, codeKey });
    if (!(await deps.claims.take({ claim, attempt }))) continue;
    taken.push(claim);
    return code;
  }
  return undefined;
};

/** Takes a number of the offer's. */
const takeSerial = async (deps: Deps, input: Choosing): Promise<number | undefined> => {
  const { issue, attempt, taken } = input;
  const { total, worth, totalValue, coupon } = issue;
  const { tenant, offer } = coupon;
  const limit = await limitOf({ coupons: deps.coupons, tenant, offer, total, worth, totalValue });
  for (let tries = 0; tries < triesMax; tries += 1) {
    const serial = await deps.serials.next({ tenant, offer, limit, attempt });
    if (serial === undefined) return undefined;
    const claim = numberClaim({ series: serialSeries({ tenant, offer }), number: serial });
    if (!(await deps.claims.take({ claim, attempt }))) continue;
    taken.push(claim);
    return serial;
  }
  throw busy();
};

/** Makes the choice of what a coupon is made of, each part claimed for the attempt; else why there is none. */
export const createChoose =
  (deps: Deps) =>
  async (input: Choosing): Promise<Chosen | Refusal> => {
    const personSerial = await takeOfPerson(deps, input);
    if (personSerial === undefined) return 'per-person-limit';
    const ofMailbox = await takeOfMailbox(deps, input);
    if (ofMailbox === undefined) return 'mailbox-limit';
    const code = await takeCode(deps, input);
    if (code === undefined) return 'no-code-free';
    const serial = await takeSerial(deps, input);
    if (serial === undefined) return 'budget-used-up';
    return { personSerial, ...ofMailbox, code, serial };
  };
