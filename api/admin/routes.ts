import type { OpenAPIHono } from '@hono/zod-openapi';
import { createBearer } from '../auth/bearer.ts';
import type { ApiEnv } from '../http/env.ts';
import type { AdvanceClock, CommandRun, Enrol, FinishTask, RetryEvent, Suppressions } from '../ports/acts.ts';
import type { Jobs, SteerJourney } from '../ports/jobs.ts';
import type { Channels } from '../ports/channels.ts';
import type { Trips } from '../ports/guards.ts';
import type { IdempotencyStore } from '../ports/idempotency.ts';
import type { FindKey } from '../ports/keys.ts';
import type { Clock } from '../ports/platform.ts';
import type { PublishFiles } from '../ports/publish.ts';
import type { ListPlugins } from '../ports/plugins.ts';
import type { Reads } from '../ports/reads.ts';
import type { Results } from '../ports/results.ts';
import type { Rehearsals } from '../ports/rehearsals.ts';
import { channelRoutes } from './channels.ts';
import { clockRoutes } from './clock.ts';
import { commandRoutes } from './commands.ts';
import { enrolRoutes } from './enrol.ts';
import { decisionRoutes } from './decisions.ts';
import { eventRoutes } from './events.ts';
import { createIdempotent } from './idempotent.ts';
import { jobRoutes } from './jobs.ts';
import { journeyRoutes } from './journeys.ts';
import { createRoutes } from './kit.ts';
import { messageRoutes } from './messages.ts';
import { pluginRoutes } from './plugins.ts';
import { profileRoutes } from './profiles.ts';
import { publishRoutes } from './publish.ts';
import { boundedJson } from './read-body.ts';
import { resultRoutes } from './results.ts';
import { rehearsalRoutes } from './rehearsals.ts';
import { runRoutes } from './runs.ts';
import { segmentRoutes } from './segments.ts';
import { steerRoutes } from './steer.ts';
import { standingRoutes } from './standing.ts';
import { suppressionRoutes } from './suppressions.ts';
import { taskRoutes } from './tasks.ts';
import { timelineRoutes } from './timeline.ts';
import { tripRoutes } from './trips.ts';
import { whyRoutes } from './why.ts';

export type AdminDeps = {
  readonly findKey: FindKey;
  readonly reads: Reads;
  readonly results: Results;
  readonly enrol: Enrol;
  readonly command: CommandRun;
  readonly retryEvent: RetryEvent;
  readonly finishTask: FinishTask;
  readonly jobs: Jobs;
  readonly steer: SteerJourney;
  readonly publish: PublishFiles;
  readonly trips: Trips;
  readonly channels: Channels;
  readonly plugins: ListPlugins;
  readonly suppressions: Suppressions;
  readonly rehearsals: Rehearsals;
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
  /** Absent where there is no development clock. */
  readonly advance?: AdvanceClock | undefined;
};

/** Everything under `/api`: first who asks, then what. */
export const adminRoutes = (deps: AdminDeps): OpenAPIHono<ApiEnv> => {
  const app = createRoutes();
  app.use(
    createBearer(deps),
    boundedJson,
    createIdempotent({ store: deps.idempotency, clock: deps.clock }),
    async (c, next) => {
      await next();
      c.res.headers.set('cache-control', 'no-store');
    },
  );
  const groups = [
    journeyRoutes(deps),
    steerRoutes(deps),
    tripRoutes(deps),
    jobRoutes(deps),
    resultRoutes(deps),
    publishRoutes(deps),
    runRoutes(deps),
    enrolRoutes(deps),
    commandRoutes(deps),
    messageRoutes(deps),
    taskRoutes(deps),
    profileRoutes(deps),
    timelineRoutes(deps),
    whyRoutes(deps),
    decisionRoutes(deps),
    standingRoutes(deps),
    eventRoutes(deps),
    segmentRoutes(deps),
    suppressionRoutes(deps),
    channelRoutes(deps),
    pluginRoutes(deps),
    rehearsalRoutes(deps),
    clockRoutes({ clock: deps.clock, advance: deps.advance }),
  ];
  for (const group of groups) app.route('/', group);
  return app;
};
