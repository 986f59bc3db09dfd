/** A place in a list that is ordered by time, newest first; the way to go on behind it. */
export type Position = {
  readonly at: number;
  /** Breaks ties at the same instant, highest first: `n` of a ledger row; 0 elsewhere. */
  readonly n: number;
  readonly id: string;
};

/** Part of a list, newest first, strictly behind `after`. */
export type PageOf = { readonly limit: number; readonly after?: Position };
