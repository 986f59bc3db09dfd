/** A message that was handed over and then not delivered, to be sent on the next channel of its step. */
export type Resend = {
  readonly tenant: string;
  readonly messageId: string;
  readonly run: string;
  readonly step: string;
  /** The channel on which it could not be delivered. */
  readonly after: string;
  /** When it is to be sent, on the tenant's clock. */
  readonly at: number;
  /** When it was first to be sent. */
  readonly since: number;
  /** Real time until which one process has it. */
  readonly leaseUntil?: number;
  readonly rev: number;
};

export type ResendStore = {
  /** Adds one once per message. */
  readonly add: (resend: Resend) => Promise<void>;
  /** Those due by `now`, earliest first. */
  readonly due: (input: { tenant: string; now: number; limit: number }) => Promise<readonly Resend[]>;
  /** When the next is due. */
  readonly next: (tenant: string) => Promise<number | undefined>;
  /** Writes one if nobody wrote it since `rev`. */
  readonly save: (input: { resend: Resend; rev: number }) => Promise<'saved' | 'conflict'>;
  readonly remove: (input: { tenant: string; messageId: string }) => Promise<void>;
};
