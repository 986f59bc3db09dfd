import type { Module } from '../module.ts';
import { createFollowRegistration } from './follow-registration.ts';
import { createRegistrations } from './register.ts';
import { createRegistrationPages } from './registration-pages.ts';
import { registrationRoutes } from './registrations-routes.ts';
import { createPlaces } from './settle-places.ts';
import { rollSchema } from './store/roll-schema.ts';
import { createRollStore } from './store/rolls.ts';

/** Registrations of people for events: places, waiting lists and calendar files. */
export const registrationsModule = {
  name: 'registrations',
  collections: [rollSchema],
  stores: { eventRolls: createRollStore },
  services: {
    eventPlaces: createPlaces,
    followRegistration: createFollowRegistration,
    registrations: createRegistrations,
    registrationPages: createRegistrationPages,
  },
  loops: {},
  routes: { registrations: registrationRoutes },
  audited: {
    'POST /api/records/:kind/:id/registrations': { action: 'event.register', param: 'id' },
  },
} as const satisfies Module;
