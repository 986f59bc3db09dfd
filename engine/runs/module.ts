import { createBurst, type Burst } from './burst/burst.ts';
import { countedBurst } from './burst/counted-burst.ts';
import { createBurstActivities } from '../../activities/create-burst-activities.ts';
import type { Clock } from '../clock/clock.ts';
import { createSettleRuns } from './settle-runs.ts';
import { createWakeRuns } from './wake-runs.ts';
import { createPerform, type Perform, type PerformDeps } from './effects/perform.ts';
import { createTellRun } from './tell-run.ts';
import type { EffectStore, RunStore } from './ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { EngineMeter } from '../meter.ts';
import type { Module } from '../module.ts';
import { createCommandRun } from './command-run.ts';
import { runSchema } from './store/run-schema.ts';
import { commandSchema } from './store/command-schema.ts';
import { effectSchema } from './store/effect-schema.ts';
import { ledgerSchema } from './store/ledger-schema.ts';
import { createRunStore } from './store/runs.ts';
import { createLedgerStore } from './store/ledger.ts';
import { createEffectStore } from './store/effects.ts';
import { createCommandStore } from './store/commands.ts';
import { commandRoutes } from './commands-routes.ts';
import { decisionRoutes } from './decisions-routes.ts';
import { runRoutes } from './runs-routes.ts';
import { standingRoutes } from './standing-routes.ts';
import { whyRoutes } from './why-routes.ts';
import { createDecisionReads } from './store/read-decisions.ts';
import { createRunReads } from './store/read-runs.ts';
import { createStandingReads } from './store/read-standing.ts';

type ActivityNeeds = {
  readonly burst: Burst;
  readonly runs: RunStore;
  readonly profiles: ProfileStore;
  readonly live: LiveWorkspaces;
  readonly effects: EffectStore;
  readonly readRecord: ReadRecord;
  readonly perform: Perform;
  readonly clock: Clock;
};

type PerformNeeds = Omit<PerformDeps, 'enrol'> & {
  readonly enrolByStep: PerformDeps['enrol'];
  readonly around?: (perform: Perform) => Perform;
};

/** Runs: the work between two waits, what it does to the world, and the workflows that wait. */
export const runsModule = {
  name: 'runs',
  collections: [runSchema, commandSchema, effectSchema, ledgerSchema],
  stores: {
    runs: createRunStore,
    ledger: createLedgerStore,
    effects: createEffectStore,
    commands: createCommandStore,
    runReads: createRunReads,
    decisionReads: createDecisionReads,
    standingReads: createStandingReads,
  },
  services: {
    plainBurst: createBurst,
    burst: (use: { plainBurst: Burst; meter: EngineMeter; systemTime: () => number }) =>
      countedBurst({ burst: use.plainBurst, count: use.meter.burst, systemTime: use.systemTime }),
    activities: ({ burst, perform, clock, runs, profiles, live, effects, readRecord }: ActivityNeeds) =>
      createBurstActivities({
        burst,
        perform,
        clock,
        session: { runs, profiles, live, effects, readRecord },
      }),
    perform: (use: PerformNeeds) =>
      (use.around ?? ((same: Perform) => same))(
        createPerform({
          events: use.events,
          tasks: use.tasks,
          changeProfile: use.changeProfile,
          issueOffer: use.issueOffer,
          pointsByStep: use.pointsByStep,
          membershipByStep: use.membershipByStep,
          creditByStep: use.creditByStep,
          expose: use.expose,
          send: use.send,
          callPlugin: use.callPlugin,
          // Read late: what enters has a burst, which performs.
          recordByStep: (input) => use.recordByStep(input),
          replyByStep: (input) => use.replyByStep(input),
          readRecord: use.readRecord,
          recommendForStep: use.recommendForStep,
          enrol: (input) => use.enrolByStep(input),
        }),
      ),
    tell: createTellRun,
    command: createCommandRun,
    settleRuns: createSettleRuns,
    wakeRuns: createWakeRuns,
  },
  loops: {},
  routes: {
    commands: commandRoutes,
    decisions: decisionRoutes,
    runs: runRoutes,
    standing: standingRoutes,
    why: whyRoutes,
  },
  audited: {
    'POST /api/runs/:id/commands': { action: 'run.command', param: 'id' },
  },
} as const satisfies Module;
