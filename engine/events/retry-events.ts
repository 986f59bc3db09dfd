import type { Clock } from '../clock/clock.ts';
import type { StuckEventStore } from './ports.ts';
import type { RetryEvent, RetryEvents } from '../../api/ports/acts.ts';

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
