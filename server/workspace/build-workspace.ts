import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import type { Checked } from '../../domain/problem.ts';
import { parseWorkspace, type Workspace } from '../../domain/workspace/parse-workspace.ts';
import type { PluginCatalog } from '../../domain/workspace/plugin-catalog.ts';
import type { CompileMessage } from '../../domain/workspace/read/read-messages.ts';
import { createCompilePool } from '../../platform/compile/compile-pool.ts';
import { neverForPlugins } from '../../platform/secrets/plugin-secrets.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import type { Plugin } from '../../plugins/contract.ts';
import type { OffPlugin } from '../../plugins/runtime/plugin-set.ts';
import type { RefuseSecret } from '../../plugins/runtime/instance-config.ts';
import { pluginCatalogOf } from '../../plugins/runtime/catalog.ts';
import { loadPlugins } from '../plugins/load-plugins.ts';

type Known = {
  /** Those that come with the engine unless given. */
  readonly plugins?: readonly Plugin[];
  /** Those that were found and cannot be used. */
  readonly offPlugins?: readonly OffPlugin[];
  /** Which variables plugins may not read; without it only those that no engine gives them. */
  readonly refuseSecret?: RefuseSecret;
};

/** What the checks of a workspace know of the plugins. */
export const pluginCatalog = (known: Known = {}): PluginCatalog =>
  pluginCatalogOf(known.plugins ?? builtInPlugins, known.refuseSecret ?? neverForPlugins, known.offPlugins);

/** Checks the files of a workspace and compiles its messages; every problem at once. */
export const buildWorkspace = (
  input: Known & {
    files: Readonly<Record<string, string>>;
    /** Those that come with the engine by default. */
    stepTypes?: StepTypes | undefined;
    /** Compiles the messages, in threads of its own; without it this thread does. */
    compile?: CompileMessage;
  },
): Promise<Checked<Workspace>> =>
  parseWorkspace({
    files: input.files,
    compile: input.compile,
    stepTypes: input.stepTypes,
    plugins: pluginCatalog(input),
  });

/** The same for the files of a folder, with the plugins that it brings. */
export const buildFolder = async (input: {
  dir: string;
  files: Readonly<Record<string, string>>;
  compile?: CompileMessage;
}): Promise<Checked<Workspace>> => {
  const { plugins, off: offPlugins, close } = await loadPlugins({ dir: input.dir });
  const { files, compile } = input;
  try {
    return await buildWorkspace({
      files,
      plugins,
      offPlugins,
      ...(compile === undefined ? {} : { compile }),
    });
  } finally {
    await close();
  }
};

/** The same, with the messages compiled by threads that end with it: for commands. */
export const buildInThreads = async (input: {
  dir: string;
  files: Readonly<Record<string, string>>;
}): Promise<Checked<Workspace>> => {
  const pool = createCompilePool();
  try {
    return await buildFolder({ dir: input.dir, files: input.files, compile: pool.compile });
  } finally {
    await pool.close();
  }
};
