import type { Clock } from '../clock/clock.ts';
import { createAccept } from './accept.ts';
import { createDispatchEvents } from './dispatch-event.ts';
import { createDispatcher, type Dispatcher, type Log } from './dispatcher.ts';
import { createHeardNames } from './heard-names.ts';
import { createFollowRules } from './follow-rules.ts';
import type { EventRow, EventStore } from './ports.ts';
import type { CountStuck } from './stuck-port.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { createWatchStuck } from './watch-stuck.ts';
import type { PressureGauge } from '../../api/ports/accept.ts';
import type { EngineMeter } from '../meter.ts';
import type { Module } from '../module.ts';
import { createRetryEvent, createRetryEvents } from './retry-events.ts';
import { eventSchema } from './store/event-schema.ts';
import { createEventStore } from './store/events.ts';
import { createCountStuck } from './store/read-stuck.ts';
import { ruleRoutes } from './rules-routes.ts';
import { eventRoutes } from './events-routes.ts';
import { createEventReads } from './store/read-events.ts';

const queueMax = 20_000;
/** So many events may wait in this process before callers are asked to slow down. */
const waitingMax = 10_000;
/** A sweep that finds so many has more to do at once. */
const sweptMany = 500;

type AcceptNeeds = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly queueEvents: (rows: readonly EventRow[]) => void;
  readonly acceptLeaseMs: number;
};

type DispatcherNeeds = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly dispatchEvents: ReturnType<typeof createDispatchEvents>;
  readonly log: Log;
  readonly concurrency: number;
  readonly acceptLeaseMs: number;
  readonly meter: EngineMeter;
};

type StuckNeeds = {
  readonly clock: Clock;
  readonly countStuck: CountStuck;
  readonly live: LiveWorkspaces;
  readonly meter: EngineMeter;
};

/** Events: accepted once they are stored, then dispatched; what a crash left is taken over. */
export const eventsModule = {
  name: 'events',
  collections: [eventSchema],
  stores: {
    events: createEventStore,
    eventReads: createEventReads,
    countStuck: createCountStuck,
    stuckEvents: (use: { events: ReturnType<typeof createEventStore> }) => use.events,
    withdrawnEvents: (use: { events: ReturnType<typeof createEventStore> }) => use.events,
  },
  services: {
    accept: ({ events, clock, queueEvents: dispatch, acceptLeaseMs: leaseMs }: AcceptNeeds) =>
      createAccept({ events, clock, dispatch, leaseMs }),
    // Read late: events that the engine itself brings in while it dispatches go the same way as all others.
    queueEvents: (use: { dispatcher: Dispatcher }) => (rows: readonly EventRow[]) =>
      use.dispatcher.push(rows),
    heardNames: createHeardNames,
    dispatchEvents: createDispatchEvents,
    dispatcher: (use: DispatcherNeeds) =>
      createDispatcher({
        events: use.events,
        clock: use.clock,
        dispatch: use.dispatchEvents,
        log: use.log,
        concurrency: use.concurrency,
        queueMax,
        leaseMs: use.acceptLeaseMs,
        count: use.meter.dispatched,
      }),
    followRules: createFollowRules,
    retryEvent: createRetryEvent,
    retryEvents: createRetryEvents,
    pressure:
      (use: { dispatcher: Dispatcher }): PressureGauge =>
      () => ({ overloaded: use.dispatcher.size() > waitingMax, retryAfterMs: 2_000 }),
  },
  loops: {
    events: ({ dispatcher }: { dispatcher: Dispatcher }) => ({
      every: 2,
      job: async () => (await dispatcher.sweep()) >= sweptMany,
    }),
    leases: ({ dispatcher }: { dispatcher: Dispatcher }) => ({
      every: 1,
      job: async () => (await dispatcher.renew(), false),
    }),
    stuck: ({ countStuck: count, live, meter, clock }: StuckNeeds) => {
      const watch = createWatchStuck({
        count,
        tenants: live.tenants,
        clock,
        tell: meter.stuck,
      });
      return { every: 10, job: () => watch().then(() => false) };
    },
  },
  routes: { events: eventRoutes, rules: ruleRoutes },
  audited: {
    'POST /api/events/:id/retry': { action: 'event.retry' },
    'POST /api/events/retry': { action: 'event.retry-all' },
  },
} as const satisfies Module;
