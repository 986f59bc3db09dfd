import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';
import { readWorkspace } from '../read-workspace.ts';
import { problemText, type Say } from '../say.ts';
import { buildWorkspace } from '../workspace/build-workspace.ts';

const answerSchema = z.object({
  revision: z.number(),
  changes: z.array(
    z.object({ what: z.string(), key: z.string(), change: z.string(), version: z.number().optional() }),
  ),
});

/** `ciclo publish`: checks a workspace here, then puts it in force on the running engine. */
export const runPublish = async (input: {
  dir: string;
  client: EngineClient;
  dryRun: boolean;
  say: Say;
}): Promise<number> => {
  const files = await readWorkspace(input.dir);
  const built = await buildWorkspace({ files });
  for (const problem of built.ok ? built.warnings : built.problems) input.say(problemText(problem));
  if (!built.ok) return 1;
  const answer = answerSchema.parse(
    await input.client.call({
      path: `/api/workspace${input.dryRun ? '?dryRun=1' : ''}`,
      method: 'PUT',
      body: { files },
    }),
  );
  if (answer.changes.length === 0) {
    input.say('Nothing has changed since the last publication.');
    return 0;
  }
  for (const { what, key, change, version } of answer.changes) {
    input.say(`  ${change.padEnd(8)} ${what} ${key}${version === undefined ? '' : ` (version ${version})`}`);
  }
  input.say(
    input.dryRun
      ? 'Nothing was published; this is what would change.'
      : `Published as revision ${answer.revision}.`,
  );
  return 0;
};
