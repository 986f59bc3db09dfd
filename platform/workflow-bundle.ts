import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bundleWorkflowCode } from '@temporalio/worker';

const workflowsDir = join(import.meta.dirname, '..', 'workflows');
const packageFile = join(import.meta.dirname, '..', 'package-lock.json');

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
 * The bundle of the workflows, as a file for `Worker.create`. It is built once for each state of the code and
 * kept in the tools folder, so that a worker starts without webpack.
 */
export const workflowBundle = async (input: { toolsDir: string }): Promise<{ readonly codePath: string }> => {
  const dir = join(input.toolsDir, 'bundles');
  const codePath = join(dir, `workflows-${await fingerprint()}.js`);
  try {
    await readFile(codePath);
    return { codePath };
  } catch {
    // Not built yet.
  }
  const { code } = await bundleWorkflowCode({ workflowsPath: join(workflowsDir, 'journey-run.ts') });
  await mkdir(dir, { recursive: true });
  const unfinished = `${codePath}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, codePath);
  return { codePath };
};
