import type { Money } from '../objects/fields/money.ts';
import type { Slippage, StageStay } from './deal-path.ts';
import { median } from './median.ts';

/** What the report on the way of deals knows of one. */
export type TravelledDeal = {
  readonly path: readonly StageStay[];
  /** How it ended; absent while it is open. */
  readonly ends?: 'won' | 'lost' | undefined;
  readonly slippage?: Slippage | undefined;
  readonly amount?: Money | undefined;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
};

/** How deals fare in one stage. Days with one decimal. */
export type StageHealth = {
  readonly stage: string;
  /** Deals that came to it. */
  readonly deals: number;
  /** Deals that are in it now. */
  readonly open: number;
  /** Median days of the stays that are over; absent when none is. */
  readonly days?: number;
  /** Median days so far of the deals that are in it. */
  readonly openDays?: number;
  /** Won of the deals that came to it and are over, from 0 to 1; absent when none is over. */
  readonly winRate?: number;
};

/** How reliable the expected days of a group of deals were. */
export type SlippageSum = {
  /** Deals with an expected day. */
  readonly deals: number;
  /** Deals whose day was moved to a later one at least once. */
  readonly slipped: number;
  /** How often that was done. */
  readonly slips: number;
  /** Median days from the first expected day to the last, of those that slipped. */
  readonly days?: number;
  /** What those that slipped amount to, in minor units by currency. */
  readonly amounts: Readonly<Record<string, number>>;
};

const dayMs = 86_400_000;
const inDays = (times: readonly number[]): number | undefined => {
  const middle = median(times);
  return middle === undefined ? undefined : Math.round((middle / dayMs) * 10) / 10;
};

/** How long deals stay in each stage and how many of those that came to it were won. `now` is epoch milliseconds. */
export const stageHealthOf = (input: {
  deals: readonly TravelledDeal[];
  stages: readonly string[];
  now: number;
}): readonly StageHealth[] =>
  input.stages.map((stage): StageHealth => {
    const came = input.deals.filter(({ path }) => path.some((stay) => stay.stage === stage));
    const stays = came.flatMap(({ path }) => path.filter((stay) => stay.stage === stage));
    const over = came.filter(({ ends }) => ends !== undefined);
    const current = stays.filter(({ to }) => to === undefined);
    const days = inDays(stays.flatMap(({ from, to }) => (to === undefined ? [] : [to - from])));
    const openDays = inDays(current.map(({ from }) => input.now - from));
    return {
      stage,
      deals: came.length,
      open: current.length,
      ...(days === undefined ? {} : { days }),
      ...(openDays === undefined ? {} : { openDays }),
      ...(over.length === 0
        ? {}
        : { winRate: over.filter(({ ends }) => ends === 'won').length / over.length }),
    };
  });

const sumUp = (deals: readonly TravelledDeal[]): SlippageSum => {
  const expected = deals.flatMap(({ slippage, amount }) =>
    slippage === undefined ? [] : [{ ...slippage, amount }],
  );
  const slipped = expected.filter(({ slips }) => slips > 0);
  const days = inDays(slipped.map((one) => one.days * dayMs));
  const amounts = new Map<string, number>();
  for (const { amount } of slipped)
    if (amount !== undefined)
      amounts.set(amount.currency, (amounts.get(amount.currency) ?? 0) + amount.minor);
  return {
    deals: expected.length,
    slipped: slipped.length,
    slips: slipped.reduce((sum, { slips }) => sum + slips, 0),
    ...(days === undefined ? {} : { days }),
    amounts: Object.fromEntries([...amounts].toSorted()),
  };
};

/** The slippage of those whom `by` names for each deal; undefined stands for nobody. Groups without an expected day are left out. */
export const slippageBy = (
  deals: readonly TravelledDeal[],
  by: (deal: TravelledDeal) => string | undefined,
): ReadonlyMap<string | undefined, SlippageSum> => {
  const groups = new Map<string | undefined, TravelledDeal[]>();
  for (const deal of deals) {
    const group = groups.get(by(deal));
    if (group === undefined) groups.set(by(deal), [deal]);
    else group.push(deal);
  }
  const sums = [...groups].map(([who, theirs]): [string | undefined, SlippageSum] => [who, sumUp(theirs)]);
  return new Map(sums.filter(([, { deals: count }]) => count > 0));
};
