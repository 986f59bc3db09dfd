import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CicloError } from '../domain/errors.ts';
import type { Config } from './config.ts';
import { createSecret, type Secret } from './secret.ts';

const fileSchema = z.object({
  writeKey: z.string().min(8),
  apiKey: z.string().min(16),
  linkSecret: z.string().min(32),
});

/** The engine's own secrets: storefronts' write key, the admin API's key, and what signs links. */
export interface EngineSecrets {
  readonly writeKey: Secret;
  readonly apiKey: Secret;
  readonly linkSecret: Secret;
  /** The private file they were read from, when not all of them came from the environment. */
  readonly file: string | undefined;
  /** True on the very first start: the caller then shows the keys to the person who started it. */
  readonly made: boolean;
}

const random = (prefix: string): string => `${prefix}${randomBytes(24).toString('base64url')}`;

const makeFile = async (path: string): Promise<boolean> => {
  const temporary = `${path}.${process.pid}.new`;
  const content = { writeKey: random('wk_'), apiKey: random('ak_'), linkSecret: random('ls_') };
  await writeFile(temporary, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  try {
    // Linked into place: the file appears whole, and two first starts at once agree on one of them.
    await link(temporary, path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  } finally {
    await rm(temporary, { force: true });
  }
};

const readSecrets = async (path: string): Promise<z.output<typeof fileSchema>> => {
  // A copy or a restore may have widened the permissions.
  await chmod(path, 0o600);
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (thrown) {
    throw new CicloError({
      code: 'bad-configuration',
      message: `${path} is not a file of secrets: restore it, or move it away to have new keys made (links already mailed would stop working)`,
      cause: thrown,
    });
  }
};

/**
 * The engine's secrets: from the environment where set, the rest from `secrets.json` in the data folder, which is
 * made on the first start and readable by its owner only.
 */
export const loadSecrets = async (
  config: Pick<Config, 'dataDir' | 'writeKey' | 'apiKey' | 'linkSecret'>,
): Promise<EngineSecrets> => {
  const { writeKey, apiKey, linkSecret } = config;
  if (writeKey !== undefined && apiKey !== undefined && linkSecret !== undefined) {
    return { writeKey, apiKey, linkSecret, file: undefined, made: false };
  }
  const file = join(config.dataDir, 'secrets.json');
  const made = await makeFile(file);
  const stored = await readSecrets(file);
  return {
    writeKey: writeKey ?? createSecret(stored.writeKey),
    apiKey: apiKey ?? createSecret(stored.apiKey),
    linkSecret: linkSecret ?? createSecret(stored.linkSecret),
    file,
    made,
  };
};
