import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { messageSchema, pathOf } from './conversation-answer.ts';

type Options = { readonly by?: string; readonly state?: string };

type Run = {
  readonly id: string;
  readonly kind: 'answer' | 'note';
  readonly text: string;
  readonly options: Options;
  readonly client: EngineClient;
  readonly say: Say;
};

/** `ciclo conversations answer` and `note`: writes into a conversation. */
export const runWriteMessage = async ({ id, kind, text, options, client, say }: Run): Promise<number> => {
  const body = { kind, text, ...options };
  const written = messageSchema.parse(await client.call({ path: pathOf(id, 'messages'), body }));
  say(kind === 'note' ? `Noted ${written.id}.` : `The answer ${written.id} goes out within seconds.`);
  return 0;
};

const buildOf =
  (kind: Run['kind']): NonNullable<CommandDefinition['build']> =>
  ({ command, act, connect, say }) =>
    command
      .option('--by <user>', 'who writes')
      .option('--state <state>', 'open, waiting or solved afterwards')
      .action(
        act(async (id: string, text: string, options: Options) =>
          runWriteMessage({ id, kind, text, options, client: await connect(), say }),
        ),
      );

/** `ciclo conversations answer`. */
export const answerCommand: CommandDefinition = {
  usage: 'answer <id> <text>',
  summary: 'answer on the channel of the conversation',
  examples: [`ciclo conversations answer c01J9 'It leaves today.' --by marta`],
  build: buildOf('answer'),
};

/** `ciclo conversations note`. */
export const noteCommand: CommandDefinition = {
  usage: 'note <id> <text>',
  summary: 'leave a note that only the team sees',
  examples: [`ciclo conversations note c01J9 'She called.' --by marta`],
  build: buildOf('note'),
};
