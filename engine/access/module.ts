import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProofSecrets } from '../../api/tracking/proof.ts';
import type { PublicEvents } from '../../api/tracking/collect.ts';
import { publicEventsOf } from '../../domain/workspace/tenant-settings.ts';
import type { Keyring } from './keyring-port.ts';
import type { Module } from '../module.ts';
import { apiKeySchema } from './store/api-key-schema.ts';
import { auditSchema } from './store/audit-schema.ts';
import { idempotencyKeySchema } from './store/idempotency-key-schema.ts';
import { createApiKeyStore } from './store/api-keys.ts';
import { createAuditStore } from './store/audit.ts';
import { createIdempotencyStore } from './store/idempotency.ts';
import { auditRoutes } from './audit-routes.ts';
import { keyRoutes } from './keys-routes.ts';
import { rotateKeyRoute } from './rotate-key-routes.ts';

/** Who may say what: signed cursors, proof of identity, and the events that a public key may send. */
export const accessModule = {
  name: 'access',
  collections: [apiKeySchema, auditSchema, idempotencyKeySchema],
  stores: {
    apiKeys: createApiKeyStore,
    audit: createAuditStore,
    idempotency: createIdempotencyStore,
  },
  services: {
    cursors: ({ keyring }: { keyring: Keyring }) => keyring.signer('cursor'),
    proofSecrets:
      ({ keyring }: { keyring: Keyring }): ProofSecrets =>
      (tenant) =>
        keyring.macs({ purpose: 'identity-proof', data: tenant }),
    publicEvents:
      ({ live }: { live: LiveWorkspaces }): PublicEvents =>
      async (tenant) =>
        publicEventsOf((await live.of(tenant)).published.settings),
  },
  loops: {},
  routes: { audit: auditRoutes, keys: keyRoutes, rotateKey: rotateKeyRoute },
  audited: {
    'POST /api/keys': { action: 'key.create' },
    'POST /api/keys/:id/rotate': { action: 'key.rotate', param: 'id' },
    'DELETE /api/keys/:id': { action: 'key.revoke', param: 'id' },
  },
} as const satisfies Module;
