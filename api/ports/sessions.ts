/** Where somebody is signed in. Instants are real time, epoch milliseconds. */
export type Session = {
  readonly id: string;
  readonly startedAt: number;
  /** To the day. */
  readonly usedAt: number;
  readonly expiresAt: number;
  /** What the browser calls itself (`User-Agent`). */
  readonly browser?: string;
};

/** Where the users of all tenants are signed in. */
export type Sessions = {
  /** The one used last first. */
  readonly list: (input: { tenant: string; userId: string }) => Promise<readonly Session[]>;
  /** Ends one, or all but `except`; answers how many ended. It opens nothing from the next call on. */
  readonly end: (input: {
    tenant: string;
    userId: string;
    id?: string | undefined;
    except?: string | undefined;
  }) => Promise<number>;
};
