import type { Clock } from '../clock/clock.ts';
import type { StuckEventStore } from './ports.ts';

/** Lets an event that was given up or set aside be dispatched again. */
export type RetryEvent = (input: {
  tenant: string;
  id: string;
}) => Promise<'requeued' | 'not-found' | 'not-stuck'>;

/** The same for those of a state, at most `limit`; how many it were. */
export type RetryEvents = (input: {
  tenant: string;
  state: 'dead' | 'quarantined';
  name?: string;
  limit: number;
}) => Promise<number>;

type Needs = { readonly stuckEvents: StuckEventStore; readonly clock: Clock };

/** Puts an event that was given up back into the queue. */
export const createRetryEvent =
  ({ stuckEvents, clock }: Needs): RetryEvent =>
  ({ tenant, id }) =>
    stuckEvents.requeue({ tenant, id, due: clock.systemTime() });

/** Puts many of them back, so many at most. */
export const createRetryEvents =
  ({ stuckEvents, clock }: Needs): RetryEvents =>
  (which) =>
    stuckEvents.requeueAll({ ...which, due: clock.systemTime() });
