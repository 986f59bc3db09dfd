import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';

import { CicloError, messageOf } from '../../domain/errors.ts';
import { packageRoot } from '../package-root.ts';
import { openStudioFiles, type StudioFiles } from './studio-files.ts';

const sourceDir = join(packageRoot, 'studio');
/** Comes with the package, and is not in a checkout. */
const packedDir = join(packageRoot, 'dist', 'studio');
const buildMs = 300_000;
const niceness = 10;

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Changes with the sources of the studio and with every dependency. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256').update(await readFile(join(packageRoot, 'package-lock.json')));
  const entries = await readdir(sourceDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) hash.update(file.slice(sourceDir.length)).update(await readFile(file));
  return hash.digest('hex').slice(0, 24);
};

/** Runs the bundler in a process of its own, behind whatever else the machine has to do. */
const bundle = (outDir: string, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [join(sourceDir, 'build.mjs'), outDir],
      {
        cwd: packageRoot,
        timeout: buildMs,
        maxBuffer: 10_000_000,
        ...(signal === undefined ? {} : { signal }),
      },
      (error, _stdout, stderr) => {
        if (error === null) resolve();
        else {
          const message = `The studio cannot be built: ${messageOf(error)} ${stderr}`.trim();
          reject(new CicloError({ code: 'internal', message, cause: error }));
        }
      },
    );
    try {
      if (child.pid !== undefined) setPriority(child.pid, niceness);
    } catch {
      // It ended at once, or the system does not have priorities.
    }
  });

type Input = {
  readonly toolsDir: string;
  /** Ends a build that is under way. */
  readonly signal?: AbortSignal;
};

/**
 * The folder of the built studio: the one that came with the package, else one that is built once for each state of its sources
 * and dependencies and kept in the tools folder. Rejects with what the bundler said.
 */
const studioFolder = async (input: Input): Promise<string> => {
  if (!(await isThere(sourceDir))) return packedDir;
  const dir = join(input.toolsDir, 'studio');
  const built = join(dir, await fingerprint());
  if (await isThere(built)) return built;
  const unfinished = `${built}.${process.pid}.unfinished`;
  await mkdir(dir, { recursive: true });
  try {
    await bundle(unfinished, input.signal);
    // Of two processes that build at once, the first one is kept.
    await rename(unfinished, built).catch(async (thrown: unknown) => {
      if (!(await isThere(built))) throw thrown;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return built;
};

/**
 * Makes the function that opens the studio: it is built when it is asked for the first time, once, no matter who else asks meanwhile.
 * What failed is tried again by the next who ask.
 */
export const createOpenStudio = (input: Input): (() => Promise<StudioFiles>) => {
  let opened: Promise<StudioFiles> | undefined;
  return () => {
    if (opened !== undefined) return opened;
    const opening = studioFolder(input).then(openStudioFiles);
    opening.catch(() => {
      opened = undefined;
    });
    opened = opening;
    return opening;
  };
};
