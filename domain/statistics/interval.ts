/** An interval that holds the true value with the confidence it was asked for. */
export type Interval = { readonly low: number; readonly high: number };

/** An estimate and the interval around it. */
export type Estimate = Interval & { readonly value: number };

/** Whether zero is outside: whether a difference can be told from none. Touching zero is not outside. */
export const excludesZero = (interval: Interval): boolean => interval.low > 0 || interval.high < 0;
