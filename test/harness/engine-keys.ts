import { randomUUID } from 'node:crypto';

import type { EngineSecrets } from '../../platform/secrets/secrets.ts';
import { createSecret } from '../../platform/secrets/secret.ts';

/** What the engine of a test signs and hashes with. */
export const testSecret = 'the secret of a test, long enough for links';

/** Keys of an engine's own: of its pages, its shop and its team. */
export type EngineKeys = { readonly public: string; readonly write: string; readonly api: string };

/** Makes the keys of an engine under test, and its secrets with them. */
export const makeKeys = (): { readonly keys: EngineKeys; readonly secrets: EngineSecrets } => {
  const keys = { public: `pk_${randomUUID()}`, write: `sk_${randomUUID()}`, api: `sk_${randomUUID()}` };
  return {
    keys,
    secrets: {
      publicKey: createSecret(keys.public),
      writeKey: createSecret(keys.write),
      apiKey: createSecret(keys.api),
      linkSecret: createSecret(testSecret),
      previousSecrets: [],
      file: undefined,
      made: false,
    },
  };
};
