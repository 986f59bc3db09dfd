import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { headOf, pathOf, recordSchema } from './record-answer.ts';

/** `ciclo records register <event> <profile>`: registers a person for an event. */
const runRegister = async (input: {
  event: string;
  profile: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { event, profile, client, say } = input;
  const path = pathOf('event', event, 'registrations');
  const record = recordSchema.parse(await client.call({ path, body: { profile } }));
  say(`${record.stage === 'waiting' ? 'Waiting' : 'Booked'}: ${headOf(record)}`);
  return 0;
};

/** `ciclo records register`. */
export const registerCommand: CommandDefinition = {
  usage: 'register <event> <profile>',
  summary: 'register a person for an event; they wait when all places are taken',
  examples: ['ciclo records register r01J9 p01J8'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (event: string, profile: string) =>
        runRegister({ event, profile, client: await connect(), say }),
      ),
    ),
};
