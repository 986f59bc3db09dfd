import { z } from 'zod';

import { approvalStates } from '../../parts/approvals/approval-state.tsx';
import { usePlaceOf } from '../../parts/page/use-place.ts';

const text = z.coerce.string().min(1).optional().catch(undefined);

/** Roles from the one that may do most. */
export const roles = ['owner', 'admin', 'marketer', 'author', 'agent', 'viewer'] as const;
export type Role = (typeof roles)[number];

export const teamTabs = ['users', 'teams'] as const;
const teamSchema = z.object({
  tab: z.enum(teamTabs).catch('users'),
  role: z.enum(roles).optional().catch(undefined),
  team: text,
  state: z.enum(['active', 'deactivated', 'all']).catch('active'),
});
const approvalsSchema = z.object({ state: z.enum(approvalStates).optional().catch(undefined) });
const auditSchema = z.object({ action: text, subject: text, actor: text });

/** Which approvals are shown. */
export const useApprovalsPlace = () => usePlaceOf(approvalsSchema);

/** Which people of the team are shown. */
export const useTeamPlace = () => usePlaceOf(teamSchema);

/** Which lines of the audit log are shown. */
export const useAuditPlace = () => usePlaceOf(auditSchema);
