import { expect, it } from 'vitest';

import { hashKey } from '../api/auth/key-text.ts';
import { adminScopes } from '../domain/keys/key.ts';
import { createSecret } from '../platform/secrets/secret.ts';
import { formerKeyWarning } from '../platform/secrets/former-key.ts';
import { keysOfSettings } from './settings-keys.ts';

const secretsOf = (writeKey: string, publicKey?: string) => ({
  publicKey: publicKey === undefined ? undefined : createSecret(publicKey),
  writeKey: createSecret(writeKey),
  apiKey: createSecret('ak_0123456789abcdef'),
});

it.each([
  ['sk_of-the-shop', 'track:server', false],
  ['pk_of-the-pages', 'track:public', false],
  ['wk_in-the-pages-of-before', 'track:server', true],
  ['anything-else', 'track:server', true],
])('the write key %s has the scope %s', async (text, scope, isFormer) => {
  const secrets = secretsOf(text);
  const find = keysOfSettings({ secrets, tenant: 'shop' });
  expect(await find(hashKey(text))).toMatchObject({ tenant: 'shop', scopes: [scope] });
  expect(formerKeyWarning(secrets)?.includes('server key')).toBe(isFormer ? true : undefined);
});

it('the public key of the file is one, and only the API key makes keys for others', async () => {
  const find = keysOfSettings({ secrets: secretsOf('sk_1', 'pk_1'), tenant: 'shop' });
  expect(await find(hashKey('pk_1'))).toMatchObject({ scopes: ['track:public'] });
  expect(await find(hashKey('ak_0123456789abcdef'))).toMatchObject({ scopes: adminScopes, isOperator: true });
  expect((await find(hashKey('pk_1')))?.isOperator).toBeUndefined();
  expect(await find(hashKey('sk_2'))).toBeUndefined();
});
