import { createKeyring as createKeysOfSettings, hashKey } from '../api/auth/key-text.ts';
import type { FindKey, Key } from '../api/ports/keys.ts';
import { adminScopes, keyPrefixes, type Scope } from '../domain/keys/key.ts';
import type { EngineSecrets } from '../platform/secrets/secrets.ts';

type Secrets = Pick<EngineSecrets, 'publicKey' | 'writeKey' | 'apiKey'>;

/**
 * What the write key of the settings may do. Before there were public keys it stood in pages and on servers alike, so
 * one that does not say `pk_` goes on as a server key.
 */
const writeScope = (text: string): Scope =>
  text.startsWith(keyPrefixes.public) ? 'track:public' : 'track:server';

/** The keys of the settings (`CICLO_WRITE_KEY`, `CICLO_API_KEY`, `secrets.json`), for the engine's own tenant. */
export const keysOfSettings = (input: { secrets: Secrets; tenant: string }): FindKey => {
  const { secrets, tenant } = input;
  const key = (given: { id: string; text: string; scopes: readonly Scope[]; isOperator?: boolean }): Key => {
    const { text, ...rest } = given;
    return { ...rest, tenant, sha256: hashKey(text) };
  };
  const write = secrets.writeKey.reveal();
  const page = secrets.publicKey?.reveal();
  return createKeysOfSettings([
    ...(page === undefined ? [] : [key({ id: 'public-key', text: page, scopes: ['track:public'] })]),
    key({ id: 'write-key', text: write, scopes: [writeScope(write)] }),
    key({ id: 'api-key', text: secrets.apiKey.reveal(), scopes: adminScopes, isOperator: true }),
  ]);
};
