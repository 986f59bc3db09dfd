import type { Money } from '../objects/fields/money.ts';
import { median } from './median.ts';

/** Open deals that count alike in a forecast: of one stage, owner, team, currency and month. */
export type DealSum = {
  readonly stage: string;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  /** The month of the local day on which they are expected to close, `2027-03`; undefined without a day. */
  readonly month?: string | undefined;
  /** Their days are over. */
  readonly isOver: boolean;
  readonly deals: number;
  /** What they amount to together; undefined for deals without an amount. */
  readonly amount?: Money | undefined;
};

/** Deals of one month, owner, team and currency. Amounts in minor units. */
export type ForecastRow = {
  /** The month they are expected in; `overdue` when their day is over, `undated` without a day. */
  readonly month: string;
  readonly owner?: string;
  readonly team?: string;
  readonly currency: string;
  readonly deals: number;
  readonly amount: number;
  /** The amount by the probabilities of the stages. */
  readonly weighted: number;
};

export type Forecast = {
  readonly rows: readonly ForecastRow[];
  /** Deals without an amount: they are in no row. */
  readonly withoutAmount: number;
};

const monthOf = ({ month, isOver }: DealSum): string => (isOver ? 'overdue' : (month ?? 'undated'));

type Sum = ForecastRow & { readonly hundredths: bigint };

/**
 * Sums open deals up by month, owner, team and currency; each amount counts by the probability of its stage (percent), as forecasts of sales are
 * usually weighted. A row is rounded once, half away from zero.
 */
export const forecastOf = (input: {
  sums: readonly DealSum[];
  probabilities: ReadonlyMap<string, number>;
}): Forecast => {
  const sums = new Map<string, Sum>();
  let withoutAmount = 0;
  for (const part of input.sums) {
    const { stage, amount, owner, team, deals } = part;
    if (amount === undefined) {
      withoutAmount += deals;
      continue;
    }
    const month = monthOf(part);
    const { currency, minor } = amount;
    const key = JSON.stringify([month, owner, team, currency]);
    const before = sums.get(key);
    const percent = input.probabilities.get(stage) ?? 0;
    sums.set(key, {
      month,
      ...(owner === undefined ? {} : { owner }),
      ...(team === undefined ? {} : { team }),
      currency,
      deals: (before?.deals ?? 0) + deals,
      amount: (before?.amount ?? 0) + minor,
      weighted: 0,
      hundredths: (before?.hundredths ?? 0n) + BigInt(minor) * BigInt(Math.round(percent * 100)),
    });
  }
  const rows = [...sums.values()].map(({ hundredths, ...row }) => ({
    ...row,
    weighted: rounded(hundredths),
  }));
  return { rows: rows.toSorted(byMonth), withoutAmount };
};

/** Ten-thousandths as whole units, half away from zero. */
const rounded = (value: bigint): number => {
  const half = value < 0n ? -5000n : 5000n;
  return Number((value + half) / 10_000n);
};

const order = ({ month, currency, owner = '', team = '' }: ForecastRow): string =>
  [month === 'overdue' ? '0' : month, currency, team, owner].join('\u0000');
const byMonth = (a: ForecastRow, b: ForecastRow): number => (order(a) < order(b) ? -1 : 1);

/** What the performance of sales knows of a deal that is over; instants in epoch milliseconds. */
export type EndedDeal = {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly amount?: Money | undefined;
  readonly ends: 'won' | 'lost';
  readonly createdAt: number;
  readonly endedAt: number;
};

/** How one person, or one team, did. */
export type Performance = {
  readonly won: number;
  readonly lost: number;
  /** Won of those that are over, from 0 to 1. */
  readonly winRate: number;
  /** Half of the won deals took no longer from the first day to the last, in days; absent when none was won. */
  readonly cycleDays?: number;
  /** What was won, in minor units by currency. */
  readonly amounts: Readonly<Record<string, number>>;
};

const day = 86_400_000;

/** How those did whom `by` names for each deal; undefined stands for nobody. */
export const performanceOf = (
  deals: readonly EndedDeal[],
  by: (deal: EndedDeal) => string | undefined,
): ReadonlyMap<string | undefined, Performance> => {
  const groups = new Map<string | undefined, EndedDeal[]>();
  for (const deal of deals) {
    const group = groups.get(by(deal));
    if (group === undefined) groups.set(by(deal), [deal]);
    else group.push(deal);
  }
  return new Map(
    [...groups].map(([who, theirs]): [string | undefined, Performance] => {
      const won = theirs.filter(({ ends }) => ends === 'won');
      const amounts = new Map<string, number>();
      for (const { amount } of won)
        if (amount !== undefined)
          amounts.set(amount.currency, (amounts.get(amount.currency) ?? 0) + amount.minor);
      const cycle = median(won.map(({ createdAt, endedAt }) => (endedAt - createdAt) / day));
      return [
        who,
        {
          won: won.length,
          lost: theirs.length - won.length,
          winRate: won.length / theirs.length,
          ...(cycle === undefined ? {} : { cycleDays: Math.round(cycle * 10) / 10 }),
          amounts: Object.fromEntries([...amounts].toSorted()),
        },
      ];
    }),
  );
};
