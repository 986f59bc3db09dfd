import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';
import { conversationSchema, headOf, type Message, messageSchema, pathOf } from './conversation-answer.ts';

const pageSchema = z.looseObject({ messages: z.array(messageSchema) });

const whoOf = (message: Message): string => {
  const { direction, from, by, automatic, status, reason } = message;
  const writer = direction === 'in' ? (from ?? 'they') : (by ?? 'the team');
  const how = [
    ...(direction === 'note' ? ['note'] : []),
    ...(automatic === undefined ? [] : ['a program']),
    ...(status === undefined ? [] : [reason === undefined ? status : `${status}: ${reason}`]),
  ];
  return how.length === 0 ? writer : `${writer} (${how.join(', ')})`;
};

/** `ciclo conversations show <id>`: a conversation with its latest messages, the oldest of these first. */
export const runShowConversation = async (input: {
  id: string;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, limit, client, say } = input;
  const conversation = conversationSchema.parse(await client.call({ path: pathOf(id) }));
  const path = `${pathOf(id, 'messages')}?limit=${Math.min(200, limit)}`;
  const { messages } = pageSchema.parse(await client.call({ path }));
  say(headOf(conversation));
  for (const message of messages.toReversed()) {
    say('');
    say(`${toSecond(message.at)} UTC, ${whoOf(message)}:`);
    say(message.text);
    for (const { name } of message.files) say(`[${name}]`);
  }
  return 0;
};

/** `ciclo conversations show`. */
export const showCommand: CommandDefinition = {
  usage: 'show <id>',
  summary: 'a conversation with its latest messages',
  examples: ['ciclo conversations show c01J9'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--limit <count>', 'show at most this many messages', toCount, 50)
      .action(
        act(async (id: string, { limit }: { limit: number }) =>
          runShowConversation({ id, limit, client: await connect(), say }),
        ),
      ),
};
