import { randomOf, type Random } from '../harness/random.ts';
import { dayMs, hourMs, pick, shopStart } from './history.ts';

export type Deal = {
  readonly id: string;
  readonly stage: string;
  readonly createdAt: number;
  readonly closeOn: string;
  readonly amount?: { readonly minor: number; readonly currency: string };
};

export type Case = {
  readonly id: string;
  readonly stage: string;
  readonly createdAt: number;
  readonly firstReplyAt?: number;
  readonly satisfaction?: number;
  readonly changes: readonly { readonly from: string; readonly to: string; readonly at: number }[];
};

export type Brought = {
  readonly id: string;
  readonly advocate: string;
  readonly friend: string;
  readonly state: 'signed-up' | 'qualified' | 'rewarded' | 'denied';
  readonly at: number;
};

/** What the team of a shop and its advocates did. */
export type TeamHistory = {
  readonly deals: readonly Deal[];
  readonly cases: readonly Case[];
  readonly referrals: readonly Brought[];
};

/** Deals in every stage; some without an amount, some in another currency. */
const dealOf = (random: Random, n: number): Deal => {
  const createdAt = shopStart + Math.floor(random() * 700) * dayMs;
  const closeOn = new Date(createdAt + Math.floor(random() * 120) * dayMs).toISOString().slice(0, 10);
  const amount = { minor: Math.floor(random() * 500_000), currency: random() < 0.05 ? 'USD' : 'EUR' };
  return {
    id: `d${n}`,
    stage: pick(random, ['open', 'qualified', 'proposal', 'negotiation', 'won', 'lost']),
    createdAt,
    closeOn,
    ...(random() < 0.1 ? {} : { amount }),
  };
};

/** A case that is answered, solved, and sometimes opened again. */
const caseOf = (random: Random, n: number): Case => {
  const createdAt = shopStart + Math.floor(random() * 700 * 24) * hourMs;
  const solved = 2 + Math.floor(random() * 90);
  const isSolved = random() < 0.8;
  const isAgain = isSolved && random() < 0.2;
  const isClosed = isSolved && !isAgain && random() < 0.5;
  const change = (from: string, to: string, hours: number) => ({ from, to, at: createdAt + hours * hourMs });
  return {
    id: `s${n}`,
    stage: isClosed ? 'closed' : isSolved && !isAgain ? 'solved' : 'open',
    createdAt,
    changes: [
      ...(isSolved ? [change('open', 'solved', solved)] : []),
      ...(isAgain ? [change('solved', 'open', solved + 5)] : []),
      ...(isClosed ? [change('solved', 'closed', solved + 200)] : []),
    ],
    ...(random() < 0.9 ? { firstReplyAt: createdAt + Math.floor(random() * 40) * hourMs } : {}),
    ...(random() < 0.4 ? { satisfaction: 1 + Math.floor(random() * 5) } : {}),
  };
};

/** What the team of the shop and its advocates did, the same for the same seed: a friend for every other person is brought by a tenth of them. */
export const teamOfShop = (input: { people: number; seed: number }): TeamHistory => {
  const { people, seed } = input;
  const random = randomOf(seed + 5);
  const each = <T>(count: number, make: (n: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, n) => make(n));
  const records = Math.max(300, Math.round(people / 20));
  return {
    deals: each(records, (n) => dealOf(random, n)),
    cases: each(records, (n) => caseOf(random, n)),
    referrals: each(Math.floor(people / 2), (n) => ({
      id: `r${n}`,
      advocate: `c${Math.floor((random() * people) / 10)}`,
      friend: `c${Math.floor(people / 10 + (random() * people * 9) / 10)}`,
      state: pick(random, ['signed-up', 'qualified', 'rewarded', 'denied']),
      at: shopStart + Math.floor(random() * 600) * dayMs,
    })),
  };
};
