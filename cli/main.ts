import { inspect } from 'node:util';
import colors from 'picocolors';

import { CicloError, messageOf } from '../domain/errors.ts';
import { type Environment, loadConfig } from '../platform/config.ts';
import { ownVersion } from '../platform/package-root.ts';
import { secretsInEnvironment } from '../platform/secrets/known-secrets.ts';
import { createSecretMask, type SecretMask } from '../platform/secrets/redact.ts';
import { connectEngine } from './engine-client.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { fileTrouble } from './file-trouble.ts';
import { createProgram } from './program.ts';

/** What nobody caught ends the process, as Node does by itself; but its message and stack hold no secret. */
const dieQuietly = (mask: SecretMask): void => {
  process.once('uncaughtException', (thrown) => {
    console.error(mask.text(inspect(thrown)));
    process.exit(exitCodes.internal.code);
  });
};

/** The `ciclo` command. Sets the exit code; an expected failure is one clear sentence, not a stack. */
export const main = async (input: { argv: readonly string[]; env: Environment }): Promise<void> => {
  const { argv, env } = input;
  const mask = createSecretMask({ secrets: secretsInEnvironment(env), shapes: false });
  dieQuietly(mask);
  const { run } = createProgram({
    env,
    say: (line) => console.log(mask.text(line)),
    config: () => loadConfig(env),
    connect: () => connectEngine(loadConfig(env)),
    version: await ownVersion(),
  });
  try {
    const code = await run(argv.slice(2));
    if (code !== 0) process.exitCode = code;
  } catch (thrown) {
    const told = fileTrouble(thrown) ?? thrown;
    const text = told instanceof CicloError ? messageOf(told) : inspect(told);
    console.error(colors.red(mask.text(text)));
    process.exitCode = exitCodeOf(told);
  }
};
