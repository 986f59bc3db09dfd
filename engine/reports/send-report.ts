import { reportMail } from '../../domain/reports/report-mail.ts';
import { hashId } from '../../domain/hash.ts';
import { parseMailAddress } from '../../domain/messages/mail-address.ts';
import { messageIdHeader } from '../../domain/messages/message-id.ts';
import { zonedAt } from '../../domain/time/local.ts';
import type { User } from '../../domain/team/user.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { SuppressionStore } from '../messages/ports.ts';
import { hashedAddress } from '../messages/send/reach.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { UserStore } from '../team/ports.ts';
import type { RunFigure } from '../warehouse/run-figure.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { mayGet, scopesOf } from './check-report.ts';
import type { ReportRow } from './ports.ts';
import { createReportSections, type DrawChart, type ReportFile } from './report-sections.ts';

type Deps = {
  readonly users: Pick<UserStore, 'get'>;
  readonly plugins: Plugins;
  readonly suppressions: Pick<SuppressionStore, 'find'>;
  readonly keyring: Pick<Keyring, 'macs'>;
  readonly runFigure: RunFigure;
  readonly warehouseFolder: WarehouseFolder | undefined;
  readonly drawChart: DrawChart;
  readonly publicUrl: string;
  readonly defaultFrom: string;
};

/** What came of one turn: whom it did not reach, and whether another try may. */
export type ReportSent = { readonly problems: readonly string[]; readonly mayRetry: boolean };

/** What was made once for all who get it. */
type Content = {
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly ReportFile[];
};

/** Files beyond what a mail takes are left out, the last first; the studio has all of them. */
const filesMax = 9_000_000;
const fitting = (files: readonly ReportFile[]): readonly ReportFile[] => {
  let size = 0;
  return files.filter(({ base64 }) => (size += base64.length) <= filesMax).slice(0, 20);
};

const createContent = (deps: Deps) => {
  const sectionsOf = createReportSections(deps);
  return async (input: { live: LiveWorkspace; report: ReportRow; now: number }): Promise<Content> => {
    const { live, report, now } = input;
    const { name: shop, timezone: zone } = live.published.settings;
    const made = await sectionsOf({ tenant: report.tenant, settings: report, now, zone });
    const asOf = (await deps.warehouseFolder?.manifest(report.tenant))?.asOf;
    const local = asOf === undefined ? undefined : zonedAt({ at: asOf, zone });
    // Pictures first: a mail without one of its files still reads well.
    const files = made.flatMap((one) => one.files);
    const sorted = [
      ...files.filter(({ cid }) => cid !== undefined),
      ...files.filter(({ cid }) => cid === undefined),
    ];
    const mail = reportMail({
      name: report.name,
      shop,
      language: report.language,
      asOf: local?.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' '),
      settingsUrl: `${deps.publicUrl}/studio/analytics/reports`,
      sections: made.map(({ section }) => section),
    });
    return { ...mail, attachments: fitting(sorted) };
  };
};

/** Sends it to one user. Undefined when it got through, else why not and whether another try may help. */
const createDeliver =
  (deps: Deps) =>
  async (input: {
    live: LiveWorkspace;
    report: ReportRow;
    user: User;
    content: Content;
    now: number;
  }): Promise<{ readonly problem: string; readonly mayRetry: boolean } | undefined> => {
    const { live, report, user, content, now } = input;
    const { tenant } = report;
    const { keyring, defaultFrom } = deps;
    const at = hashedAddress({ keyring, tenant, channel: 'email', address: user.email });
    if ((await deps.suppressions.find(at)) !== undefined)
      return { problem: `The address of ${user.name} is suppressed.`, mayRetry: false };
    const { settings } = live.published;
    const from = settings.from ?? defaultFrom;
    const parsed = parseMailAddress(from);
    const domain = parsed.ok ? (parsed.address.email.split('@')[1] ?? 'localhost') : 'localhost';
    const key = `report-${hashId(tenant, report.id, String(report.slot), user.id)}`;
    const sent = await deps.plugins.send({
      live,
      channel: 'email',
      input: {
        to: user.email,
        toName: user.name,
        from,
        subject: report.name,
        html: content.html,
        text: content.text,
        messageId: messageIdHeader({ messageId: key, domain }),
        headers: { 'Auto-Submitted': 'auto-generated' },
        date: new Date(now).toISOString(),
        attachments: content.attachments,
      },
      idempotencyKey: key,
      now,
      slotAt: undefined,
    });
    // One that may have got through is not sent again: a second copy helps nobody.
    if (sent.kind === 'done' || sent.kind === 'unknown') return undefined;
    return { problem: `${user.name}: ${sent.message}`, mayRetry: sent.kind === 'retry' };
  };

/** Makes the sending of a report to those of its users who may see it and have not got it yet. Throws what may pass. */
export const createSendReport = (deps: Deps) => {
  const contentOf = createContent(deps);
  const deliver = createDeliver(deps);
  return async (input: {
    live: LiveWorkspace;
    report: ReportRow;
    now: number;
    /** Notes who got it; false when the report is somebody else's by now. */
    note: (user: string) => Promise<boolean>;
  }): Promise<ReportSent> => {
    const { live, report, now, note } = input;
    const needed = scopesOf(report);
    const content = await contentOf(input);
    const problems: string[] = [];
    let mayRetry = false;
    for (const id of report.to.filter((one) => !report.sent.includes(one))) {
      const user = await deps.users.get({ tenant: report.tenant, id });
      if (user === undefined || !mayGet(user, needed)) {
        problems.push(`${user?.name ?? id} may not see it any more.`);
        continue;
      }
      const failed = await deliver({ live, report, user, content, now });
      if (failed === undefined) {
        if (!(await note(id))) return { problems, mayRetry: false };
        continue;
      }
      problems.push(failed.problem);
      mayRetry ||= failed.mayRetry;
    }
    return { problems, mayRetry };
  };
};
export type SendReport = ReturnType<typeof createSendReport>;
