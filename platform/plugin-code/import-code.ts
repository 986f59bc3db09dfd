import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

import { messageOf } from '../../domain/errors.ts';
import { bundlePlugin } from './bundle.ts';

/** The module that was imported, or why it was not, in one sentence. */
export type Imported =
  | { readonly ok: true; readonly module: unknown }
  | { readonly ok: false; readonly why: string };

const worker = new URL('./trial-worker.mjs', import.meta.url);
const memoryMb = 512;
const lengthMax = 500;

const no = (why: string): Imported => ({ ok: false, why: why.slice(0, lengthMax) });
const ended = 'It ends the process when it is imported, or waits for what never comes.';
const endless = (limitMs: number): string =>
  `Its import has not ended after ${limitMs / 1000} seconds. Do nothing but define the plugin when it is imported.`;

/** Imports a module in a thread of its own, which ends with it; undefined when that went well, else why not. */
const tryImport = async (input: { url: string; limitMs: number }): Promise<string | undefined> => {
  const { url, limitMs } = input;
  // Ending itself is no sign: code of plugins does that as well.
  const imported = new Uint8Array(new SharedArrayBuffer(1));
  const thread = new Worker(worker, {
    workerData: { url, imported },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(() => resolve(endless(limitMs)), limitMs);
      thread.once('error', (thrown: unknown) =>
        resolve(`It throws when it is imported: ${messageOf(thrown)}`),
      );
      thread.once('exit', () => resolve(imported[0] === 1 ? undefined : ended));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
};

/** Imports a module into this process; what does not end is given up. */
const importHere = async (input: { url: string; limitMs: number }): Promise<Imported> => {
  const { url, limitMs } = input;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Imported>((resolve) => {
    timer = setTimeout(() => resolve(no(endless(limitMs))), limitMs);
  });
  const load = async (): Promise<Imported> => {
    try {
      const module: unknown = await import(/* @vite-ignore */ url);
      return { ok: true, module };
    } catch (thrown) {
      return no(`It throws when it is imported: ${messageOf(thrown)}`);
    }
  };
  try {
    return await Promise.race([load(), late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Compiles and imports the code of a plugin, TypeScript or JavaScript, given as the path of its first file or the name of a package that is installed for `dir`. It is imported by a thread first,
 * so that code that throws, hangs, ends the process or eats the memory when it is imported is found out and left. Never rejects.
 */
export const importPluginCode = async (input: {
  dir: string;
  entry: string;
  limitMs: number;
}): Promise<Imported> => {
  const { dir, entry, limitMs } = input;
  const own = await mkdtemp(join(tmpdir(), 'ciclo-plugin-'));
  try {
    const file = join(own, 'plugin.mjs');
    try {
      await bundlePlugin({ dir, entry, file });
    } catch (thrown) {
      return no(`It cannot be compiled: ${messageOf(thrown)}`);
    }
    const url = pathToFileURL(file).href;
    const why = await tryImport({ url, limitMs });
    return why === undefined ? await importHere({ url, limitMs }) : no(why);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};
