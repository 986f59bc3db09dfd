import { CicloError } from '../../domain/errors.ts';
import type { LiveWorkspace, LiveWorkspaces } from './live-workspace.ts';

/** Workspaces that are published nowhere. */
export type FixedWorkspaces = LiveWorkspaces & {
  /** From now on this one counts. */
  readonly use: (live: LiveWorkspace) => void;
};

/** Makes the port of published workspaces for one workspace that is ready. */
export const createFixedWorkspaces = (first: LiveWorkspace): FixedWorkspaces => {
  let current = first;
  const of = async (): Promise<LiveWorkspace> => current;
  return {
    use: (live) => {
      current = live;
    },
    tenants: async () => [current.tenant],
    of,
    fresh: of,
    refresh: async () => undefined,
    journey: async ({ journey }) => {
      const found = current.journeys.get(journey);
      if (found !== undefined) return found;
      throw new CicloError({ code: 'broken-definition', message: `There is no journey ${journey}.` });
    },
  };
};
