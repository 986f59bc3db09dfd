import type { WorkspaceStore } from './journeys/ports.ts';

/** One look at every tenant, one after the other; true when one of them has more to do at once. */
export const eachTenant =
  (input: {
    workspaces: Pick<WorkspaceStore, 'tenants'>;
    look: (tenant: string) => Promise<boolean>;
  }): (() => Promise<boolean>) =>
  async () => {
    let hasMore = false;
    for (const tenant of await input.workspaces.tenants()) hasMore = (await input.look(tenant)) || hasMore;
    return hasMore;
  };
