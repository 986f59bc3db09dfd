import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/*
 * Where the real servers are that this machine has: on PATH, in `/usr/sbin`, where a user's PATH often lacks it, or in the folder that
 * `CICLO_REAL` names, with the `bin` of a Python environment.
 */

const own = process.env['CICLO_REAL'];
const folders = [
  ...(own === undefined ? [] : [join(own, 'bin'), join(own, 'venv', 'bin')]),
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
