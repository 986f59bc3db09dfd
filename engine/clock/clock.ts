/** The two times there are. */
export type Clock = {
  /** The tenant's time, epoch milliseconds: real time, moved on by its development clock if it has one. */
  readonly now: (tenant: string) => number;
  /** The machine's time, for leases and time-outs only. */
  readonly systemTime: () => number;
};
