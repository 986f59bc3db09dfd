import type { Deliveries } from '../webhooks/deliveries.ts';
import type { Dispatcher } from '../events/dispatcher.ts';
import type { CheckJourneys } from '../guards/check-journeys.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { RunStore } from '../runs/ports.ts';
import type { DevClockStore } from '../journeys/ports.ts';
import { type AdvanceDeps, createAdvance } from './advance.ts';
import type { DecideWinners } from '../experiments/decide-winners.ts';
import { type Align, createDevClock, type DevClock } from './dev-clock.ts';
import { type ComeToRest, createComeToRest, type PendingWorkflows } from './pending-workflows.ts';
import { createWatchGuards } from '../guards/watch-guards.ts';
import type { Module } from '../module.ts';
import { createSchedules } from './schedules.ts';
import { devClockSchema } from './store/dev-clock-schema.ts';
import { createDevClockStore } from './store/dev-clock.ts';
import { clockRoutes } from './clock-routes.ts';

type ClockNeeds = {
  readonly systemTime: () => number;
  readonly devClock: DevClockStore;
  readonly align: Align;
};

type AdvanceNeeds = {
  readonly clock: DevClock;
  readonly runs: RunStore;
  readonly profiles: ProfileStore;
  readonly recheck: AdvanceDeps['recheck'];
  readonly pendingWorkflows: PendingWorkflows;
  readonly comeToRest: ComeToRest;
  readonly schedules: AdvanceDeps['schedules'];
  readonly checkJourneys: CheckJourneys;
  readonly decideWinners: DecideWinners;
  readonly valueDays: AdvanceDeps['value'];
  readonly pause: AdvanceDeps['pause'];
  readonly patienceMs: number;
};

/** The time of each tenant, and a development clock that moves it on, with everything due on the way done. */
export const clockModule = {
  name: 'clock',
  collections: [devClockSchema],
  stores: {
    devClock: createDevClockStore,
  },
  services: {
    clock: ({ systemTime, devClock: store, align }: ClockNeeds) =>
      createDevClock({ systemTime, store, align }),
    settle:
      ({ webhookQueue, dispatcher }: { webhookQueue: Deliveries; dispatcher: Dispatcher }) =>
      async (): Promise<void> => {
        await webhookQueue.idle();
        await dispatcher.idle();
      },
    comeToRest: createComeToRest,
    schedules: createSchedules,
    advance: (use: AdvanceNeeds) =>
      createAdvance({
        clock: use.clock,
        runs: use.runs,
        profiles: use.profiles,
        recheck: use.recheck,
        notePending: use.pendingWorkflows.note,
        comeToRest: use.comeToRest,
        patienceMs: use.patienceMs,
        schedules: use.schedules,
        guards: createWatchGuards({ check: use.checkJourneys.all, clock: use.clock }),
        experiments: use.decideWinners,
        value: use.valueDays,
        pause: use.pause,
      }),
  },
  loops: {},
  routes: { clock: clockRoutes },
  audited: {
    'POST /api/clock/advance': { action: 'clock.advance' },
  },
} as const satisfies Module;
