import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { CicloError } from '../../domain/errors.ts';
import type { Say } from '../say.ts';

const starter = join(import.meta.dirname, '..', '..', 'templates');

/** `ciclo init <folder>`: makes a workspace that works, a copy of the starter. */
export const runInit = async (input: { dir: string; say: Say }): Promise<number> => {
  await mkdir(input.dir, { recursive: true });
  const present = await readdir(input.dir);
  if (present.length > 0) {
    throw new CicloError({
      code: 'conflict',
      message: `${input.dir} is not empty. Give a new folder, such as: ciclo init my-shop`,
    });
  }
  await cp(starter, input.dir, { recursive: true });
  input.say(`Made a workspace in ${input.dir}. Begin with ciclo.json: your name, address and sender.`);
  input.say(`Check it:    ciclo validate ${input.dir}`);
  input.say(`Run it:      CICLO_WORKSPACE=${input.dir} ciclo dev`);
  return 0;
};
