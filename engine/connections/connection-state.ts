import type { TokenPlace } from '../../plugins/runtime/auth/tokens.ts';
import type { Connection, Connector } from './ports.ts';
import { bindingOf, type SealedTokens } from './sealed-tokens.ts';
import { troubleOf } from './token-source.ts';

/** How the connection of an instance stands. Instants are real time, epoch milliseconds. */
export type ConnectionState = {
  readonly state: 'connected' | 'not-connected' | 'ended';
  readonly grant: 'authorization-code' | 'client-credentials';
  /** Whether the instance is off until somebody connects it. */
  readonly isOff: boolean;
  readonly why?: string;
  readonly since?: number;
  readonly by?: Connector;
  readonly scopes?: string;
  /** When the present token ends; another one is got before. */
  readonly expiresAt?: number;
};

/** Reads how the connection of an instance stands. */
export const connectionStateOf = (input: {
  place: TokenPlace;
  connection: Connection | undefined;
  sealedTokens: Pick<SealedTokens, 'open'>;
}): ConnectionState => {
  const { place, connection, sealedTokens } = input;
  const { grant } = place.auth;
  const isOurs = connection?.binding === bindingOf(place);
  const kept = connection !== undefined && isOurs ? sealedTokens.open(connection) : undefined;
  const trouble = troubleOf(place, connection, kept);
  if (trouble !== undefined) {
    const state = trouble.code === 'connection-ended' ? 'ended' : 'not-connected';
    return { state, grant, isOff: true, why: trouble.message };
  }
  const { why, by, scopes, expiresAt, connectedAt, renewedAt } = connection ?? {};
  const since = connectedAt ?? renewedAt;
  return {
    state: kept === undefined ? 'not-connected' : 'connected',
    grant,
    isOff: false,
    ...(why === undefined ? {} : { why }),
    ...(since === undefined ? {} : { since }),
    ...(by === undefined ? {} : { by }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
};
