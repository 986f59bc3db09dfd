import { relative } from 'node:path';

import { watch } from 'chokidar';
import { z } from 'zod';

import { readJsonDocument } from '../../domain/documents/json-document.ts';
import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace/parse-workspace.ts';
import { fingerprint } from '../../engine/journeys/publish/plan-publication.ts';
import type { PublishedWorkspace } from '../../engine/journeys/ports.ts';
import type { Assembled } from '../assemble.ts';
import { readPulled } from './pulled-file.ts';
import { isAside, readWorkspace } from './read-workspace.ts';
import { problemText, type Say } from '../../platform/say.ts';
import { changesLine } from './changes-line.ts';

/** A publication that somebody has to decide about: the launch guard asks, or the folder is older than what is published. */
const isUndecided = (thrown: unknown): thrown is CicloError =>
  thrown instanceof CicloError && ('people' in thrown.details || 'olderThanPublished' in thrown.details);

const problemsSchema = z.array(z.object({ file: z.string(), message: z.string() }));
const namedMax = 10;

/** What is told of a folder that was not published, with the files it is about. */
const undecidedLines = (thrown: CicloError): readonly string[] => {
  if ('people' in thrown.details)
    return [`${thrown.message} It was not published; run \`ciclo publish\` to do so.`];
  const found = problemsSchema.safeParse(thrown.details['problems']);
  const files = found.success ? found.data : [];
  const more = files.length > namedMax ? [`  ... and ${files.length - namedMax} more`] : [];
  return [
    `${thrown.message} The folder was not published; what is published stays.`,
    ...files.slice(0, namedMax).map(({ file, message }) => `  ${file}: ${message}`),
    ...more,
  ];
};

const named = z.object({ tenant: z.string() });

/** What is published for the tenant that the files name; undefined when they name none, which is said later. */
const publishedFor = async (input: {
  files: Readonly<Record<string, string>>;
  assembled: Assembled;
}): Promise<PublishedWorkspace | undefined> => {
  const read = readJsonDocument({ text: input.files['ciclo.json'] ?? '', file: 'ciclo.json' });
  const settings = named.safeParse(read.ok ? read.value.value : undefined);
  return settings.success ? input.assembled.engine.workspaces.load(settings.data.tenant) : undefined;
};

/** Who publishes a folder beside the engine, in the history and the audit trail. */
const folderActor = { kind: 'cli', id: 'workspace-folder' } as const;

/** Publishes what was built if it differs, unless the folder is older than what is published; says so. */
const publishBuilt = async (input: {
  dir: string;
  built: Workspace;
  assembled: Assembled;
  say: Say;
}): Promise<void> => {
  const { dir, built, assembled, say } = input;
  try {
    const pulled = await readPulled({ dir, tenant: built.settings.tenant });
    const origin = {
      by: folderActor,
      source: 'folder' as const,
      ...(pulled === undefined ? {} : { pulled }),
    };
    const { changes, revision } = await assembled.publish({ built, dryRun: false, origin });
    if (changes.length > 0) {
      await assembled.opened.stores.audit.append({
        tenant: built.settings.tenant,
        at: assembled.engine.clock.systemTime(),
        actor: folderActor,
        action: 'workspace.publish',
        subject: String(revision),
        details: { changes: changes.length },
      });
      say(`Published revision ${revision}: ${changesLine(changes)}.`);
    }
  } catch (thrown) {
    // Until somebody decides, what was published stays published.
    if (!isUndecided(thrown)) throw thrown;
    for (const line of undecidedLines(thrown)) say(line);
  }
};

/**
 * Checks the workspace in a folder and publishes it if it differs; answers the tenant it is for. Messages that are published
 * as they are in the folder are not compiled again.
 */
export const publishFolder = async (input: {
  dir: string;
  assembled: Assembled;
  say: Say;
}): Promise<string> => {
  const { dir, assembled, say } = input;
  const files = await readWorkspace(dir);
  const built = await assembled.build(files, await publishedFor({ files, assembled }));
  for (const problem of built.ok ? built.warnings : built.problems) say(problemText(problem));
  if (!built.ok) {
    throw new CicloError({
      code: 'invalid-input',
      message: `The workspace ${dir} has errors; see above. It was not published.`,
    });
  }
  await publishBuilt({ dir, built: built.value, assembled, say });
  return built.value.settings.tenant;
};

/**
 * Compiles the messages of a published folder once more, as this version of the engine does, and publishes those that become
 * something else: for after a start, which takes them as they are published. A folder that is no longer what is published is
 * left alone, and so is all when `signal` says that the engine stops. Never throws.
 */
export const renewFolder = async (input: {
  dir: string;
  assembled: Assembled;
  say: Say;
  signal: AbortSignal;
}): Promise<void> => {
  const { dir, assembled, say, signal } = input;
  try {
    const files = await readWorkspace(dir);
    const built = await assembled.build(files);
    if (signal.aborted) return;
    if (!built.ok) {
      for (const problem of built.problems) say(problemText(problem));
      say('What is published stays as it is.');
      return;
    }
    const published = await publishedFor({ files, assembled });
    const isPublished =
      published !== undefined && fingerprint(published.files) === fingerprint(built.value.files);
    if (isPublished && !signal.aborted) await publishBuilt({ dir, built: built.value, assembled, say });
  } catch (thrown) {
    if (!signal.aborted) say(messageOf(thrown));
  }
};

const quietMs = 300;

/**
 * Publishes a folder again whenever a file of the workspace in it changes; answers how to stop. Mistakes are told, not
 * fatal: what was published before stays active.
 */
export const watchFolder = async (input: {
  dir: string;
  assembled: Assembled;
  say: Say;
}): Promise<() => Promise<void>> => {
  const { dir, say } = input;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const publish = (): void => {
    last = last.then(() => publishFolder(input)).catch((thrown: unknown) => say(messageOf(thrown)));
  };
  // The data of the engine may lie in the folder: it is no part of the workspace.
  const watcher = watch(dir, { ignored: (path) => isAside(relative(dir, path)), ignoreInitial: true });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(publish, quietMs);
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return async () => {
    clearTimeout(timer);
    await watcher.close();
    await last;
  };
};
