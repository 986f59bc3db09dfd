import type { Say } from '../../platform/say.ts';
import type { EngineClient } from '../engine-client.ts';
import { given } from '../given.ts';
import { readPlan } from '../read-plan.ts';
import type { PublishOptions } from './publish-options.ts';
import { publishedAnswer, sayPublished } from './say-published.ts';

/** Publishes what the engine keeps at the path of its call, and says what that changed. */
export const publishKept = async (input: {
  client: EngineClient;
  path: string;
  options: PublishOptions;
  say: Say;
}): Promise<number> => {
  const { client, path, options, say } = input;
  const { dryRun = false, plan: plans, map: maps, expect, note } = options;
  const body = { plan: await readPlan({ plans, maps }), ...given({ expect, note }) };
  const answer = publishedAnswer.parse(await client.call({ path: dryRun ? `${path}?dryRun=1` : path, body }));
  sayPublished(answer, say);
  if (dryRun) say('Nothing was published; this is what would change.');
  else if (answer.changes.length > 0) say(`Published as revision ${answer.revision}.`);
  return 0;
};
