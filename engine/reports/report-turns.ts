import { randomUUID } from 'node:crypto';

import { messageOf } from '../../domain/errors.ts';
import { nextOccurrence } from '../../domain/time/schedule.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ReportRow, ReportStore } from './ports.ts';
import type { SendReport } from './send-report.ts';

/** What time brings to reports, tenant by tenant. */
export type ReportTurns = {
  /** Sends a report that is due. */
  readonly turn: (tenant: string) => Promise<'more' | 'nothing'>;
  /** When the next is due, the tenant's time. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

/** Another process takes a report over whose process died; a round of 12 figures and 20 mails takes less. */
const leaseMs = 15 * 60_000;
const attemptsMax = 5;
const retryMs = 5 * 60_000;

type Deps = {
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly reports: ReportStore;
  readonly sendReport: SendReport;
  readonly systemTime: () => number;
  readonly log: Log;
};

/** Where a report stands after a try. */
const after = (input: {
  report: ReportRow;
  sent: readonly string[];
  problems: readonly string[];
  mayRetry: boolean;
  now: number;
  zone: string;
}): Pick<ReportRow, 'slot' | 'due' | 'attempts' | 'sent' | 'last'> => {
  const { report, sent, problems, now, zone } = input;
  const attempts = report.attempts + 1;
  const problem = problems.length === 0 ? {} : { problem: problems.join(' ').slice(0, 500) };
  const last = { at: now, sent: sent.length, ...problem };
  if (input.mayRetry && attempts < attemptsMax) {
    return { slot: report.slot, due: now + retryMs * attempts, attempts, sent: [...sent], last };
  }
  // From now on: what was missed while nothing ran is sent once.
  const slot = nextOccurrence({ after: Math.max(now, report.slot), schedule: report.schedule, zone });
  return { slot, due: slot, attempts: 0, sent: [], last };
};

/**
 * Makes the turns of reports. Who got the one of a time is noted after each mail, so that another process goes on where one died: a mail that
 * was taken right before may come twice, with the same Message-ID.
 */
export const createReportTurns = (deps: Deps): ReportTurns => ({
  next: (tenant) => deps.reports.next(tenant),
  turn: async (tenant) => {
    const now = deps.clock.now(tenant);
    const systemTime = deps.systemTime();
    const token = randomUUID();
    const lease = systemTime + leaseMs;
    const report = await deps.reports.take({ tenant, upTo: now, systemTime, lease, token });
    if (report === undefined) return 'nothing';
    const live = await deps.live.of(tenant);
    const { id } = report;
    const sent = [...report.sent];
    const note = async (user: string): Promise<boolean> => {
      sent.push(user);
      return deps.reports.noteSent({ tenant, id, token, user });
    };
    const result = await deps.sendReport({ live, report, now, note }).catch((thrown: unknown) => {
      deps.log.warn({ tenant, report: id, error: messageOf(thrown) }, 'A report is tried again later.');
      return { problems: [messageOf(thrown)], mayRetry: true };
    });
    const zone = live.published.settings.timezone;
    await deps.reports.put({ tenant, id, token, ...after({ report, sent, ...result, now, zone }) });
    return 'more';
  },
});
