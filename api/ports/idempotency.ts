/** An answer as it was given the first time. */
export type StoredAnswer = { readonly status: number; readonly body: string };

/** Answers kept by `Idempotency-Key`, unique by tenant, route and key, for 24 hours or longer. */
export type IdempotencyStore = {
  /**
   * Takes the key for one request: `begun` for the first, or when the one before was given up or its lease (real
   * time) is over; otherwise what stands.
   */
  readonly begin: (input: {
    tenant: string;
    route: string;
    key: string;
    bodyHash: string;
    systemTime: number;
    leaseUntil: number;
  }) => Promise<
    | { readonly kind: 'begun' }
    | { readonly kind: 'under-way' }
    | { readonly kind: 'other-request' }
    | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  >;
  readonly keep: (input: {
    tenant: string;
    route: string;
    key: string;
    answer: StoredAnswer;
    systemTime: number;
  }) => Promise<void>;
  /** Lets the key be used again: nothing was done, or it can be done again. */
  readonly giveUp: (input: { tenant: string; route: string; key: string }) => Promise<void>;
};
