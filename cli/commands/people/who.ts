import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { toCount } from '../../to-count.ts';

const pageSchema = z.looseObject({
  people: z.array(
    z.looseObject({ profileId: z.string(), since: z.string(), text: z.string(), entryKey: z.string() }),
  ),
  next: z.string().optional(),
});

const minutes = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** `ciclo who <journey> <step>`: who stands on a step and since when, at most so many. */
export const runWho = async (input: {
  journey: string;
  step: string;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { journey, step, limit, client, say } = input;
  const path = `/api/journeys/${encodeURIComponent(journey)}/steps/${encodeURIComponent(step)}/people`;
  const people: z.infer<typeof pageSchema>['people'] = [];
  let next: string | undefined;
  do {
    const cursor = next === undefined ? '' : `&cursor=${next}`;
    const size = Math.min(200, limit - people.length);
    const page = pageSchema.parse(await client.call({ path: `${path}?limit=${size}${cursor}` }));
    people.push(...page.people);
    ({ next } = page);
  } while (next !== undefined && people.length < limit);
  if (people.length === 0) {
    say(`Nobody stands on ${step} of ${journey}.`);
    return 0;
  }
  const rows = people.map((one) => [one.profileId, minutes(one.since), one.entryKey, one.text]);
  say(table({ head: ['person', 'since (UTC)', 'about', ''], rows }));
  if (next !== undefined) say(`There are more than ${limit}; --limit shows more.`);
  return 0;
};

/** `ciclo who`. */
export const whoCommand: CommandDefinition = {
  usage: 'who <journey> <step>',
  summary: 'the people on a step, and since when',
  group: 'People',
  examples: ['ciclo who cart-recovery think', 'ciclo who cart-recovery think --limit 500'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async (journey: string, step: string, { limit }: { limit: number }) =>
          runWho({ journey, step, limit, client: await connect(), say }),
        ),
      ),
};
