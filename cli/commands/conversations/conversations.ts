import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';
import { changeCommand } from './change-conversation.ts';
import { conversationSchema } from './conversation-answer.ts';
import { openCommand } from './open-conversation.ts';
import { showCommand } from './show-conversation.ts';
import { answerCommand, noteCommand } from './write-message.ts';

const pageSchema = z.looseObject({
  conversations: z.array(conversationSchema),
  next: z.string().optional(),
});

type Query = {
  readonly state?: string;
  readonly assignee?: string;
  readonly team?: string;
  readonly profile?: string;
  readonly tag?: string;
  readonly snoozed?: string;
};

/** `ciclo conversations`: those with the latest message first. */
export const runConversations = async (input: {
  query: Query;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> =>
  sayList({
    client: input.client,
    say: input.say,
    limit: input.limit,
    path: '/api/conversations',
    query: input.query,
    read: (answer) => {
      const { conversations, next } = pageSchema.parse(answer);
      return { rows: conversations, next };
    },
    none: 'There are no such conversations.',
    head: ['id', 'last (UTC)', 'state', 'with', 'subject', 'assignee', 'team'],
    line: (one) => [
      one.id,
      toSecond(one.lastAt),
      one.state,
      one.address,
      one.subject.slice(0, 60),
      one.assignee ?? '',
      one.team ?? '',
    ],
  });

/** `ciclo conversations`. */
export const conversationsCommand: CommandDefinition = {
  usage: 'conversations',
  summary: 'what people wrote to the business and what the team answered, the latest first',
  group: 'People',
  examples: ['ciclo conversations', 'ciclo conversations --state open --team advisers'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'open, waiting or solved')
      .option('--assignee <user>', 'of one user')
      .option('--team <team>', 'of one team')
      .option('--profile <id>', 'with one person')
      .option('--tag <tag>', 'with one tag')
      .option('--snoozed', 'those that are snoozed as well')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(
          async ({
            limit,
            snoozed,
            ...query
          }: Omit<Query, 'snoozed'> & { limit: number; snoozed?: boolean }) =>
            runConversations({
              query: { ...query, ...(snoozed === true ? { snoozed: '1' } : {}) },
              limit,
              client: await connect(),
              say,
            }),
        ),
      ),
  parts: [showCommand, openCommand, answerCommand, noteCommand, changeCommand],
};
