import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { type BroadcastTurns, createBroadcastTurns } from './broadcast-turns.ts';
import { createBroadcasts } from './broadcasts.ts';
import { broadcastFiguresRoutes } from './broadcast-figures-routes.ts';
import { broadcastRoutes } from './broadcasts-routes.ts';
import { createEstimateAudience } from './estimate-audience.ts';
import { createReadBroadcast } from './read-broadcast.ts';
import { steerBroadcastRoutes } from './steer-broadcasts-routes.ts';
import { broadcastSchema } from './store/broadcast-schema.ts';
import { createBroadcastStore } from './store/broadcasts.ts';
import { createCountDealt } from './store/count-dealt.ts';
import { createMessageOutcomes } from './store/message-outcomes.ts';

/** Broadcasts: one message for many people at once, through the same gate and with the same results as a journey. */
export const broadcastsModule = {
  name: 'broadcasts',
  collections: [broadcastSchema],
  stores: {
    broadcasts: createBroadcastStore,
    messageOutcomes: createMessageOutcomes,
    countDealt: createCountDealt,
  },
  services: {
    broadcastService: createBroadcasts,
    broadcastTurns: createBroadcastTurns,
    estimateAudience: createEstimateAudience,
    readBroadcast: createReadBroadcast,
  },
  loops: {
    broadcasts: ({ live, broadcastTurns }: { live: LiveWorkspaces; broadcastTurns: BroadcastTurns }) => ({
      every: 1,
      job: eachTenant({ live, look: async (tenant) => (await broadcastTurns.turn(tenant)) === 'more' }),
    }),
  },
  routes: {
    broadcasts: broadcastRoutes,
    broadcastFigures: broadcastFiguresRoutes,
    steerBroadcasts: steerBroadcastRoutes,
  },
  audited: {
    'POST /api/broadcasts': { action: 'broadcast.create' },
    'POST /api/broadcasts/audience': 'none',
    'PUT /api/broadcasts/:id': { action: 'broadcast.change', param: 'id' },
    'DELETE /api/broadcasts/:id': { action: 'broadcast.remove', param: 'id' },
    'POST /api/broadcasts/:id/schedule': { action: 'broadcast.schedule', param: 'id' },
    'POST /api/broadcasts/:id/unschedule': { action: 'broadcast.unschedule', param: 'id' },
    'POST /api/broadcasts/:id/pause': { action: 'broadcast.pause', param: 'id' },
    'POST /api/broadcasts/:id/resume': { action: 'broadcast.resume', param: 'id' },
    'POST /api/broadcasts/:id/cancel': { action: 'broadcast.cancel', param: 'id' },
    'POST /api/broadcasts/:id/winner': { action: 'broadcast.choose-winner', param: 'id' },
  },
} as const satisfies Module;
