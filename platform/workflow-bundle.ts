import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { bundleWorkflowCode, DefaultLogger, type Logger } from '@temporalio/worker';

import { packageRoot } from './package-root.ts';

const workflowsDir = join(import.meta.dirname, '..', 'workflows');
const packageFile = join(packageRoot, 'package-lock.json');
/** Comes with the package, and is not in a checkout. */
const packedBundle = join(workflowsDir, 'journey-run.bundle.js');

/** The bundler is heard of only where it fails. */
const quiet = new DefaultLogger('ERROR');

const bundle = async (logger: Logger): Promise<string> => {
  const ending = extname(import.meta.url);
  const workflowsPath = join(workflowsDir, `journey-run${ending}`);
  return (await bundleWorkflowCode({ workflowsPath, logger })).code;
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Changes with the workflow code and with every dependency. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256').update(await readFile(packageFile));
  for (const name of (await readdir(workflowsDir)).toSorted()) {
    if (name.endsWith('.ts') && !name.endsWith('.test.ts'))
      hash.update(name).update(await readFile(join(workflowsDir, name)));
  }
  return hash.digest('hex').slice(0, 24);
};

/**
 * Writes the bundle that a package brings along, for `packaging/build.mjs`.
 *
 * @public
 */
export const writeWorkflowBundle = async (): Promise<void> => {
  await writeFile(packedBundle, await bundle(quiet));
};

/**
 * The bundle of the workflows, as a file for `Worker.create`: the one that came with the package, else one that is built
 * once for each state of the code and kept in the tools folder, so that a worker starts without webpack.
 */
export const workflowBundle = async (input: {
  toolsDir: string;
  /** Hears of the bundler's work; only of its failures by default. */
  logger?: Logger;
}): Promise<{ readonly codePath: string }> => {
  if (await isThere(packedBundle)) return { codePath: packedBundle };
  const dir = join(input.toolsDir, 'bundles');
  const codePath = join(dir, `workflows-${await fingerprint()}.js`);
  if (await isThere(codePath)) return { codePath };
  const code = await bundle(input.logger ?? quiet);
  await mkdir(dir, { recursive: true });
  const unfinished = `${codePath}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, codePath);
  return { codePath };
};
