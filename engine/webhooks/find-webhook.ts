import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { FindWebhook, Receive } from '../../api/ports/inbox.ts';
import { CicloError } from '../../domain/errors.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';

type Needs = { readonly live: LiveWorkspaces; readonly plugins: Plugins };

const nowhere = {
  kind: 'refused',
  status: 404,
  code: 'not-found',
  message: 'There is no such webhook.',
} as const;

/** The plugins of a tenant; a tenant that is not there has none. */
const runtimeOf = async ({ live, plugins }: Needs, tenant: string): Promise<PluginRuntime | undefined> => {
  try {
    return plugins.runtime(await live.of(tenant));
  } catch (thrown) {
    if (!(thrown instanceof CicloError) || thrown.code !== 'not-found') throw thrown;
    return undefined;
  }
};

/** Looks for the webhook of a tenant's plugin by its place. */
export const createFindWebhook =
  (use: Needs): FindWebhook =>
  async (place) =>
    (await runtimeOf(use, place.tenant))?.findWebhook(place) ?? nowhere;

/** Lets the plugin that a request is for verify it. */
export const createReceive =
  (use: Needs): Receive =>
  async (arrival) =>
    (await runtimeOf(use, arrival.tenant))?.take(arrival) ?? nowhere;
