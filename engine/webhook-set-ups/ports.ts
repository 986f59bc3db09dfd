/** A webhook that was set up at its vendor. Instants are on the tenant's clock, epoch milliseconds. */
export type WebhookSetUp = {
  readonly tenant: string;
  readonly instance: string;
  readonly webhook: string;
  /** Our address that it is sent to. */
  readonly url: string;
  readonly topics: readonly string[];
  readonly at: number;
  /** When the first request arrived whose sender was known. */
  readonly verifiedAt?: number;
};

type Named = Pick<WebhookSetUp, 'tenant' | 'instance' | 'webhook'>;

/** What was set up: a document for each webhook of an instance. */
export type WebhookSetUpStore = {
  readonly of: (tenant: string) => Promise<readonly WebhookSetUp[]>;
  /** Keeps what was set up, instead of what was set up before. */
  readonly put: (setUp: WebhookSetUp) => Promise<void>;
  /** Notes that a request arrived; nothing when it was set up again since `at`. */
  readonly verify: (input: Named & { at: number; verifiedAt: number }) => Promise<void>;
  readonly remove: (input: Named) => Promise<void>;
};
