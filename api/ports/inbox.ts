/** An inbound request as it arrived. */
export type RawRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Uint8Array;
};

/** Whether a request may be stored, or what to answer instead. */
export type Received =
  | { readonly kind: 'verified'; readonly dedupeKey: string; readonly topic?: string }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 401 | 404 | 413 | 503;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'reply'; readonly status: number; readonly body: string };

/** A place that requests are sent to. */
export type WebhookPlace = { readonly tenant: string; readonly instance: string; readonly webhook: string };

/** What is known of a webhook before its request is read: how large it may be, or why it is refused. */
export type FoundWebhook =
  | {
      readonly kind: 'found';
      readonly maxBytes: number;
      /** The request as it may be kept: without the secret that its sender brought. */
      readonly toKeep: (request: RawRequest) => RawRequest;
      /** Whether its address ends with a secret. */
      readonly hasSecretPath: boolean;
    }
  | (Extract<Received, { kind: 'refused' }> & { readonly status: 404 | 503 });

/** Looks for a webhook by its place. */
export type FindWebhook = (place: WebhookPlace) => FoundWebhook | Promise<FoundWebhook>;

/** Whether a request may be stored, or what to answer instead. The plugin runtime's `receive`. */
export type Receive = (input: {
  tenant: string;
  instance: string;
  webhook?: string;
  request: RawRequest;
  /** Real time. */
  now: number;
}) => Received | Promise<Received>;

/** A delivery that was verified; unique by tenant, instance, webhook and `dedupeKey`. */
export type Delivery = {
  readonly id: string;
  readonly tenant: string;
  readonly instance: string;
  readonly webhook: string;
  readonly dedupeKey: string;
  readonly topic?: string;
  readonly request: RawRequest;
  /** On the tenant's clock. */
  readonly receivedAt: number;
};

export type Inbox = {
  /** Keeps a delivery, to be normalised later. Throws `unavailable` when it cannot be known that it is stored. */
  readonly store: (delivery: Delivery) => Promise<'stored' | 'duplicate'>;
  /** Normalises a stored delivery and accepts its events soon. Must not throw; a sweeper does what it missed. */
  readonly kick: (input: { tenant: string; id: string }) => void;
};
