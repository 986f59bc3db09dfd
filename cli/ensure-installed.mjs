import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { isInstalled } from './installed.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Installs the dependencies when they are missing or older than the lock file; ends the process if that fails. */
export const ensureInstalled = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Ciclo needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(78);
  }
  const isThere = existsSync(join(root, 'node_modules', '.package-lock.json'));
  if (isInstalled(root) || (isThere && process.env.CICLO_NO_INSTALL === '1')) return;
  console.error('Installing dependencies (once)...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    console.error('The dependencies could not be installed; see above.');
    process.exit(1);
  }
};
