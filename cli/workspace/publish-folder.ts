import { watch } from 'node:fs';

import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Assembled } from '../engine/assemble.ts';
import { readWorkspace } from '../read-workspace.ts';
import { problemText, type Say } from '../say.ts';
import { buildWorkspace } from './build-workspace.ts';

const isGuarded = (thrown: unknown): boolean => thrown instanceof CicloError && 'people' in thrown.details;

/** Checks the workspace in a folder and puts it in force if it differs; answers the tenant it is for. */
export const publishFolder = async (input: {
  dir: string;
  assembled: Assembled;
  say: Say;
}): Promise<string> => {
  const { dir, assembled, say } = input;
  const built = await buildWorkspace({ files: await readWorkspace(dir) });
  for (const problem of built.ok ? built.warnings : built.problems) say(problemText(problem));
  if (!built.ok) {
    throw new CicloError({ code: 'invalid-input', message: `The workspace ${dir} has errors; see above.` });
  }
  try {
    const { changes, revision } = await assembled.publish({ built: built.value, dryRun: false });
    if (changes.length > 0)
      say(`Published the workspace ${dir} as revision ${revision} (${changes.length} changes).`);
  } catch (thrown) {
    // Somebody has to say the number; until then what was in force stays in force.
    if (!isGuarded(thrown)) throw thrown;
    say(`${messageOf(thrown)} It was not published; run \`ciclo publish\` to do so.`);
  }
  return built.value.settings.tenant;
};

const quietMs = 300;

/** Publishes a folder again whenever a file in it changes; answers how to stop. Mistakes are told, not fatal. */
export const watchFolder = (input: { dir: string; assembled: Assembled; say: Say }): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const publish = (): void => {
    publishFolder(input).catch((thrown: unknown) => input.say(messageOf(thrown)));
  };
  const watcher = watch(input.dir, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(publish, quietMs);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
};
