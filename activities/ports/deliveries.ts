/** An inbound request as it arrived. Header names are in lower case. */
export type RawRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Uint8Array;
};

/** A verified inbound request; unique by its id, a hash of tenant, instance, webhook and dedupe key. */
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

export type DeliveryRow = Delivery & {
  readonly state: 'pending' | 'done' | 'dead';
  readonly attempts: number;
  readonly due?: number;
  readonly error?: string;
};

/** Raw inbound requests, kept until their events are accepted, and after that as evidence. */
export type DeliveryStore = {
  /** Stores it as pending; a sweeper may take it over from `due` (real time). */
  readonly insert: (input: { delivery: Delivery; due: number }) => Promise<'stored' | 'duplicate'>;
  readonly get: (input: { tenant: string; id: string }) => Promise<DeliveryRow | undefined>;
  readonly takeDue: (input: {
    wall: number;
    lease: number;
    limit: number;
  }) => Promise<readonly DeliveryRow[]>;
  /** Its events are accepted. With their `messageIds`, the raw request goes when the person they are about is erased. */
  readonly finish: (input: { tenant: string; id: string; messageIds?: readonly string[] }) => Promise<void>;
  /** Counts a failed attempt; due again at `due`, or dead when undefined. */
  readonly fail: (input: {
    tenant: string;
    id: string;
    error: string;
    due: number | undefined;
  }) => Promise<void>;
};
