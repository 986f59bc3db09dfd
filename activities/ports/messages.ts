/** One planned communication. Its id is a hash of (tenant, run, step, visit, channel). */
export type MessageRow = {
  readonly id: string;
  readonly tenant: string;
  readonly run: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly profileId: string;
  readonly channel: string;
  readonly message: string;
  readonly class: 'marketing' | 'transactional';
  readonly topic: string;
  readonly subject: string;
  readonly locale: string;
  readonly plannedAt: number;
  /** `sending` until settled; the lease is real time, and past it the attempt is taken for lost. */
  readonly status: 'sending' | 'retrying' | 'accepted' | 'rejected' | 'cancelled';
  readonly leaseUntil?: number;
  readonly attempts: number;
  readonly acceptedAt?: number;
  readonly providerId?: string;
  readonly reason?: string;
  readonly openedAt?: number;
  readonly clickedAt?: number;
  readonly bouncedAt?: number;
  readonly complainedAt?: number;
  readonly unsubscribedAt?: number;
};

export type MessageStore = {
  /**
   * Claims the message for one attempt: inserts it, or takes over a `retrying` one or one whose lease is
   * over. Answers what it found when there is nothing to take.
   */
  readonly claim: (input: {
    row: MessageRow;
    wall: number;
    leaseUntil: number;
  }) => Promise<
    | { readonly kind: 'claimed'; readonly attempts: number }
    | { readonly kind: 'taken'; readonly row: MessageRow }
  >;
  readonly settle: (input: {
    tenant: string;
    id: string;
    status: 'retrying' | 'accepted' | 'rejected' | 'cancelled';
    at: number;
    providerId?: string;
    reason?: string;
  }) => Promise<void>;
  readonly get: (input: { tenant: string; id: string }) => Promise<MessageRow | undefined>;
  /** Cancels what a run planned and has not handed over: what waits for another attempt, or whose attempt is lost. */
  readonly cancel: (input: {
    tenant: string;
    profileId: string;
    run: string;
    wall: number;
    reason: string;
  }) => Promise<number>;
  /** Notes the first open, click, bounce, complaint or unsubscription of a message. */
  readonly note: (input: {
    tenant: string;
    id: string;
    what: 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed';
    at: number;
  }) => Promise<void>;
  /** Says that it bounced for good or drew a complaint, for the guards of its journey. A repeat changes nothing. */
  readonly mark: (input: { tenant: string; id: string; mark: 'bounce' | 'complaint' }) => Promise<void>;
  readonly reassign: (input: { tenant: string; from: string; to: string }) => Promise<void>;
};

/** Addresses nothing may be sent to, by channel; kept as a keyed hash, so that it outlives an erasure. */
export type SuppressionStore = {
  readonly find: (input: {
    tenant: string;
    channel: string;
    addressHash: string;
  }) => Promise<{ readonly reason: string; readonly at: number } | undefined>;
  readonly add: (input: {
    tenant: string;
    channel: string;
    addressHash: string;
    reason: string;
    at: number;
  }) => Promise<void>;
  readonly remove: (input: { tenant: string; channel: string; addressHash: string }) => Promise<boolean>;
};

/** The same addresses as a list, for people. */
export type SuppressionList = {
  /** Newest first, by `at`, then `addressHash`; strictly behind `after`. */
  readonly list: (input: {
    tenant: string;
    channel?: string;
    limit: number;
    after?: { readonly at: number; readonly addressHash: string };
  }) => Promise<
    readonly {
      readonly channel: string;
      readonly addressHash: string;
      readonly reason: string;
      readonly at: number;
    }[]
  >;
};

/** Slots of rate limits, shared by all workers: each call books the next free one and says when it is. */
export type RateSlotStore = {
  readonly reserve: (input: { key: string; rate: number; perMs: number; now: number }) => Promise<number>;
};
