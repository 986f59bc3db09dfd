/** What became of the messages that were planned on one day. */
export type DayFigures = {
  readonly sent: number;
  readonly failed: number;
  readonly clicked: number;
  readonly unsubscribed: number;
};

/** The figures with which a team begins its day. Instants in epoch milliseconds. */
export type OverviewReads = {
  /** Messages planned in each of the spans that begin at `starts` (rising); the last one has no end. */
  readonly messages: (input: { tenant: string; starts: readonly number[] }) => Promise<readonly DayFigures[]>;
  /** People who are known since then; without `until` up to now. */
  readonly newPeople: (input: { tenant: string; from: number; until?: number }) => Promise<number>;
  /** People that are known at all. */
  readonly people: (input: { tenant: string }) => Promise<number>;
  /** Open tasks whose time has come, `limit` at most. */
  readonly dueTasks: (input: { tenant: string; now: number; limit: number }) => Promise<number>;
  /** Records whose clock (SLA) warns or runs out by then, `limit` at most. */
  readonly dueClocks: (input: { tenant: string; until: number; limit: number }) => Promise<number>;
};
