import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CicloError } from '../../domain/errors.ts';
import { createInstalledTool, type InstalledTool } from './installed-tool.ts';
import type { PinnedArchive, PinnedTool } from './pinned-archives.ts';
import { runCommand } from './run-command.ts';

const fetchBoundMs = 300_000;
const unpackBoundMs = 60_000;
/** None of ours is half as large. */
const archiveMax = 500 * 1024 * 1024;

const failed = (message: string): CicloError => new CicloError({ code: 'unavailable', message });

/** Brings an archive into a file and answers its SHA-256, worked out of the very bytes that were written. */
const fetchTo = async (input: { url: string; path: string }): Promise<string> => {
  const answer = await fetch(input.url, { signal: AbortSignal.timeout(fetchBoundMs) });
  if (!answer.ok || answer.body === null) throw failed(`${input.url} answered ${answer.status}`);
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    Readable.fromWeb(answer.body),
    async function* measure(pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        size += piece.byteLength;
        if (size > archiveMax) throw failed(`${input.url} is larger than ${archiveMax} bytes`);
        hash.update(piece);
        yield piece;
      }
    },
    createWriteStream(input.path),
  );
  return hash.digest('hex');
};

const findProgram = async (input: { dir: string; name: string }): Promise<string> => {
  const entries = await readdir(input.dir, { recursive: true, withFileTypes: true });
  const found = entries.find((entry) => entry.isFile() && entry.name === input.name);
  if (found === undefined) throw failed(`there is no ${input.name} in the archive`);
  return join(found.parentPath, found.name);
};

/** Nothing of an archive is unpacked, let alone run, before its hash is that of the table. */
const bringArchive = async (input: { archive: PinnedArchive; dir: string }): Promise<void> => {
  const { archive, dir } = input;
  const path = join(dir, 'archive.tgz');
  const sha256 = await fetchTo({ url: archive.url, path });
  if (sha256 !== archive.sha256) {
    throw failed(
      `what came from ${archive.url} is not what this version of Ciclo was made with: its SHA-256 is ${sha256}, and not ${archive.sha256}; it was not run`,
    );
  }
  await runCommand({ command: 'tar', args: ['-xzf', path, '-C', dir], boundMs: unpackBoundMs });
  await rm(path);
};

/** A program from an archive on the web that is known by its hash. */
export const createArchiveTool = (deps: {
  toolsDir: string;
  tool: PinnedTool;
  /** As `process.platform` and `process.arch` say it, such as `linux-x64`. */
  platform: string;
}): InstalledTool => {
  const { toolsDir, tool, platform } = deps;
  const { what, version } = tool;
  return createInstalledTool({
    dir: join(toolsDir, `${what}-${version}`),
    bring: async (dir) => {
      const archive = tool.archives.get(platform);
      if (archive === undefined) {
        throw failed(`no hash of ${what} ${version} is known for ${platform}, so it is not fetched`);
      }
      await bringArchive({ archive, dir });
      const command = await findProgram({ dir, name: what });
      await chmod(command, 0o755);
      return { command, args: [], label: `${what} ${version} downloaded` };
    },
  });
};
