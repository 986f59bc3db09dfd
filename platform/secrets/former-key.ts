import { keyPrefixes } from '../../domain/keys/key.ts';
import type { EngineSecrets } from './secrets.ts';

/** What to say at start of a write key from before there were two kinds; undefined when it is of one of them. */
export const formerKeyWarning = (secrets: Pick<EngineSecrets, 'writeKey'>): string | undefined => {
  const write = secrets.writeKey.reveal();
  if (Object.values(keyPrefixes).some((prefix) => write.startsWith(prefix))) return undefined;
  return (
    'The write key of the settings is of the former kind and counts as a server key: anyone who reads it in a page can ' +
    'send orders and consents for your shop. Put a public key into your pages (`ciclo keys create web --kind public`), ' +
    'then give servers a new one (`ciclo keys create shop`) and set CICLO_WRITE_KEY to a value that begins with `sk_`.'
  );
};
