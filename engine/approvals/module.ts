import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createRefuseUnapproved } from './approval-required.ts';
import { createApprovalTurns } from './approval-turns.ts';
import { approvalRoutes } from './approvals-routes.ts';
import { createDecideApproval } from './decide-approvals.ts';
import { decideRoutes } from './decide-routes.ts';
import { createPublishApproval } from './publish-approval.ts';
import { createReadApproval } from './read-approval.ts';
import { createReviewApprovals } from './review-approvals.ts';
import { createSendApprovals } from './send-approval.ts';
import { createSettleApprovals, type SettleApprovals } from './settle-approvals.ts';
import { approvalSchema } from './store/approval-schema.ts';
import { createApprovalStore } from './store/approvals.ts';
import { createApprovalWork } from './store/approval-work.ts';

type TurnNeeds = {
  readonly live: LiveWorkspaces;
  readonly approvalTurns: ReturnType<typeof createApprovalTurns>;
};
type SettleNeeds = { readonly live: LiveWorkspaces; readonly settleApprovals: SettleApprovals };

/** Drafts that somebody else looks at before they are published: sent, approved or returned, and live at once or at a set time. */
export const approvalsModule = {
  name: 'approvals',
  collections: [approvalSchema],
  stores: { approvals: createApprovalStore, approvalWork: createApprovalWork },
  services: {
    approvalTurns: createApprovalTurns,
    decideApproval: createDecideApproval,
    publishApproval: createPublishApproval,
    readApproval: createReadApproval,
    refuseUnapproved: createRefuseUnapproved,
    reviewApprovals: createReviewApprovals,
    sendApprovals: createSendApprovals,
    settleApprovals: createSettleApprovals,
  },
  loops: {
    approvals: ({ live, approvalTurns }: TurnNeeds) => ({
      every: 5,
      job: eachTenant({ live, look: approvalTurns }),
    }),
    // What a crash, or a publication from a folder, left as it was.
    settleApprovals: ({ live, settleApprovals }: SettleNeeds) => ({
      every: 60,
      job: eachTenant({
        live,
        look: async (tenant) => {
          await settleApprovals({ tenant });
          return false;
        },
      }),
    }),
  },
  routes: { approvals: approvalRoutes, decideApprovals: decideRoutes },
  audited: {
    'POST /api/workspace/approvals': { action: 'approval.send' },
    'POST /api/workspace/approvals/:id/send': { action: 'approval.send', param: 'id' },
    'POST /api/workspace/approvals/:id/approve': { action: 'approval.approve', param: 'id' },
    'POST /api/workspace/approvals/:id/return': { action: 'approval.return', param: 'id' },
    'POST /api/workspace/approvals/:id/schedule': { action: 'approval.schedule', param: 'id' },
    'POST /api/workspace/approvals/:id/withdraw': { action: 'approval.withdraw', param: 'id' },
    'POST /api/workspace/approvals/:id/publish': { action: 'approval.publish', param: 'id' },
  },
} as const satisfies Module;
