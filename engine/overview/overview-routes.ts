import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { countedAt } from '../../api/admin/counted-at.ts';
import { answer, commonProblems, createRoutes, iso, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { atLocal, zonedAt } from '../../domain/time/local.ts';
import type { Clock } from '../clock/clock.ts';
import type { CountStuck, StuckCount } from '../events/stuck-port.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { CountOverview } from './count-overview.ts';
import type { OverviewReads } from './ports.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** This week and the one before. */
const daysShown = 14;
/** Beyond it a count says no more than that there is a lot. */
const countedMax = 1000;
/** A run that has not gone on for so long after its time is overdue. */
const overdueMs = 5 * minuteMs;

const count = z.int().min(0);
const counted = (description: string) =>
  count.openapi({ description: `${description} Counted up to ${countedMax}.` });

const overviewSchema = z
  .object({
    attention: z.object({
      deadEvents: counted('Events that could not be dispatched.'),
      quarantinedEvents: counted('Events from a time too far ahead.'),
      deadDeliveries: counted('Webhook requests that could not be read.'),
      failingDeliveries: counted('Webhook requests that failed and are tried again.'),
      overdueRuns: counted('Runs that should have gone on by now.'),
      dueTasks: counted('Open tasks whose time has come.'),
      dueClocks: counted('Records whose clock warns or runs out within a day.'),
    }),
    countedAt,
    days: z
      .array(z.object({ day: z.string(), sent: count, failed: count, clicked: count, unsubscribed: count }))
      .openapi({
        description: `Messages by the local day they were planned on, the last ${daysShown} days, today last.`,
      }),
    people: z.object({
      total: count,
      new: count.openapi({ description: 'Known since seven days, today included.' }),
      newBefore: count.openapi({ description: 'In the seven days before.' }),
    }),
  })
  .openapi('Overview');

const route = createRoute({
  method: 'get',
  path: '/overview',
  tags: ['Reports'],
  summary: 'What needs attention, and how the last two weeks went',
  security: withKey,
  responses: { 200: answer({ description: 'As of now.', schema: overviewSchema }), ...commonProblems },
});

type Deps = {
  readonly overviewReads: Pick<OverviewReads, 'dueTasks' | 'dueClocks'>;
  readonly countOverview: CountOverview;
  readonly countStuck: CountStuck;
  readonly live: Pick<LiveWorkspaces, 'of'>;
  readonly clock: Pick<Clock, 'now'>;
};

/** The last days of a zone, today last, with the instants at which they begin. */
const lastDays = (input: { now: number; zone: string }): readonly { day: string; start: number }[] => {
  const today = zonedAt({ at: input.now, zone: input.zone }).toPlainDate();
  return Array.from({ length: daysShown }, (_, index) => {
    const day = today.subtract({ days: daysShown - 1 - index });
    return { day: day.toString(), start: atLocal({ day, time: '00:00', zone: input.zone }) };
  });
};

const stuckOf = (
  counts: readonly StuckCount[],
  what: StuckCount['what'],
  state: StuckCount['state'],
): number => counts.find((one) => one.what === what && one.state === state)?.count ?? 0;

const createAttention =
  ({ overviewReads, countStuck }: Deps) =>
  async (input: { tenant: string; now: number }) => {
    const { tenant, now } = input;
    const [stuck, dueTasks, dueClocks] = await Promise.all([
      countStuck({ tenant, limit: countedMax, overdueBefore: now - overdueMs }),
      overviewReads.dueTasks({ tenant, now, limit: countedMax }),
      overviewReads.dueClocks({ tenant, until: now + dayMs, limit: countedMax }),
    ]);
    return {
      deadEvents: stuckOf(stuck, 'events', 'dead'),
      quarantinedEvents: stuckOf(stuck, 'events', 'quarantined'),
      deadDeliveries: stuckOf(stuck, 'deliveries', 'dead'),
      failingDeliveries: stuckOf(stuck, 'deliveries', 'failing'),
      overdueRuns: stuckOf(stuck, 'runs', 'overdue'),
      dueTasks,
      dueClocks,
    };
  };

/** `/api/overview`: the first page of the studio, in one call. Counts only: nothing in it is about one person. */
export const overviewRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const attentionOf = createAttention(deps);
  return createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { published } = await deps.live.of(tenant);
    const now = deps.clock.now(tenant);
    const days = lastDays({ now, zone: published.settings.timezone });
    const starts = days.map(({ start }) => start);
    const [attention, counted] = await Promise.all([
      attentionOf({ tenant, now }),
      deps.countOverview({ tenant, starts }),
    ]);
    const { days: figures, people } = counted.value;
    const none = { sent: 0, failed: 0, clicked: 0, unsubscribed: 0 };
    const rows = days.map(({ day }, index) => ({ day, ...(figures[index] ?? none) }));
    return c.json({ attention, countedAt: iso(counted.countedAt), days: rows, people: { ...people } }, 200);
  });
};
