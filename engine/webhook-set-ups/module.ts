import type { Module } from '../module.ts';
import { createSetUpStates } from './set-up-states.ts';
import { createSetUpWebhooks } from './set-up-webhooks.ts';
import { setUpRoutes } from './set-ups-routes.ts';
import { webhookSetUpSchema } from './store/set-up-schema.ts';
import { createWebhookSetUpStore } from './store/set-ups.ts';

/** Webhooks are set up at their providers by API, and verified by what arrives. */
export const webhookSetUpsModule = {
  name: 'webhookSetUps',
  collections: [webhookSetUpSchema],
  stores: { webhookSetUpStore: createWebhookSetUpStore },
  services: { setUpWebhooks: createSetUpWebhooks, setUpStates: createSetUpStates },
  loops: {},
  routes: { webhookSetUps: setUpRoutes },
  audited: {
    'POST /api/connectors/:instance/webhooks/set-up': { action: 'connector.set-up-webhooks' },
    'POST /api/connectors/:instance/webhooks/remove': { action: 'connector.remove-webhooks' },
  },
} as const satisfies Module;
