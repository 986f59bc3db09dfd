/** How much may go wrong: more than `rate` percent of at least `of`. */
export type ShareLimit = { readonly rate: number; readonly of: number };

/** Whether too many went wrong: there were enough to judge, and the share is above the limit. */
export const isOver = (input: { limit: ShareLimit; bad: number; all: number }): boolean => {
  const { limit, bad, all } = input;
  return all >= limit.of && bad * 100 > limit.rate * all;
};

/**
 * The most there may have been in all for so many bad ones to be too many; undefined when however few there were it
 * would not be. So anyone who counts in a database can stop there, and need not begin where little went wrong.
 */
export const mostForTrip = (input: { limit: ShareLimit; bad: number }): number | undefined => {
  const { limit, bad } = input;
  if (bad <= 0) return undefined;
  let most = Math.ceil((bad * 100) / limit.rate);
  // Of the two numbers around an inexact quotient, the one that `isOver` agrees with.
  while (most > 0 && bad * 100 <= limit.rate * most) most -= 1;
  return most >= limit.of ? most : undefined;
};
