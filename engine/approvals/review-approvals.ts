import { type ApprovalActor, isSameActor } from '../../domain/approvals/approval.ts';
import { needsApproval } from '../../domain/approvals/approval-settings.ts';
import { CicloError } from '../../domain/errors.ts';
import type { PublishPlan } from '../../domain/jobs/publish-plan.ts';
import type { Clock } from '../clock/clock.ts';
import { guardLaunch } from '../journeys/launch-guard.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { DecideApproval } from './decide-approvals.ts';
import type { ApprovalRow } from './ports.ts';
import type { PublishApproval } from './publish-approval.ts';

type Which = { readonly tenant: string; readonly id: string; readonly by: ApprovalActor };

/** What reviewers do. All throw `not-found`, and `conflict` for an approval that does not stand so that it can be done. */
export type ReviewApprovals = {
  /** `round` is what they looked at. Throws `forbidden` where somebody else has to approve. */
  readonly approve: (input: Which & { round: number; note?: string }) => Promise<ApprovalRow>;
  readonly giveBack: (input: Which & { round: number; note: string }) => Promise<ApprovalRow>;
  /** At an instant of the tenant's time; null takes it back. Throws whatever publishing it now would throw. */
  readonly schedule: (
    input: Which & { at: number | null; plan: PublishPlan; expect?: number },
  ) => Promise<ApprovalRow>;
  /** Throws `unprocessable` for somebody who neither wrote the drafts nor may decide. */
  readonly withdraw: (input: Which & { mayDecide: boolean }) => Promise<ApprovalRow>;
};

type Deps = {
  readonly decideApproval: DecideApproval;
  readonly publishApproval: PublishApproval;
  readonly live: Pick<LiveWorkspaces, 'fresh'>;
  readonly clock: Pick<Clock, 'now'>;
};

const yearMs = 366 * 86_400_000;

const checkTime = (at: number, now: number): void => {
  if (at > now && at <= now + yearMs) return;
  const message = '`at` is to be ahead, by a year at most.';
  throw new CicloError({ code: 'unprocessable', message });
};

const createApprove = ({ decideApproval, live, clock }: Deps): ReviewApprovals['approve'] => {
  return async ({ tenant, id, by, round, note }) => {
    const fourEyes = needsApproval((await live.fresh(tenant)).published.settings);
    if (fourEyes && by.kind !== 'user') {
      const message = 'A key approves nothing where approvals are required. Sign in to the studio.';
      throw new CicloError({ code: 'forbidden', message });
    }
    const at = clock.now(tenant);
    return decideApproval({ tenant, id, event: () => ({ act: 'approve', by, at, round, fourEyes, note }) });
  };
};

const createSchedule = (deps: Deps): ReviewApprovals['schedule'] => {
  const { decideApproval, publishApproval, live, clock } = deps;
  return async ({ tenant, id, by, at, plan, expect }) => {
    const now = clock.now(tenant);
    if (at === null) return decideApproval({ tenant, id, event: () => ({ act: 'unschedule', by, at: now }) });
    checkTime(at, now);
    const { entering } = await publishApproval({ tenant, id, by, plan, dryRun: true });
    const { launchGuard } = (await live.fresh(tenant)).published.settings;
    guardLaunch({ people: entering, most: launchGuard.people, expect, what: 'This publication' });
    const schedule = { at, plan, ...(expect === undefined ? {} : { expect }) };
    return decideApproval({ tenant, id, event: () => ({ act: 'schedule', by, at: now, schedule }) });
  };
};

/** Makes what reviewers do with approvals. */
export const createReviewApprovals = (deps: Deps): ReviewApprovals => {
  const { decideApproval, clock } = deps;
  return {
    approve: createApprove(deps),
    giveBack: async ({ tenant, id, by, round, note }) => {
      const at = clock.now(tenant);
      return decideApproval({ tenant, id, event: () => ({ act: 'return', by, at, round, note }) });
    },
    schedule: createSchedule(deps),
    withdraw: async ({ tenant, id, by, mayDecide }) =>
      decideApproval({
        tenant,
        id,
        event: (row) => {
          if (!mayDecide && !isSameActor(row.author, by)) {
            const message = 'Only the author of the drafts, or somebody who may publish, withdraws them.';
            throw new CicloError({ code: 'unprocessable', message });
          }
          return { act: 'withdraw', by, at: clock.now(tenant) };
        },
      }),
  };
};
