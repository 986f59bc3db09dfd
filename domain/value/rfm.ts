import { type Buyer, daysSinceOrder } from './buyer.ts';
import { quintileCuts, quintileOf } from './quantiles.ts';

/** The groups, the best first. */
export const rfmGroups = [
  'champions',
  'loyal',
  'potential-loyalists',
  'new-customers',
  'promising',
  'need-attention',
  'about-to-sleep',
  'at-risk',
  'cannot-lose-them',
  'hibernating',
  'lost',
] as const;
export type RfmGroup = (typeof rfmGroups)[number];

/** The quintiles of one buyer, 5 the best, and the group they come to. */
export type Rfm = {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
  readonly group: RfmGroup;
};

/** The cut points of a tenant over all buyers, ascending: days since the last order, orders, revenue in minor units. */
export type RfmCuts = {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
};

/** Below so many buyers there are no quintiles: five people in each are the least that is worth a name. */
export const rfmMinimum = 25;

/**
 * Recency (rows, 5 first) by the mean of frequency and monetary (columns, 1 to 5). Names and plane are those of Putler's RFM
 * guide (putler.com/rfm-analysis), whose areas overlap; the cells are drawn as in the usual map of two digits.
 */
const plane: readonly (readonly RfmGroup[])[] = [
  ['new-customers', 'potential-loyalists', 'potential-loyalists', 'champions', 'champions'],
  ['promising', 'potential-loyalists', 'potential-loyalists', 'loyal', 'loyal'],
  ['about-to-sleep', 'about-to-sleep', 'need-attention', 'loyal', 'loyal'],
  ['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose-them'],
  ['lost', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose-them'],
];

/** The group of three quintiles. The mean of frequency and monetary is rounded, a half up. */
export const rfmGroup = (quintiles: Omit<Rfm, 'group'>): RfmGroup => {
  const both = Math.round((quintiles.frequency + quintiles.monetary) / 2);
  return plane[5 - quintiles.recency]?.[both - 1] ?? 'lost';
};

/** The cut points over buyers as they are now; undefined below `rfmMinimum`. */
export const rfmCuts = (input: { buyers: readonly Buyer[]; now: number }): RfmCuts | undefined => {
  const { buyers, now } = input;
  if (buyers.length < rfmMinimum) return undefined;
  return {
    recency: quintileCuts(buyers.map((buyer) => daysSinceOrder({ buyer, now }))),
    frequency: quintileCuts(buyers.map(({ orders }) => orders)),
    monetary: quintileCuts(buyers.map(({ revenue }) => revenue)),
  };
};

/** The quintiles and the group of one buyer now. The same facts at the same day come to the same. */
export const rfmOf = (input: { buyer: Buyer; cuts: RfmCuts; now: number }): Rfm => {
  const { buyer, cuts } = input;
  const quintiles = {
    recency: 6 - quintileOf({ value: daysSinceOrder(input), cuts: cuts.recency }),
    frequency: quintileOf({ value: buyer.orders, cuts: cuts.frequency }),
    monetary: quintileOf({ value: buyer.revenue, cuts: cuts.monetary }),
  };
  return { ...quintiles, group: rfmGroup(quintiles) };
};
