import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { findPerson } from '../../find-person.ts';
import { conversationSchema, headOf } from './conversation-answer.ts';

type Options = {
  readonly channel?: string;
  readonly by?: string;
  readonly assignee?: string;
  readonly team?: string;
};

/** `ciclo conversations open`: writes a first message to a person. */
export const runOpenConversation = async (input: {
  person: string;
  subject: string;
  text: string;
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, subject, text, options, client, say } = input;
  const profile = await findPerson({ person, client });
  if (profile === undefined) {
    say(`Nobody is known by \`${person}\`.`);
    return 1;
  }
  const body = { profile, subject, text, ...options };
  const opened = conversationSchema.parse(await client.call({ path: '/api/conversations', body }));
  say(`${headOf(opened)} The message goes out within seconds.`);
  return 0;
};

/** `ciclo conversations open`. */
export const openCommand: CommandDefinition = {
  usage: 'open <person> <subject> <text>',
  summary: 'write to a person, named by e-mail, user id or profile id, in a new conversation',
  examples: [`ciclo conversations open ana@example.com 'Your visit' 'See you on Monday.' --by marta`],
  build: ({ command, act, connect, say }) =>
    command
      .option('--channel <channel>', 'the channel; email by default')
      .option('--by <user>', 'who writes')
      .option('--assignee <user>', 'whose conversation it is')
      .option('--team <team>', 'the team whose conversation it is')
      .action(
        act(async (person: string, subject: string, text: string, options: Options) =>
          runOpenConversation({ person, subject, text, options, client: await connect(), say }),
        ),
      ),
};
