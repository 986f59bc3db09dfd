import type { PageOf } from '../../api/ports/views.ts';
import type { Approval, ApprovalState } from '../../domain/approvals/approval.ts';
import type { WorkItem, WorkPage } from '../work/ports.ts';

/** An approval as it is kept. */
export type ApprovalRow = Approval & {
  /** Counts what was written, so that of two who write one is refused. */
  readonly rev: number;
  /** The user or the team that took the review on. */
  readonly reviewer?: string;
  readonly team?: string;
};

/** The approvals of all tenants. */
export type ApprovalStore = {
  readonly add: (row: ApprovalRow) => Promise<void>;
  readonly get: (input: { tenant: string; id: string }) => Promise<ApprovalRow | undefined>;
  /** Writes what became of a row that was read; false when somebody else wrote meanwhile. */
  readonly replace: (row: ApprovalRow) => Promise<boolean>;
  /** By `createdAt`, the newest first. */
  readonly list: (
    input: PageOf & { tenant: string; state?: ApprovalState; author?: string },
  ) => Promise<readonly ApprovalRow[]>;
  /** Those of which something can still come, of one author or of all. */
  readonly open: (input: { tenant: string; author?: string }) => Promise<readonly ApprovalRow[]>;
  /** Approved ones whose time to go live has come, on the tenant's clock. */
  readonly due: (input: { tenant: string; now: number; limit: number }) => Promise<readonly ApprovalRow[]>;
};

/** Of whom the queue is read: what is back with them, and, where they may decide, what waits for others. */
export type ApprovalViewer = { readonly id: string; readonly mayDecide: boolean };

/** Approvals as work of the team. */
export type ApprovalWork = {
  /** By `since`; of everybody without a viewer. */
  readonly list: (page: WorkPage & { readonly viewer?: ApprovalViewer }) => Promise<readonly WorkItem[]>;
  /** Gives one that waits for a decision to a user, a team or nobody; with `isFree` only where nobody else has it. */
  readonly assign: (input: {
    readonly tenant: string;
    readonly id: string;
    readonly assignee?: string | null | undefined;
    readonly team?: string | null | undefined;
    readonly isFree: boolean;
  }) => Promise<'assigned' | 'taken' | 'absent'>;
};
