import type { Approval } from '../../domain/approvals/approval.ts';
import type { ApprovalRow } from './ports.ts';

/** A row with what became of its approval: who took the review on stays. */
export const rowAfter = (row: ApprovalRow, approval: Approval): ApprovalRow => {
  const { rev, reviewer, team } = row;
  return {
    ...approval,
    rev,
    ...(reviewer === undefined ? {} : { reviewer }),
    ...(team === undefined ? {} : { team }),
  };
};
