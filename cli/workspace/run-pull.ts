import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { readJsonDocument } from '../../domain/documents/json-document.ts';
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { kindOfFile } from '../../domain/workspace/workspace-files.ts';
import type { Say } from '../../platform/say.ts';
import { readPulled, writePulled } from '../../server/workspace/pulled-file.ts';
import { readWorkspace } from '../../server/workspace/read-workspace.ts';
import type { EngineClient } from '../engine-client.ts';
import { given } from '../given.ts';

const comparedSchema = z.object({
  revision: z.number(),
  files: z.array(
    z.object({
      path: z.string(),
      standing: z.enum(['same', 'ahead', 'behind', 'both']),
      hash: z.string().optional(),
    }),
  ),
});
type Compared = z.infer<typeof comparedSchema>['files'][number];

const contentSchema = z.object({ text: z.string(), hash: z.string() });

const picture = /^data:[a-z+/-]+;base64,/;

/** A file as it is written: pictures are published as data URIs. */
const bytesOf = (text: string): string | Uint8Array =>
  picture.test(text) ? Buffer.from(text.replace(picture, ''), 'base64') : text;

/** Whether a pull is about a file: nothing else in the folder is touched, and no path from outside leads out of it. */
const isPulled = (path: string): boolean => {
  const { kind } = kindOfFile(path);
  const isOdd = path.split('/').some((part) => part === '' || part.startsWith('.') || part.includes('\\'));
  return !isOdd && kind !== 'unknown' && kind !== 'ignored' && kind !== 'people';
};

const named = z.object({ tenant: z.string() });

const tenantOf = (files: Readonly<Record<string, string>>): string | undefined => {
  const read = readJsonDocument({ text: files['ciclo.json'] ?? '', file: 'ciclo.json' });
  const settings = named.safeParse(read.ok ? read.value.value : undefined);
  return settings.success ? settings.data.tenant : undefined;
};

/** What is in the folder already; nothing of one that is not there yet. */
const filesIn = async (dir: string): Promise<Readonly<Record<string, string>>> => {
  await mkdir(dir, { recursive: true });
  return readWorkspace(dir);
};

const isWritten = ({ standing }: Compared, force: boolean): boolean =>
  standing === 'behind' || (force && (standing === 'both' || standing === 'ahead'));

/** Writes one file as it is published, or removes it. */
const bring = async (input: { dir: string; file: Compared; client: EngineClient }): Promise<string> => {
  const { dir, file, client } = input;
  const place = join(dir, ...file.path.split('/'));
  if (file.hash === undefined) {
    await rm(place, { force: true });
    return `removes ${file.path}`;
  }
  const path = `/api/workspace/files/${encodeURIComponent(file.path)}`;
  const { text } = contentSchema.parse(await client.call({ path, method: 'GET' }));
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, bytesOf(text));
  return `writes  ${file.path}`;
};

/** How the folder stands to what is published for the tenant of the key. Throws `invalid-input` for the folder of another tenant. */
const compareWith = async (input: { dir: string; client: EngineClient }) => {
  const { dir, client } = input;
  const folder = await filesIn(dir);
  const { tenant } = named.parse(await client.call({ path: '/api/me' }));
  const own = tenantOf(folder);
  if (own !== undefined && own !== tenant)
    throw new CicloError({
      code: 'invalid-input',
      message: `The folder ${dir} is the workspace of \`${own}\`; the key is of \`${tenant}\`.`,
    });
  const pulled = await readPulled({ dir, tenant });
  const kept = Object.entries(folder).filter(([path]) => isPulled(path));
  const hashes = Object.fromEntries(kept.map(([path, text]) => [path, hashId(text)]));
  const body = { hashes, ...given({ pulled }) };
  const compared = comparedSchema.parse(await client.call({ path: '/api/workspace/compare', body }));
  const files = compared.files.filter(({ path }) => isPulled(path));
  // In a folder without a workspace nothing was changed.
  const isEmpty = Object.keys(hashes).length === 0;
  return {
    tenant,
    revision: compared.revision,
    files: isEmpty ? files.map((file): Compared => ({ ...file, standing: 'behind' })) : files,
  };
};

/**
 * `ciclo pull`: brings what is published into a folder. Files that were changed in the folder only stay; where a file was changed on both
 * sides nothing at all is written, unless `force` makes the folder what is published. Answers the exit code.
 */
export const runPull = async (input: {
  dir: string;
  client: EngineClient;
  force: boolean;
  dryRun: boolean;
  say: Say;
}): Promise<number> => {
  const { dir, client, force, dryRun, say } = input;
  const { tenant, revision, files } = await compareWith({ dir, client });
  const clashing = files.filter(({ standing }) => standing === 'both');
  if (clashing.length > 0 && !force) {
    for (const { path } of clashing) say(`  ${path} was changed here, and another text of it was published.`);
    say('Nothing was written. `--force` puts what is published over what was changed here.');
    return 1;
  }
  const wanted = files.filter((file) => isWritten(file, force));
  for (const file of wanted) {
    const line = dryRun ? `${file.hash === undefined ? 'removes' : 'writes '} ${file.path}` : undefined;
    say(`  ${line ?? (await bring({ dir, file, client }))}`);
  }
  for (const { path } of force ? [] : files.filter(({ standing }) => standing === 'ahead'))
    say(`  keeps   ${path}, which was changed here`);
  if (dryRun) {
    say('Nothing was written; this is what would be.');
    return 0;
  }
  await writePulled({ dir, tenant, revision });
  say(`The folder is at revision ${revision}${wanted.length === 0 ? ' already' : ' now'}.`);
  return 0;
};
