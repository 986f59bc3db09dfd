import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/*
 * Where the real servers are that this machine has: on PATH, in `/usr/sbin`, where a user's PATH often lacks it, or in the folder that
 * `CICLO_REAL` names, with the `bin` of a Python environment and the `node_modules` of npm.
 */

const own = process.env['CICLO_REAL'];
const folders = [
  ...(own === undefined ? [] : [join(own, 'bin'), join(own, 'venv', 'bin'), join(own, 'go', 'bin')]),
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
];

/** The path of a program; undefined where there is none. */
export const whereIs = (name: string): string | undefined =>
  folders
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** The folder of a package of npm that was installed into the folder of real servers; undefined where there is none. */
export const packageAt = (name: string): string | undefined => {
  if (own === undefined) return undefined;
  const path = join(own, 'node_modules', name);
  try {
    accessSync(join(path, 'package.json'), constants.R_OK);
    return path;
  } catch {
    return undefined;
  }
};
