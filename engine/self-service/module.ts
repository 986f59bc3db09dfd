import type { Module } from '../module.ts';
import { createAskSelfService } from './ask-self-service.ts';
import { endSelfServiceRoutes } from './end-self-service-routes.ts';
import { createSelfService } from './self-service.ts';
import { selfServiceRoutes } from './self-service-routes.ts';
import { endSchema } from './store/end-schema.ts';
import { createSelfServiceEnds } from './store/ends.ts';

/** The pages on which people see and do what is theirs: data, orders, returns, cases, quotes, points. */
export const selfServiceModule = {
  name: 'self-service',
  collections: [endSchema],
  stores: { selfServiceEnds: createSelfServiceEnds },
  services: {
    askSelfService: createAskSelfService,
    selfService: createSelfService,
  },
  loops: {},
  routes: { selfService: selfServiceRoutes, endSelfService: endSelfServiceRoutes },
  audited: {
    'POST /api/profiles/:id/self-service/end': { action: 'profile.self-service-end', param: 'id' },
    'POST /api/profiles/:id/self-service': { action: 'profile.self-service', param: 'id' },
  },
} as const satisfies Module;
