import type { Module } from '../module.ts';
import { createAskSelfService } from './ask-self-service.ts';
import { createSelfService } from './self-service.ts';
import { selfServiceRoutes } from './self-service-routes.ts';

/** The pages on which people see and do what is theirs: data, orders, returns, cases, quotes, points. */
export const selfServiceModule = {
  name: 'self-service',
  collections: [],
  stores: {},
  services: {
    askSelfService: createAskSelfService,
    selfService: createSelfService,
  },
  loops: {},
  routes: { selfService: selfServiceRoutes },
  audited: {
    'POST /api/profiles/:id/self-service': { action: 'profile.self-service', param: 'id' },
  },
} as const satisfies Module;
