import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { SuppressionStore } from '../messages/ports.ts';
import type { OfferBooks } from '../offers/redemptions/books-port.ts';
import type { ChooseLines } from '../offers/redemptions/choose-lines.ts';
import type { OrderStore, ProfileStore } from '../people/ports.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';
import type { DryRunReads } from './ports.ts';
import { createDryRuns } from './create-dry-runs.ts';
import type { PlayPeople } from './play-people.ts';
import { type CarryDryRuns, createCarryDryRuns } from './kept/carry-dry-runs.ts';
import { createKeptDryRuns } from './kept/keep-dry-runs.ts';
import { keptDryRunRoutes } from './kept/kept-routes.ts';
import type { PluginCatalog } from '../../domain/workspace/plugin-catalog.ts';
import type { Module } from '../module.ts';
import { createTryProgram } from './past/try-program.ts';
import { tryProgramRoutes } from './past/try-program-routes.ts';
import { createTryRule } from './past/try-rule.ts';
import { tryRuleRoutes } from './past/try-rule-routes.ts';
import { createDryRunReads } from './store/dry-run-reads.ts';
import { createDryRunStore } from './store/kept-dry-runs.ts';
import { keptDryRunSchema } from './store/kept-schema.ts';
import { dryRunRoutes } from './dry-run-routes.ts';
import { simulateRoutes } from './one-person/simulate-routes.ts';

type Needs = {
  readonly dryRunReads: DryRunReads;
  readonly audience: AudienceStore;
  readonly profiles: ProfileStore;
  readonly orders: OrderStore;
  readonly suppressions: SuppressionStore;
  readonly openRecords: OpenRecordStore;
  readonly keyring: Keyring;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly pluginCatalog: PluginCatalog;
  readonly playPeople: PlayPeople;
  readonly chooseLines: ChooseLines;
  readonly offerBooks: OfferBooks;
};

/** Journeys, rules and loyalty programmes tried with the people there are, before they are published: dry run, replay of history, lint. */
export const dryRunsModule = {
  name: 'dry-runs',
  collections: [keptDryRunSchema],
  stores: {
    dryRunStore: createDryRunStore,
    dryRunReads: createDryRunReads,
  },
  services: {
    dryRuns: (use: Needs) =>
      createDryRuns({
        dryRunReads: use.dryRunReads,
        audience: use.audience,
        profiles: use.profiles,
        orders: use.orders,
        suppressions: use.suppressions,
        openRecords: use.openRecords,
        keyring: use.keyring,
        live: use.live,
        clock: use.clock,
        plugins: use.pluginCatalog,
        playPeople: use.playPeople,
        chooseLines: use.chooseLines,
        offerBooks: use.offerBooks,
      }),
    tryRule: createTryRule,
    tryProgram: createTryProgram,
    keptDryRuns: createKeptDryRuns,
    carryDryRuns: createCarryDryRuns,
  },
  loops: {
    dryRuns: ({ carryDryRuns }: { carryDryRuns: CarryDryRuns }) => ({ every: 1, job: carryDryRuns.sweep }),
  },
  routes: {
    dryRuns: dryRunRoutes,
    simulate: simulateRoutes,
    keptDryRuns: keptDryRunRoutes,
    tryRule: tryRuleRoutes,
    tryProgram: tryProgramRoutes,
  },
  audited: {
    'POST /api/dry-runs': { action: 'dry-run.start' },
    'POST /api/dry-runs/:id/cancel': { action: 'dry-run.cancel', param: 'id' },
    'POST /api/journeys/:key/dry-run': 'none',
    'POST /api/journeys/:key/replay': 'none',
    'POST /api/journeys/:key/simulate': 'none',
    'POST /api/journeys/:key/lint': 'none',
    'POST /api/rules/try': 'none',
    'POST /api/loyalty/programs/try': 'none',
  },
} as const satisfies Module;
