import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { WorkspaceStore } from '../ports/workspaces.ts';
import type { Workspace } from '../../domain/workspace/parse-workspace.ts';
import { type Change, planPublication } from './plan-publication.ts';

export type PublishWorkspace = (input: {
  built: Workspace;
  dryRun: boolean;
}) => Promise<{ readonly revision: number; readonly changes: readonly Change[] }>;

const triesMax = 5;

/** Makes the publication of a workspace: all of it takes force at one instant, or nothing does. */
export const createPublishWorkspace = (deps: {
  workspaces: WorkspaceStore;
  live: LiveWorkspaces;
  clock: Clock;
}): PublishWorkspace => {
  return async ({ built, dryRun }) => {
    const { tenant } = built.settings;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const current = await deps.workspaces.load(tenant);
      const lastVersions = await deps.workspaces.lastVersions(tenant);
      const now = deps.clock.now(tenant);
      const { workspace, changes } = planPublication({ built, current, lastVersions, now });
      if (changes.length === 0 || dryRun) return { revision: current?.revision ?? 0, changes };
      const done = await deps.workspaces.publish({ workspace, base: current?.revision ?? 0 });
      if (done === 'conflict') continue;
      await deps.live.refresh(tenant);
      return { revision: workspace.revision, changes };
    }
    throw new CicloError({
      code: 'conflict',
      message: 'Somebody else is publishing at the same time; try again.',
    });
  };
};
