import type { Caller } from '../../api/ports/keys.ts';
import { needsApproval } from '../../domain/approvals/approval-settings.ts';
import { CicloError } from '../../domain/errors.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';

const asks =
  'This workspace publishes what somebody else than its author has approved (`approvals` in `ciclo.json`).';

/** What anyone who is refused does instead. */
const ways = {
  drafts: 'Send the drafts for review.',
  revert: 'Send the files of the revision for review: `POST /api/workspace/publications/{revision}/review`.',
  key: 'Send drafts for review, or have an owner make a key with the scope `publish:unreviewed`.',
} as const;

/** That nothing is published here that nobody else has approved. */
export const approvalRequired = (way: keyof typeof ways = 'drafts'): CicloError =>
  new CicloError({ code: 'forbidden', message: `${asks} ${ways[way]}` });

/**
 * Refuses what nobody approved where the workspace asks for approvals: of everybody who signed in, and of keys that have no right to publish
 * without. A workspace that is not published yet asks for none.
 */
export type RefuseUnapproved = (
  caller: Pick<Caller, 'tenant' | 'scopes' | 'user'>,
  what: 'folder' | 'revert',
) => Promise<void>;

/** Makes the refusal of what nobody approved. */
export const createRefuseUnapproved = (deps: {
  workspaces: Pick<WorkspaceStore, 'load'>;
}): RefuseUnapproved => {
  return async ({ tenant, scopes, user }, what) => {
    if (user === undefined && scopes.includes('publish:unreviewed')) return;
    const published = await deps.workspaces.load(tenant);
    if (published === undefined || !needsApproval(published.settings)) return;
    if (what === 'revert') throw approvalRequired('revert');
    throw approvalRequired(user === undefined ? 'key' : 'drafts');
  };
};
