import {
  type ApprovalEvent,
  type ApprovalRefusal,
  type ApprovalState,
  reduceApproval,
} from '../../domain/approvals/approval.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import type { ApprovalRow, ApprovalStore } from './ports.ts';
import { rowAfter } from './row-after.ts';
import type { SettleApprovals } from './settle-approvals.ts';

const stands: Readonly<Record<ApprovalState, string>> = {
  draft: 'is back with its author',
  review: 'waits for review',
  approved: 'is approved',
  live: 'is live',
  withdrawn: 'was withdrawn',
};

/** Why an act on an approval is refused. */
export const refusedApproval = (because: ApprovalRefusal, row: ApprovalRow): CicloError => {
  if (because === 'own') {
    const message = 'You wrote these drafts, and this workspace asks for the approval of somebody else.';
    return new CicloError({ code: 'forbidden', message });
  }
  if (because === 'author') {
    const message = 'Only the author of the drafts can send them for review.';
    return new CicloError({ code: 'unprocessable', message });
  }
  const message =
    because === 'round'
      ? 'The author sent these drafts again since you looked. Look at them once more.'
      : `This cannot be done: the approval ${stands[row.state]}.`;
  return new CicloError({ code: 'conflict', message, details: { state: row.state, round: row.round } });
};

/** Does something to an approval that `event` says, of how it stands. Throws `not-found`, and `conflict` in a state in which it cannot be done. */
export type DecideApproval = (input: {
  tenant: string;
  id: string;
  event: (row: ApprovalRow) => ApprovalEvent | Promise<ApprovalEvent>;
}) => Promise<ApprovalRow>;

const triesMax = 5;

/** Makes the one way in which people change approvals: what changed in the drafts is noted first. */
export const createDecideApproval = (deps: {
  approvals: Pick<ApprovalStore, 'get' | 'replace'>;
  settleApprovals: SettleApprovals;
}): DecideApproval => {
  const { approvals, settleApprovals } = deps;
  return async ({ tenant, id, event }) => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const found = await approvals.get({ tenant, id });
      if (found === undefined) throw notFound('approval');
      await settleApprovals({ tenant, owner: found.author.id });
      const row = (await approvals.get({ tenant, id })) ?? found;
      const outcome = reduceApproval(row, await event(row));
      if (outcome.kind === 'refused') throw refusedApproval(outcome.because, row);
      const next = rowAfter(row, outcome.approval);
      if (await approvals.replace(next)) return { ...next, rev: next.rev + 1 };
    }
    throw new CicloError({ code: 'conflict', message: 'Others change this approval just now; try again.' });
  };
};
