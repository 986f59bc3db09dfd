import { inspect } from 'node:util';
import colors from 'picocolors';

import { CicloError, messageOf } from '../domain/errors.ts';
import { type Environment, loadConfig } from '../platform/config.ts';
import { ownVersion } from '../platform/package-root.ts';
import { secretsInEnvironment } from '../platform/secrets/known-secrets.ts';
import { createSecretMask, type SecretMask } from '../platform/secrets/redact.ts';
import { createStrayErrors, type StrayErrors } from '../platform/stray-errors.ts';
import { connectEngine } from './engine-client.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { fileTrouble } from './file-trouble.ts';
import { createProgram } from './program.ts';

/**
 * What nobody caught ends the process, as Node does by itself; but its message and stack hold no secret. What a plugin left behind ends
 * nothing: it is told to its owner.
 */
const dieQuietly = (input: { mask: SecretMask; strays: StrayErrors }): void => {
  const { mask, strays } = input;
  process.on('uncaughtException', (thrown) => {
    if (strays.tell(thrown)) return;
    console.error(mask.text(inspect(thrown)));
    process.exit(exitCodes.internal.code);
  });
};

/** The `ciclo` command. Sets the exit code; an expected failure is one clear sentence, not a stack. */
export const main = async (input: { argv: readonly string[]; env: Environment }): Promise<void> => {
  const { argv, env } = input;
  const mask = createSecretMask({ secrets: secretsInEnvironment(env), shapes: false });
  const strays = createStrayErrors();
  dieQuietly({ mask, strays });
  const { run } = createProgram({
    env,
    say: (line) => console.log(mask.text(line)),
    config: () => loadConfig(env),
    connect: () => connectEngine(loadConfig(env)),
    strays,
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
