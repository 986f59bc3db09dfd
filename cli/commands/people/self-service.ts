import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { idOf, nobody } from './person-id.ts';

const answerSchema = z.object({ url: z.string(), expiresAt: z.string() });
const endedSchema = z.object({ endedAt: z.string() });

/** `ciclo profiles self-service <person>`: a link that opens the pages of a person once. */
export const runSelfService = async (input: {
  person: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, client, say } = input;
  const id = await idOf(input);
  if (id === undefined) return nobody({ person, say });
  const path = `/api/profiles/${encodeURIComponent(id)}/self-service`;
  const { url, expiresAt } = answerSchema.parse(await client.call({ method: 'POST', path }));
  say(url);
  say(`It works once, until ${expiresAt}. Anyone who has it sees what is theirs: give it to nobody else.`);
  return 0;
};

/** `ciclo profiles self-service <person> --end`: no session and no link that was sent opens their pages any more. */
const runEndSelfService = async (input: {
  person: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, client, say } = input;
  const id = await idOf(input);
  if (id === undefined) return nobody({ person, say });
  const path = `/api/profiles/${encodeURIComponent(id)}/self-service/end`;
  const { endedAt } = endedSchema.parse(await client.call({ method: 'POST', path }));
  say(`What is older than ${endedAt} opens their pages no more.`);
  return 0;
};

/** `ciclo profiles self-service`. */
export const selfServiceCommand: CommandDefinition = {
  usage: 'self-service <person>',
  summary: 'a link that opens the self-service pages of a person once',
  examples: [
    'ciclo profiles self-service ana@example.com',
    'ciclo profiles self-service ana@example.com --end',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--end', 'end all their sessions, and the links that open them, instead')
      .action(
        act(async (person: string, { end = false }: { readonly end?: boolean }) =>
          (end ? runEndSelfService : runSelfService)({ person, client: await connect(), say }),
        ),
      ),
};
