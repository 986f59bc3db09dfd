import type { AuditTrail } from '../../api/ports/audit.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { type Connect, createConnect } from './connect.ts';
import { connectionRoutes } from './connections-routes.ts';
import type { ConnectionStore } from './ports.ts';
import { createSealedTokens, type SealedTokens } from './sealed-tokens.ts';
import { connectionSchema } from './store/connection-schema.ts';
import { createConnectionStore } from './store/connections.ts';
import { createTokenSource } from './token-source.ts';

type TokenNeeds = {
  readonly connectionStore: ConnectionStore;
  readonly sealedTokens: SealedTokens;
  readonly systemTime: Clock['systemTime'];
  readonly log: Log;
};

type ConnectNeeds = Omit<TokenNeeds, 'log'> & {
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly tokenSource: ReturnType<typeof createTokenSource>;
  readonly keyring: Keyring;
  readonly publicUrl: string;
  readonly audit: AuditTrail;
};

/** Connections of instances with their providers by OAuth 2: agreeing, tokens, their renewal and their end. */
export const connectionsModule = {
  name: 'connections',
  collections: [connectionSchema],
  stores: { connectionStore: createConnectionStore },
  services: {
    sealedTokens: createSealedTokens,
    tokenSource: ({ connectionStore, sealedTokens, systemTime, log }: TokenNeeds) =>
      createTokenSource({ connectionStore, sealedTokens, systemTime, log }),
    connections: (use: ConnectNeeds) =>
      createConnect({
        live: use.live,
        plugins: use.plugins,
        connectionStore: use.connectionStore,
        sealedTokens: use.sealedTokens,
        forgetTokens: use.tokenSource.forget,
        keyring: use.keyring,
        publicUrl: use.publicUrl,
        systemTime: use.systemTime,
        audit: use.audit,
      }),
    connectBack: ({ connections }: { connections: Connect }) => connections.back,
  },
  loops: {},
  routes: { connections: connectionRoutes },
  audited: {
    'POST /api/connectors/:instance/connect': { action: 'connector.connect' },
    'POST /api/connectors/:instance/disconnect': { action: 'connector.disconnect' },
    'POST /api/connectors/reseal': { action: 'connector.reseal' },
  },
} as const satisfies Module;
