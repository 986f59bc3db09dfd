import colors from 'picocolors';
import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import { findPerson } from '../../find-person.ts';
import type { Say } from '../../../platform/say.ts';
import { runWhyMessage } from '../../why-message.ts';
import type { CommandDefinition } from '../../command.ts';

const itemSchema = z.looseObject({
  at: z.string(),
  kind: z.string(),
  text: z.string(),
  decision: z.looseObject({ journey: z.string() }).optional(),
  message: z.looseObject({ journey: z.string() }).optional(),
});
const timelineSchema = z.looseObject({ items: z.array(itemSchema), next: z.string().nullish() });

const mark: Readonly<Record<string, (text: string) => string>> = {
  event: colors.blue,
  decision: colors.reset,
  message: colors.green,
};

/** `ciclo why <person>`: everything that happened to somebody, oldest first, in plain words. */
export const runWhy = async (input: {
  person: string;
  journey: string | undefined;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, client, say, journey } = input;
  const id = await findPerson({ person, client });
  if (id === undefined) {
    say(`Nobody here is known as ${person}.`);
    return 1;
  }
  const timeline = timelineSchema.parse(
    await client.call({ path: `/api/profiles/${id}/timeline?limit=200` }),
  );
  const journeyOf = (item: z.infer<typeof itemSchema>): string | undefined =>
    item.decision?.journey ?? item.message?.journey;
  const items = timeline.items.filter((item) => journey === undefined || journeyOf(item) === journey);
  say(colors.bold(`${person} (${id})`));
  for (const item of items.toReversed()) {
    const when = item.at.slice(0, 16).replace('T', ' ');
    const named = journeyOf(item);
    const where = named === undefined ? '' : colors.dim(` [${named}]`);
    say(`${colors.dim(when)}  ${(mark[item.kind] ?? colors.reset)(item.text)}${where}`);
  }
  if (items.length === 0) say('Nothing has happened yet.');
  return 0;
};

/** `ciclo why`. */
export const whyCommand: CommandDefinition = {
  usage: 'why <person>',
  summary: 'what happened to a person, and why',
  group: 'People',
  examples: ['ciclo why ana@example.com', 'ciclo why ana@example.com --message cart-discount'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--journey <key>', 'of one journey only')
      .option('--message <key>', 'why the person got this message, or did not')
      .action(
        act(async (person: string, { journey, message }: { journey?: string; message?: string }) => {
          const client = await connect();
          if (message !== undefined) return runWhyMessage({ person, message, client, say });
          return runWhy({ person, journey, client, say });
        }),
      ),
};
