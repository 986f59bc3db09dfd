import { relative } from 'node:path';

import { watch } from 'chokidar';

import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Assembled } from '../assemble.ts';
import { isAside, readWorkspace } from './read-workspace.ts';
import { problemText, type Say } from '../../platform/say.ts';
import { changesLine } from './changes-line.ts';

const isGuarded = (thrown: unknown): boolean => thrown instanceof CicloError && 'people' in thrown.details;

/** Checks the workspace in a folder and publishes it if it differs; answers the tenant it is for. */
export const publishFolder = async (input: {
  dir: string;
  assembled: Assembled;
  say: Say;
}): Promise<string> => {
  const { dir, assembled, say } = input;
  const built = await assembled.build(await readWorkspace(dir));
  for (const problem of built.ok ? built.warnings : built.problems) say(problemText(problem));
  if (!built.ok) {
    throw new CicloError({
      code: 'invalid-input',
      message: `The workspace ${dir} has errors; see above. It was not published.`,
    });
  }
  try {
    const { changes, revision } = await assembled.publish({ built: built.value, dryRun: false });
    if (changes.length > 0) {
      await assembled.opened.stores.audit.append({
        tenant: built.value.settings.tenant,
        at: assembled.engine.clock.systemTime(),
        actor: { kind: 'cli', id: 'workspace-folder' },
        action: 'workspace.publish',
        subject: String(revision),
        details: { changes: changes.length },
      });
      say(`Published revision ${revision}: ${changesLine(changes)}.`);
    }
  } catch (thrown) {
    // Somebody has to say the number; until then what was published stays published.
    if (!isGuarded(thrown)) throw thrown;
    say(`${messageOf(thrown)} It was not published; run \`ciclo publish\` to do so.`);
  }
  return built.value.settings.tenant;
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
