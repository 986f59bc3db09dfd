import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

/** The file in a workspace folder that says what it was last pulled from. It is no part of the workspace, and may be kept with it in Git. */
const pulledFile = '.ciclo-pulled.json';

const pulledSchema = z.object({ tenant: z.string(), revision: z.int().nonnegative() });

/** The revision that a folder was last pulled from; undefined when it never was, or for another tenant. */
export const readPulled = async (input: { dir: string; tenant: string }): Promise<number | undefined> => {
  try {
    const text = await readFile(join(input.dir, pulledFile), 'utf8');
    const { tenant, revision } = pulledSchema.parse(JSON.parse(text));
    return tenant === input.tenant ? revision : undefined;
  } catch {
    return undefined;
  }
};

/** Notes what a folder was pulled from. */
export const writePulled = async (input: {
  dir: string;
  tenant: string;
  revision: number;
}): Promise<void> => {
  const { dir, tenant, revision } = input;
  await writeFile(join(dir, pulledFile), `${JSON.stringify({ tenant, revision })}\n`);
};
