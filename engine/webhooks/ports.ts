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

/** Deliveries that could not be read: `failing` ones are tried again by themselves, `dead` ones are not. */
export type StuckState = 'failing' | 'dead';

/** Deliveries that could not be read, looked at again by people. */
export type StuckDeliveryStore = {
  /** Lets one be read again, at `due` (real time), with all its attempts. */
  readonly requeue: (input: {
    tenant: string;
    id: string;
    due: number;
  }) => Promise<'requeued' | 'not-found' | 'not-stuck'>;
  /** The same for those of a state, at most `limit`; how many it were. */
  readonly requeueAll: (input: {
    tenant: string;
    state: StuckState;
    instance?: string;
    webhook?: string;
    topic?: string;
    limit: number;
    due: number;
  }) => Promise<number>;
};

/** Raw inbound requests, kept until their events are accepted, and after that as evidence for as long as the events are. */
export type DeliveryStore = {
  /** Stores it as pending; a sweeper may take it over from `due` (real time). */
  readonly insert: (input: { delivery: Delivery; due: number }) => Promise<'stored' | 'duplicate'>;
  readonly get: (input: { tenant: string; id: string }) => Promise<DeliveryRow | undefined>;
  readonly takeDue: (input: {
    systemTime: number;
    lease: number;
    limit: number;
  }) => Promise<readonly DeliveryRow[]>;
  /** Its events are accepted. Of one that became none (`isEmpty`) nothing but that it came is kept. */
  readonly finish: (input: { tenant: string; id: string; isEmpty?: boolean }) => Promise<void>;
  /** Counts a failed attempt; due again at `due`, or dead when undefined. */
  readonly fail: (input: {
    tenant: string;
    id: string;
    error: string;
    due: number | undefined;
  }) => Promise<void>;
};
