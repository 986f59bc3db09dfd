import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import type { Checked } from '../../domain/problem.ts';
import { parseWorkspace, type Workspace } from '../../domain/workspace/parse-workspace.ts';
import type { PluginCatalog } from '../../domain/workspace/plugin-catalog.ts';
import type { CompileMessage } from '../../domain/workspace/read/read-messages.ts';
import { createCompilePool } from '../../platform/compile/compile-pool.ts';
import { neverForPlugins } from '../../platform/secrets/plugin-secrets.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import type { Plugin } from '../../plugins/contract.ts';
import type { RefuseSecret } from '../../plugins/runtime/instance-config.ts';
import { pluginCatalogOf } from '../../plugins/runtime/catalog.ts';

/** What the checks of a workspace know of the plugins that come with the engine. */
export const pluginCatalog = (): PluginCatalog => pluginCatalogOf(builtInPlugins, neverForPlugins);

/** Checks the files of a workspace and compiles its messages; every problem at once. */
export const buildWorkspace = (input: {
  files: Readonly<Record<string, string>>;
  /** Those that come with the engine unless given. */
  plugins?: readonly Plugin[];
  /** Which variables plugins may not read; without it only those that no engine gives them. */
  refuseSecret?: RefuseSecret;
  /** Those that come with the engine by default. */
  stepTypes?: StepTypes | undefined;
  /** Compiles the messages, in threads of its own; without it this thread does. */
  compile?: CompileMessage;
}): Promise<Checked<Workspace>> =>
  parseWorkspace({
    files: input.files,
    compile: input.compile,
    stepTypes: input.stepTypes,
    plugins: pluginCatalogOf(input.plugins ?? builtInPlugins, input.refuseSecret ?? neverForPlugins),
  });

/** The same, with the messages compiled by threads that end with it: for commands. */
export const buildInThreads = async (input: {
  files: Readonly<Record<string, string>>;
}): Promise<Checked<Workspace>> => {
  const pool = createCompilePool();
  try {
    return await buildWorkspace({ ...input, compile: pool.compile });
  } finally {
    await pool.close();
  }
};
