import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecret } from './secret.ts';
import { loadSecrets } from './secrets.ts';

const unset = { writeKey: undefined, apiKey: undefined, linkSecret: undefined, previousSecrets: [] };
let dataDir = '';

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ciclo-secrets-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

test('secrets are made once, in a file for the owner only, and are the same on the next start', async () => {
  const first = await loadSecrets({ dataDir, ...unset });
  expect(first.made).toBe(true);
  const file = join(dataDir, 'secrets.json');
  await chmod(file, 0o644);
  const second = await loadSecrets({ dataDir, ...unset });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(second.made).toBe(false);
  expect(second.linkSecret.reveal()).toBe(first.linkSecret.reveal());
  expect(second.apiKey.reveal()).not.toBe(second.writeKey.reveal());
  expect(second.publicKey?.reveal()).toMatch(/^pk_/);
  expect(second.writeKey.reveal()).toMatch(/^sk_/);
});

test('a file from before there were public keys is read as it is', async () => {
  const file = join(dataDir, 'secrets.json');
  const old = { writeKey: 'wk_in-the-pages', apiKey: 'ak_0123456789abcdef', linkSecret: 'ls_'.repeat(12) };
  await writeFile(file, JSON.stringify(old));
  const secrets = await loadSecrets({ dataDir, ...unset });
  expect(secrets.publicKey).toBeUndefined();
  expect(secrets.writeKey.reveal()).toBe(old.writeKey);
});

test('two first starts at once agree', async () => {
  const [one, two] = await Promise.all([
    loadSecrets({ dataDir, ...unset }),
    loadSecrets({ dataDir, ...unset }),
  ]);
  expect(one.linkSecret.reveal()).toBe(two.linkSecret.reveal());
});

test('the environment goes before the file', async () => {
  const apiKey = createSecret('from-the-environment');
  const secrets = await loadSecrets({ dataDir, ...unset, apiKey });
  expect(secrets.apiKey.reveal()).toBe('from-the-environment');
  expect(secrets.file).toBe(join(dataDir, 'secrets.json'));
});

test('secrets that were replaced come from the environment, then from the file', async () => {
  const file = join(dataDir, 'secrets.json');
  const replaced = 'ls_replaced-by-hand-in-the-file-of-secrets';
  await loadSecrets({ dataDir, ...unset });
  const content: unknown = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify(Object.assign({ previousLinkSecrets: [replaced] }, content)));
  const secrets = await loadSecrets({ dataDir, ...unset, previousSecrets: [createSecret('given')] });
  expect(secrets.previousSecrets.map((one) => one.reveal())).toEqual(['given', replaced]);
});

test('a damaged file is named, not replaced', async () => {
  await writeFile(join(dataDir, 'secrets.json'), '{}');
  await expect(loadSecrets({ dataDir, ...unset })).rejects.toThrow(/is not a file of secrets/);
});
