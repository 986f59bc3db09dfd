import { randomBytes } from 'node:crypto';
import { access, chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CicloError } from '../../domain/errors.ts';
import type { Config } from '../config.ts';
import { createSecret, type Secret } from './secret.ts';

const fileSchema = z.object({
  publicKey: z.string().min(8).optional(),
  writeKey: z.string().min(8),
  apiKey: z.string().min(16),
  linkSecret: z.string().min(32),
  previousLinkSecrets: z.array(z.string().min(32)).default([]),
});

/** The engine's own secrets: the keys of the tracking API and of the admin API, and what signs links. */
export interface EngineSecrets {
  /** For web pages; none where the keys come from the environment, or were made before there were two kinds. */
  readonly publicKey: Secret | undefined;
  readonly writeKey: Secret;
  readonly apiKey: Secret;
  readonly linkSecret: Secret;
  /** Secrets that `linkSecret` replaced: what they signed is still honoured. */
  readonly previousSecrets: readonly Secret[];
  /** The private file they were read from, when not all of them came from the environment. */
  readonly file: string | undefined;
  /** True on the very first start: the caller then shows the keys to the person who started it. */
  readonly made: boolean;
}

const random = (prefix: string): string => `${prefix}${randomBytes(24).toString('base64url')}`;

const makeFile = async (path: string): Promise<boolean> => {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
  const content = {
    publicKey: random('pk_'),
    writeKey: random('sk_'),
    apiKey: random('sk_'),
    linkSecret: random('ls_'),
  };
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

type SecretSettings = Pick<Config, 'dataDir' | 'writeKey' | 'apiKey' | 'linkSecret' | 'previousSecrets'>;

/** The secrets of the environment, where it has them all. */
const givenSecrets = (config: SecretSettings): EngineSecrets | undefined => {
  const { writeKey, apiKey, linkSecret, previousSecrets } = config;
  if (writeKey === undefined || apiKey === undefined || linkSecret === undefined) return undefined;
  return {
    publicKey: undefined,
    writeKey,
    apiKey,
    linkSecret,
    previousSecrets,
    file: undefined,
    made: false,
  };
};

/**
 * The engine's secrets: from the environment where set, the rest from `secrets.json` in the data folder, which is
 * made on the first start and readable by its owner only.
 */
export const loadSecrets = async (config: SecretSettings): Promise<EngineSecrets> => {
  const given = givenSecrets(config);
  if (given !== undefined) return given;
  const file = join(config.dataDir, 'secrets.json');
  const made = await makeFile(file);
  return storedSecrets({ config, file, made });
};

/** The engine's secrets, as `loadSecrets` gives them; undefined where none were made yet. Makes none. */
export const findSecrets = async (config: SecretSettings): Promise<EngineSecrets | undefined> => {
  const given = givenSecrets(config);
  if (given !== undefined) return given;
  const file = join(config.dataDir, 'secrets.json');
  return (await isThere(file)) ? storedSecrets({ config, file, made: false }) : undefined;
};

const storedSecrets = async (input: {
  config: SecretSettings;
  file: string;
  made: boolean;
}): Promise<EngineSecrets> => {
  const { config, file, made } = input;
  const { writeKey, apiKey, linkSecret, previousSecrets } = config;
  const stored = await readSecrets(file);
  return {
    publicKey: stored.publicKey === undefined ? undefined : createSecret(stored.publicKey),
    writeKey: writeKey ?? createSecret(stored.writeKey),
    apiKey: apiKey ?? createSecret(stored.apiKey),
    linkSecret: linkSecret ?? createSecret(stored.linkSecret),
    previousSecrets: [...previousSecrets, ...stored.previousLinkSecrets.map((one) => createSecret(one))],
    file,
    made,
  };
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * The key of the admin API that commands use: from the environment, else of the engine of this data folder. Unlike
 * `loadSecrets` it makes none: a command that found no engine's key would be refused with one that it made itself.
 */
export const loadApiKey = async (config: Pick<Config, 'dataDir' | 'apiKey'>): Promise<Secret> => {
  if (config.apiKey !== undefined) return config.apiKey;
  const file = join(config.dataDir, 'secrets.json');
  if (await isThere(file)) return createSecret((await readSecrets(file)).apiKey);
  throw new CicloError({
    code: 'bad-configuration',
    message:
      `There is no key of the admin API: there is no ${file}. Start an engine here with \`ciclo dev\`; or name one that runs: ` +
      'set CICLO_API_KEY, or CICLO_DATA to its data folder, and CICLO_URL to its address.',
  });
};
