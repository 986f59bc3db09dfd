import colors from 'picocolors';

import { messageOf } from '../../domain/errors.ts';
import { type Config, type Environment, loadConfig } from '../../platform/config.ts';
import { formerKeyWarning } from '../../platform/secrets/former-key.ts';
import { connectTemporal } from '../../platform/temporal/temporal.ts';
import { findSecrets } from '../../platform/secrets/secrets.ts';
import { connectEngine, type EngineClient, findRunning } from '../engine-client.ts';
import type { Say } from '../../platform/say.ts';
import { whichWorkspace } from '../which-workspace.ts';
import { looksAtEngine } from './look-at-engine.ts';
import { lookAtWorkspace } from './look-at-workspace.ts';

/** Something that is looked at: `look` says how it is, and throws what is wrong with it. */
export type Look = { readonly what: string; readonly look: () => Promise<string> };

const lookAtKeys = async (config: Config): Promise<string> => {
  const secrets = await findSecrets(config);
  if (secrets === undefined) return 'none yet; the first start makes them';
  const warning = formerKeyWarning(secrets);
  if (warning !== undefined) throw new Error(warning);
  return secrets.file === undefined ? 'from the environment' : `in ${secrets.file}`;
};

const lookAtDatabase = async (config: Config): Promise<string> => {
  if (config.mongoUri === undefined) return `embedded, with its data in ${config.dataDir}`;
  const { lookAtDatabase: look } = await import('./look-at-database.ts');
  return look(config.mongoUri.reveal());
};

const lookAtTemporal = async (config: Config): Promise<string> => {
  const { address, namespace, connection } = config.temporal;
  if (address === undefined) return `embedded, with its data in ${config.dataDir}`;
  const temporal = await connectTemporal({ target: { address, namespace, connection } });
  await temporal.close();
  return `${address}, namespace ${namespace}`;
};

const lookAtMachine = (config: Config): readonly Look[] => [
  { what: 'Node', look: async () => process.versions.node },
  { what: 'settings', look: async () => `valid; the data folder is ${config.dataDir}` },
  { what: 'keys', look: () => lookAtKeys(config) },
  { what: 'database', look: () => lookAtDatabase(config) },
  { what: 'Temporal', look: () => lookAtTemporal(config) },
];

/** The engine that was named, or runs here; undefined when nobody expects one. */
const findEngine = async (config: Config): Promise<EngineClient | undefined> => {
  const isNamed = config.engineUrl !== undefined || config.publicUrl !== undefined;
  return isNamed || (await findRunning(config)) !== undefined ? connectEngine(config) : undefined;
};

/** `ciclo doctor`: looks at everything that can be wrong and says each in a line; 1 when something is. */
export const runDoctor = async (input: { env: Environment; say: Say }): Promise<number> => {
  const { env, say } = input;
  const config = loadConfig(env);
  const client = await findEngine(config);
  const { dir, running } = await whichWorkspace({ folder: undefined, config });
  const isDevelopment = running?.url === client?.url && running?.development === true;
  const looks = [
    ...lookAtMachine(config),
    { what: 'workspace', look: () => lookAtWorkspace({ dir, client }) },
    ...(client === undefined ? [] : looksAtEngine({ client, isDevelopment })),
  ];
  let wrong = 0;
  for (const { what, look } of looks) {
    try {
      say(`${colors.green('ok   ')} ${what}: ${await look()}`);
    } catch (thrown) {
      wrong += 1;
      say(`${colors.red('wrong')} ${what}: ${messageOf(thrown)}`);
    }
  }
  if (client === undefined)
    say('No engine runs here. Start one with `ciclo dev`, or name one with CICLO_URL.');
  say(
    wrong === 0
      ? `All ${looks.length} checks are well.`
      : `${wrong} of ${looks.length} checks found something wrong.`,
  );
  return wrong === 0 ? 0 : 1;
};
