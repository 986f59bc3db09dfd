/** How a variant did among those it was tried on. */
export type Tried = { readonly variant: string; readonly hits: number; readonly of: number };

/**
 * The variant with the highest rate; of several the first, which is the control. It is the best guess, not a proof: the
 * report says with intervals whether the difference can be told from none.
 */
export const pickWinner = (tried: readonly [Tried, ...Tried[]]): string => {
  const rate = ({ hits, of }: Tried): number => (of === 0 ? 0 : hits / of);
  const [first, ...others] = tried;
  return others.reduce((best, one) => (rate(one) > rate(best) ? one : best), first).variant;
};
