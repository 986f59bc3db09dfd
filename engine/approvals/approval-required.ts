import { needsApproval } from '../../domain/approvals/approval-settings.ts';
import { CicloError } from '../../domain/errors.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';

/** That nothing is published here that nobody else has approved. */
export const approvalRequired = (): CicloError =>
  new CicloError({
    code: 'forbidden',
    message:
      'This workspace publishes what somebody else than its author has approved (`approvals` in `ciclo.json`). Send the drafts for review.',
  });

/** Refuses somebody who publishes by themselves where the workspace asks for approvals; a workspace that is not published yet asks for none. */
export type RefuseUnapproved = (tenant: string) => Promise<void>;

/** Makes the refusal of what nobody approved. */
export const createRefuseUnapproved = (deps: {
  workspaces: Pick<WorkspaceStore, 'load'>;
}): RefuseUnapproved => {
  return async (tenant) => {
    const published = await deps.workspaces.load(tenant);
    if (published !== undefined && needsApproval(published.settings)) throw approvalRequired();
  };
};
