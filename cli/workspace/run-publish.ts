import type { EngineClient } from '../engine-client.ts';
import { readPlan } from '../read-plan.ts';
import { readWorkspace } from '../../server/workspace/read-workspace.ts';
import { readPulled } from '../../server/workspace/pulled-file.ts';
import { problemText, type Say } from '../../platform/say.ts';
import { given } from '../given.ts';
import { publishedAnswer, sayPublished } from './say-published.ts';
import { lintLive } from './run-validate.ts';
import { buildInThreads } from '../../server/workspace/build-workspace.ts';

/** `ciclo publish`: checks a workspace here, then publishes it on the running engine. */
export const runPublish = async (input: {
  dir: string;
  client: EngineClient;
  dryRun: boolean;
  plans: readonly string[];
  maps: readonly string[];
  expect: number | undefined;
  note?: string | undefined;
  /** Publishes also over what was published elsewhere since. */
  force?: boolean;
  say: Say;
}): Promise<number> => {
  const { dryRun, say, plans, maps, expect, note, force = false } = input;
  const files = await readWorkspace(input.dir);
  const built = await buildInThreads({ dir: input.dir, files });
  for (const problem of built.ok ? built.warnings : built.problems) say(problemText(problem));
  if (!built.ok) return 1;
  const plan = await readPlan({ plans, maps });
  const { tenant } = built.value.settings;
  const pulled = await readPulled({ dir: input.dir, tenant });
  const answer = publishedAnswer.parse(
    await input.client.call({
      path: `/api/workspace${dryRun ? '?dryRun=1' : ''}`,
      method: 'PUT',
      body: { files, plan, force, ...given({ expect, note, pulled }) },
    }),
  );
  sayPublished(answer, say);
  if (dryRun) {
    const touched = new Set(answer.changes.flatMap(({ what, key }) => (what === 'journey' ? key : [])));
    const journeys = built.value.journeys.filter(({ key }) => touched.has(key));
    const doubts = await lintLive({ journeys, client: input.client, said: built.warnings });
    for (const problem of doubts) say(problemText(problem));
    say('Nothing was published; this is what would change.');
  }
  if (!dryRun && answer.changes.length > 0) say(`Published as revision ${answer.revision}.`);
  return 0;
};
