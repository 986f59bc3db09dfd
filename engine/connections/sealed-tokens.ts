import { z } from 'zod';

import { hashId } from '../../domain/hash.ts';
import type { TokenPlace } from '../../plugins/runtime/auth/tokens.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Tokens } from './ask-tokens.ts';
import type { Connection, KeptTokens } from './ports.ts';

const schema = z.object({ access: z.string().min(1), refresh: z.string().min(1).optional() });

/** The two tokens of a connection. */
export type Kept = z.output<typeof schema>;

/**
 * What tokens belong to: anyone who publishes a workspace may change where an instance speaks to, and must not have tokens sent there that
 * somebody agreed to for another place.
 */
export const bindingOf = ({ plugin, auth, hosts }: TokenPlace): string => {
  const { grant, authorizeUrl = '', tokenUrl, clientId } = auth;
  return hashId('connection', plugin, grant, authorizeUrl, tokenUrl, clientId, ...[...hosts].sort());
};

const boundOf = (input: { tenant: string; instance: string; binding: string }): string =>
  JSON.stringify([input.tenant, input.instance, input.binding]);

/** Encrypts the tokens of connections, and reads them back. */
export const createSealedTokens = (deps: { keyring: Pick<Keyring, 'sealer'> }) => {
  const sealer = deps.keyring.sealer('connection');
  const seal = (place: TokenPlace, kept: Kept): string =>
    sealer.seal({ text: JSON.stringify(kept), bound: boundOf({ ...place, binding: bindingOf(place) }) });
  const openText = ({ tenant, instance, binding, sealed }: Connection): string | undefined =>
    sealed === undefined || binding === undefined
      ? undefined
      : sealer.open({ sealed, bound: boundOf({ tenant, instance, binding }) });
  return {
    /** Undefined for tokens that were sealed with a key that we do not have any more. */
    open: (connection: Connection): Kept | undefined => {
      const text = openText(connection);
      return text === undefined ? undefined : schema.parse(JSON.parse(text));
    },
    /** Tokens that came, as they are kept; a provider that gives no new refresh token means the former one. */
    keep: (input: {
      place: TokenPlace;
      tokens: Tokens;
      former?: Kept | undefined;
      systemTime: number;
    }): KeptTokens => {
      const { place, tokens, former, systemTime } = input;
      const { access, refresh = former?.refresh, forMs, scopes } = tokens;
      return {
        binding: bindingOf(place),
        sealed: seal(place, { access, ...(refresh === undefined ? {} : { refresh }) }),
        renewedAt: systemTime,
        ...(forMs === undefined ? {} : { expiresAt: systemTime + forMs }),
        ...(scopes === undefined ? {} : { scopes: scopes.slice(0, 1_000) }),
      };
    },
    /** The same tokens under the present key; undefined where they are already, or cannot be read. */
    again: (connection: Connection): string | undefined => {
      const { tenant, instance, binding = '', sealed = '' } = connection;
      const text = openText(connection);
      if (text === undefined || sealer.isCurrent(sealed)) return undefined;
      return sealer.seal({ text, bound: boundOf({ tenant, instance, binding }) });
    },
  };
};

export type SealedTokens = ReturnType<typeof createSealedTokens>;
