import { createReleaseHeld } from './release-held.ts';
import { createChannels } from './switch-channel.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { eachTenant } from '../each-tenant.ts';
import type { Module } from '../module.ts';
import { createHeldStore } from './store/held.ts';
import { channelRoutes } from './channels-routes.ts';

type LoopNeeds = {
  readonly live: LiveWorkspaces;
  readonly releaseHeld: (tenant: string) => Promise<boolean>;
};

/** The switch of a channel, and the runs that wait for it. */
export const channelsModule = {
  name: 'channels',
  collections: [],
  stores: {
    held: createHeldStore,
  },
  services: { channels: createChannels, releaseHeld: createReleaseHeld },
  loops: {
    channels: ({ live, releaseHeld }: LoopNeeds) => ({
      every: 2,
      job: eachTenant({ live, look: releaseHeld }),
    }),
  },
  routes: { channels: channelRoutes },
  audited: {
    'POST /api/channels/:channel/off': { action: 'channel.off', param: 'channel' },
    'POST /api/channels/:channel/on': { action: 'channel.on', param: 'channel' },
  },
} as const satisfies Module;
