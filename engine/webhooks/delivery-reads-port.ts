import type { PageOf } from '../../api/ports/views.ts';

/** How far an inbound request has come. `failing`: it could not be read so far, and is tried again. */
export const deliveryStates = ['pending', 'failing', 'done', 'dead'] as const;
export type DeliveryState = (typeof deliveryStates)[number];
/** The states in which somebody should look at it. */
export const stuckStates = ['failing', 'dead'] as const satisfies readonly DeliveryState[];
/** Deliveries that could not be read: `failing` ones are tried again by themselves, `dead` ones are not. */
export type StuckState = (typeof stuckStates)[number];

/** An inbound webhook request, without what it says. */
export type DeliveryView = {
  readonly id: string;
  readonly instance: string;
  readonly webhook: string;
  readonly topic?: string;
  readonly receivedAt: number;
  readonly state: DeliveryState;
  /** How often it could not be read. */
  readonly attempts: number;
  /** Real time. */
  readonly nextTryAt?: number;
  readonly error?: string;
};

/** The same with what it says, and without its headers: some vendors send a secret in one. */
export type DeliveryDetail = DeliveryView & {
  readonly request: {
    readonly method: string;
    readonly contentType?: string;
    readonly body: Uint8Array;
  };
};

/** Inbound requests as operators look at them. */
export type DeliveryReads = {
  /** By `receivedAt`, then `id`. */
  readonly list: (
    input: PageOf & { tenant: string; state?: DeliveryState; instance?: string },
  ) => Promise<readonly DeliveryView[]>;
  readonly get: (input: { tenant: string; id: string }) => Promise<DeliveryDetail | undefined>;
};

/** Which of the stuck ones are meant. */
export type StuckDeliveries = {
  readonly state: StuckState;
  readonly instance?: string;
  readonly webhook?: string;
  readonly topic?: string;
};

/** Inbound requests as operators look at them and try them again. */
export type Deliveries = DeliveryReads & {
  readonly retry: (input: { tenant: string; id: string }) => Promise<'requeued' | 'not-found' | 'not-stuck'>;
  /** At most `limit` of them; how many it were. */
  readonly retryAll: (input: StuckDeliveries & { tenant: string; limit: number }) => Promise<number>;
};
