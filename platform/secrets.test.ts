import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecret } from './secret.ts';
import { loadSecrets } from './secrets.ts';

const unset = { writeKey: undefined, apiKey: undefined, linkSecret: undefined };
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

test('a damaged file is named, not replaced', async () => {
  await writeFile(join(dataDir, 'secrets.json'), '{}');
  await expect(loadSecrets({ dataDir, ...unset })).rejects.toThrow(/is not a file of secrets/);
});
