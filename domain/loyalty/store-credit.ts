import { fromMinor } from '../money.ts';
import type { JsonObject } from '../json.ts';
import type { AccountState, Lot } from './account.ts';
import { takeFrom } from './account.ts';
import type { NewPosting } from './plan/plan.ts';
import type { LotShare, Posting } from './posting.ts';
import type { ProgramDefinition } from './program-schema.ts';

/** Names of the events about store credit; `amount` and `balance` (minor units) and `currency` are in each. */
export const storeCreditNames = {
  /** `expires_at`, `reason`, `order_id`. */
  issued: 'Store Credit Issued',
  redeemed: 'Store Credit Redeemed',
  /** What was redeemed came back. */
  refunded: 'Store Credit Refunded',
  /** Some is about to expire; `expires_at`, `before`. */
  expiring: 'Store Credit Expiring',
  expired: 'Store Credit Expired',
} as const;

/** Keys of programmes that begin so are those of store credit, one for each currency. */
export const creditPrefix = 'store-credit-';

/** Money that goes back can be spent for so long at least. */
const refundMs = 30 * 86_400_000;

/** The key under which the credit of a currency stands in the ledger. */
export const creditProgram = (currency: string): string => `${creditPrefix}${currency.toLowerCase()}`;

/** The currency of the credit a key names; undefined for a programme of points. */
export const creditCurrency = (program: string): string | undefined => {
  const found = /^store-credit-([a-z]{3})$/.exec(program)?.[1];
  return found?.toUpperCase();
};

/** Store credit as the ledger keeps it: a programme whose points are minor units of a currency. */
export const creditDefinition = (program: string): ProgramDefinition | undefined => {
  const currency = creditCurrency(program);
  if (currency === undefined) return undefined;
  return {
    key: program,
    name: 'Store credit',
    unit: { one: currency, many: currency },
    earn: [],
    rounding: 'down',
    warn: ['30 days', '7 days'],
    campaigns: [],
    refunds: 'forgive',
  };
};

type About = Pick<NewPosting, 'key' | 'ref' | 'reason'>;

const lotOf = (expiresAt: number | undefined, points: number): LotShare =>
  expiresAt === undefined ? { lot: 'lasting', points } : { lot: String(expiresAt), points, expiresAt };

/** Credit given to somebody; minor units, until an instant (epoch milliseconds) or for ever. */
export const planCredit = (input: {
  about: About;
  amount: number;
  expiresAt: number | undefined;
  now: number;
}): NewPosting => {
  const { about, amount, expiresAt, now } = input;
  return {
    ...about,
    kind: 'earn',
    at: now,
    active: amount,
    pending: 0,
    into: lotOf(expiresAt, amount),
  };
};

/** Credit spent: what expires first goes first. Undefined when there is less. */
export const planCreditUse = (input: {
  state: AccountState;
  about: About;
  amount: number;
  now: number;
}): NewPosting | undefined => {
  const { state, about, amount, now } = input;
  if (state.balance < amount) return undefined;
  const takes = takeFrom({ lots: state.lots, points: amount });
  return { ...about, kind: 'spend', at: now, active: -amount, pending: 0, takes };
};

/** The last of the ends of what was taken, and 30 days from now at least; undefined when some of it lasts for ever. */
const backUntil = (takes: readonly LotShare[], now: number): number | undefined => {
  if (takes.some(({ expiresAt }) => expiresAt === undefined)) return undefined;
  return Math.max(now + refundMs, ...takes.map(({ expiresAt = 0 }) => expiresAt));
};

/** Gives back what one posting spent, or a part; never more than is still spent of it. The rest by default. */
export const planCreditBack = (input: {
  spent: Posting | undefined;
  /** What was given back of it before. */
  returned: readonly Posting[];
  key: string;
  amount: number | undefined;
  now: number;
}): NewPosting | string => {
  const { spent, returned, key, now } = input;
  if (spent === undefined) return 'nothing-redeemed';
  const left = -spent.active - returned.reduce((sum, { active }) => sum + active, 0);
  const amount = input.amount ?? left;
  if (amount > left || amount <= 0) return 'more-than-redeemed';
  const into = lotOf(backUntil(spent.takes ?? [], now), amount);
  return { key, kind: 'return', at: now, active: amount, pending: 0, ref: spent.key, into };
};

/** What conditions and messages see of an amount of credit, beside the minor units: a decimal, and its currency. */
export const creditFacts = (input: {
  program: string;
  balance: number;
}): { readonly amount?: number; readonly currency?: string } => {
  const currency = creditCurrency(input.program);
  if (currency === undefined) return {};
  return { amount: fromMinor({ minor: input.balance, currency }), currency };
};

const nameOf: Partial<Readonly<Record<Posting['kind'], string>>> = {
  earn: storeCreditNames.issued,
  spend: storeCreditNames.redeemed,
  return: storeCreditNames.refunded,
  expire: storeCreditNames.expired,
};

const endOf = (into: Lot | LotShare | undefined): JsonObject =>
  into?.expiresAt === undefined ? {} : { expires_at: new Date(into.expiresAt).toISOString() };

/** The event that a posting of store credit is; undefined for one that is no news. */
export const creditNews = (input: {
  currency: string;
  balance: number;
  posting: Posting;
}): { readonly name: string; readonly properties: JsonObject } | undefined => {
  const { currency, balance, posting } = input;
  const name = nameOf[posting.kind];
  if (name === undefined || posting.active === 0) return undefined;
  const { reason, ref } = posting;
  return {
    name,
    properties: {
      amount: Math.abs(posting.active),
      balance,
      currency,
      ...endOf(posting.into),
      ...(reason === undefined ? {} : { reason }),
      ...(ref === undefined ? {} : { ref }),
    },
  };
};
