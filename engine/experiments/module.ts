import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import { createExpose } from './expose.ts';
import { createNoteMetrics } from './note-success.ts';
import { createReadResults } from './read-results.ts';
import { createShownResults } from './shown-results.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { DecidedStore, ExposureSums } from './ports.ts';
import { createDecideWinners, type DecideWinners } from './decide-winners.ts';
import { eachTenant } from '../each-tenant.ts';
import type { Module } from '../module.ts';
import { decidedSchema, exposureSchema } from './store/exposure-schema.ts';
import { createExposureStore } from './store/exposures.ts';
import { createExposureSums } from './store/exposure-sums.ts';
import { createDecidedStore } from './store/decided.ts';
import { resultRoutes } from './results-routes.ts';

type Measured = {
  readonly exposureSums: ExposureSums;
  readonly decided: DecidedStore;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

type LoopNeeds = { readonly live: LiveWorkspaces; readonly decideWinners: DecideWinners };

/** Experiments: who saw what, what came of it, and the winner. */
export const experimentsModule = {
  name: 'experiments',
  collections: [exposureSchema, decidedSchema],
  stores: {
    exposures: createExposureStore,
    exposureSums: createExposureSums,
    decided: createDecidedStore,
  },
  services: {
    expose: createExpose,
    noteMetrics: createNoteMetrics,
    results: ({ exposureSums: exposures, decided, live, clock }: Measured) =>
      createReadResults({ exposures, decided, live, clock }),
    shownResults: ({ exposureSums: exposures, decided, live, clock }: Measured) =>
      createShownResults({ exposures, decided, live, clock }),
    decideWinners: ({ exposureSums: exposures, decided, live, clock, log }: Measured & { log: Log }) =>
      createDecideWinners({ exposures, decided, live, clock, log }),
  },
  loops: {
    experiments: ({ live, decideWinners }: LoopNeeds) => ({
      every: 20,
      job: eachTenant({ live, look: (tenant) => decideWinners.run(tenant).then(() => false) }),
    }),
  },
  routes: { results: resultRoutes },
  audited: {},
} as const satisfies Module;
