import type { LiveWorkspaces } from './journeys/live-workspace.ts';

/** One look at every tenant, one after the other; true when one of them has more to do at once. */
export const eachTenant =
  (input: {
    live: Pick<LiveWorkspaces, 'tenants'>;
    look: (tenant: string) => Promise<boolean>;
  }): (() => Promise<boolean>) =>
  async () => {
    let hasMore = false;
    for (const tenant of await input.live.tenants()) hasMore = (await input.look(tenant)) || hasMore;
    return hasMore;
  };
