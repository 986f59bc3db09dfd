import { type ApprovalActor, reduceApproval } from '../../domain/approvals/approval.ts';
import { CicloError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import type { AuditStore } from '../access/audit-port.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ApprovalRow, ApprovalStore } from './ports.ts';
import type { PublishApproval } from './publish-approval.ts';
import { rowAfter } from './row-after.ts';

const most = 10;
const noteMax = 500;
const engineItself: ApprovalActor = { kind: 'engine', id: 'approvals' };

type Deps = {
  readonly approvals: Pick<ApprovalStore, 'due' | 'get' | 'replace'>;
  readonly publishApproval: PublishApproval;
  readonly live: Pick<LiveWorkspaces, 'fresh'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
};

const problemsOf = ({ details }: CicloError): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(details['problems']) ? details['problems'].filter(isObject) : [];

/** Why it was not published, in words. */
const reasonOf = (error: CicloError): string => {
  const [first] = problemsOf(error);
  const where = typeof first?.['file'] === 'string' ? ` (${first['file']})` : '';
  const what = typeof first?.['message'] === 'string' ? ` ${first['message']}${where}` : '';
  return `${error.message}${what}`.slice(0, noteMax);
};

/** Of an approval that cannot go live as planned: it says why, and goes back to its author unless only the number of people is in doubt. */
const fail = async (deps: Deps, row: ApprovalRow, error: CicloError): Promise<void> => {
  const { tenant, id, rev } = row;
  const isApproved = problemsOf(error).some(({ code }) => code === 'launch-guard');
  const at = deps.clock.now(tenant);
  const note = reasonOf(error);
  const outcome = reduceApproval(row, { act: 'fail', by: engineItself, at, note, isApproved });
  if (outcome.kind === 'refused' || !(await deps.approvals.replace(rowAfter(row, outcome.approval)))) return;
  await deps.audit.append({
    tenant,
    at: deps.clock.systemTime(),
    actor: engineItself,
    action: 'approval.fail',
    subject: id,
    details: { code: error.code },
    once: `${id}:${rev}`,
  });
};

const publishDue = async (deps: Deps, row: ApprovalRow): Promise<void> => {
  const { tenant, id, rev, schedule } = row;
  if (schedule === undefined) return;
  const { plan, expect, by } = schedule;
  const before = (await deps.live.fresh(tenant)).revision;
  const wish = { tenant, id, by, plan, dryRun: false, ...(expect === undefined ? {} : { expect }) };
  try {
    const { revision } = await deps.publishApproval(wish);
    await deps.audit.append({
      tenant,
      at: deps.clock.systemTime(),
      actor: engineItself,
      action: 'approval.publish',
      subject: id,
      details: { revision },
      once: `${id}:${rev}`,
    });
  } catch (thrown) {
    if (!(thrown instanceof CicloError) || thrown.retryable) throw thrown;
    // Somebody published meanwhile, or did something to the approval: the next look sees what that means.
    if ((await deps.live.fresh(tenant)).revision !== before) return;
    const now = await deps.approvals.get({ tenant, id });
    if (now?.rev === rev) await fail(deps, now, thrown);
  }
};

/** Makes what publishes approved drafts when their time has come. True when there are more. */
export const createApprovalTurns = (deps: Deps) => {
  return async (tenant: string): Promise<boolean> => {
    const now = deps.clock.now(tenant);
    const due = await deps.approvals.due({ tenant, now, limit: most });
    for (const row of due) await publishDue(deps, row);
    return due.length === most;
  };
};
