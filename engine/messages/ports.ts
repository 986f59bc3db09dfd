import type { DeviceOutcome, MessageView } from '../../api/ports/views.ts';
import type { HashedAddress } from '../../domain/privacy/traces.ts';

/** One planned communication. Its id is a hash of (tenant, run, step, visit, channel). */
export type MessageRow = MessageView & {
  readonly tenant: string;
  /** The keyed hash of the address it goes to. */
  readonly addressHash?: string;
  /** `sending` until settled; the lease is real time, and past it the attempt is taken for lost. */
  readonly leaseUntil?: number;
  /** Whose attempt it is; only its holder says how the attempt ended. */
  readonly claim?: string;
  /** When the attempt began, real time. */
  readonly claimedAt?: number;
  readonly providerId?: string;
};

export type MessageStore = {
  /**
   * Claims the message for one attempt under `claim`: inserts it, or takes over a `retrying` one or one whose lease
   * is over. Answers what it found when there is nothing to take.
   */
  readonly claim: (input: {
    row: MessageRow;
    claim: string;
    systemTime: number;
    leaseUntil: number;
  }) => Promise<
    | { readonly kind: 'claimed'; readonly attempts: number }
    | { readonly kind: 'taken'; readonly row: MessageRow }
  >;
  /** Makes the lease of an attempt longer; `lost` when it is nobody's or another's by now. */
  readonly renew: (input: {
    tenant: string;
    id: string;
    claim: string;
    leaseUntil: number;
  }) => Promise<'renewed' | 'lost'>;
  /**
   * Notes how an attempt ended, at once; `lost` when the message is another attempt's by now, or settled: then nothing
   * is changed. That a provider accepted it is true no matter who holds it, and always noted.
   */
  readonly settle: (input: {
    tenant: string;
    id: string;
    claim: string;
    status: 'retrying' | 'accepted' | 'rejected' | 'cancelled';
    at: number;
    providerId?: string;
    reason?: string;
  }) => Promise<'settled' | 'lost'>;
  /** Notes what became of a message on one device, while the attempt has it. */
  readonly noteDevice: (input: {
    tenant: string;
    id: string;
    claim: string;
    device: DeviceOutcome;
  }) => Promise<void>;
  readonly get: (input: { tenant: string; id: string }) => Promise<MessageRow | undefined>;
  /** What a run planned and no provider has accepted or refused: under way, waiting for another attempt, or cancelled. */
  readonly unsent: (input: {
    tenant: string;
    profileId: string;
    run: string;
  }) => Promise<readonly MessageRow[]>;
  /**
   * Cancels what a run planned and has not handed over: what waits for another attempt, or whose attempt is lost; how many.
   * What an attempt has is cancelled when that attempt ends for now, and stays accepted when it got through.
   */
  readonly cancel: (input: {
    tenant: string;
    profileId: string;
    run: string;
    /** Only this one of them. */
    id?: string;
    systemTime: number;
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
};

/** Addresses nothing may be sent to, by channel; kept as a keyed hash, so that it outlives an erasure. */
export type SuppressionStore = {
  readonly find: (
    address: HashedAddress,
  ) => Promise<{ readonly addressHash: string; readonly reason: string; readonly at: number } | undefined>;
  /** Writes it once, whatever secret it was written under: the first reason stands. */
  readonly add: (input: HashedAddress & { reason: string; at: number }) => Promise<void>;
  readonly remove: (address: HashedAddress) => Promise<boolean>;
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

export type { DeviceOutcome, HashedAddress };
