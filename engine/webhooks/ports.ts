import type { Delivery } from '../../api/ports/inbox.ts';
import type { StuckState } from './delivery-reads-port.ts';

export type DeliveryRow = Delivery & {
  readonly state: 'pending' | 'done' | 'dead';
  readonly attempts: number;
  readonly due?: number;
  readonly error?: string;
};

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
