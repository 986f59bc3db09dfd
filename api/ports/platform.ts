/** The two times there are. */
export type Clock = {
  /** The tenant's time, epoch milliseconds. */
  readonly now: (tenant: string) => number;
  /** The machine's time, for rates and leases. */
  readonly systemTime: () => number;
};

type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;
export type Log = {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
};

/** What is counted of the work of the API. */
export type Meter = {
  readonly accepted: (input: { tenant: string; source: string; count: number }) => void;
  readonly refused: (input: { tenant: string; reason: string; count: number }) => void;
  /** `route` is the pattern, never the address. */
  readonly request: (input: { route: string; method: string; status: number; seconds: number }) => void;
  /** Everything in Prometheus' text format. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

/** Looks at one thing the engine needs; throws, or answers `ok: false`, when it is not there. */
export type ReadyCheck = {
  readonly name: string;
  readonly check: () => Promise<{ readonly ok: boolean; readonly message?: string }>;
};
