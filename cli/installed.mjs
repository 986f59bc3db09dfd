import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const lockOf = (root) => join(root, 'package-lock.json');
/** npm's own record of what it installed, with the time at which it did. */
const recordOf = (root) => join(root, 'node_modules', '.package-lock.json');
/** The lock file that was installed, by its digest: a later time of the file does not make it another one. */
const stampOf = (root) => join(root, 'node_modules', '.ciclo-installed');

const digestOf = (root) =>
  createHash('sha256')
    .update(readFileSync(lockOf(root)))
    .digest('hex');

/**
 * Whether what is installed in a checkout is what its lock file says: by our stamp, or npm's own record where that is newer.
 * Anyone who asks must agree, or one process installs anew while another works with what is there.
 */
export const isInstalled = (root) => {
  const record = recordOf(root);
  if (!existsSync(record)) return false;
  const stamp = stampOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(root)) return true;
  return statSync(record).mtimeMs >= statSync(lockOf(root)).mtimeMs - 1000;
};

/** Notes that what the lock file says is installed. */
export const noteInstalled = (root) => {
  writeFileSync(stampOf(root), digestOf(root));
};
