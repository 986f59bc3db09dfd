import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { retryOneOrMany } from '../../retry-many.ts';
import type { CommandDefinition } from '../../command.ts';
import { toCount } from '../../to-count.ts';

const pageSchema = z.looseObject({
  events: z.array(
    z.looseObject({
      id: z.string(),
      event: z.string(),
      receivedAt: z.string(),
      state: z.string(),
      attempts: z.number(),
      error: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
});

/** Which events are meant. */
export type EventsQuery = { readonly state?: string | undefined; readonly name?: string | undefined };

/** `ciclo events list`: events of a state, the last received first, at most so many. */
export const runEvents = (input: {
  query: EventsQuery;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> =>
  sayList({
    ...input,
    path: '/api/events',
    read: (answer) => {
      const page = pageSchema.parse(answer);
      return { rows: page.events, next: page.next };
    },
    none: 'There are no such events.',
    head: ['id', 'received (UTC)', 'event', 'state', 'attempts', 'error'],
    line: (one) => [
      one.id,
      toSecond(one.receivedAt),
      one.event,
      one.state,
      one.attempts,
      (one.error ?? '').slice(0, 80),
    ],
  });

/** `ciclo events retry`: processes one event again, or all of a state. */
export const runRetryEvents = (input: {
  id: string | undefined;
  query: EventsQuery;
  client: EngineClient;
  say: Say;
}): Promise<number> =>
  retryOneOrMany({
    ...input,
    path: '/api/events',
    words: {
      one: 'It is in the queue again.',
      many: 'Events that are in the queue again',
      which: 'Name an event, or write which ones: `--state dead` or `--state quarantined`.',
    },
  });

const listCommand: CommandDefinition = {
  usage: 'list',
  isDefault: true,
  summary: 'events, the last received first',
  examples: ['ciclo events list --state quarantined'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'pending, done, recorded, quarantined or dead')
      .option('--name <name>', 'with this name')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async ({ limit, ...query }: EventsQuery & { limit: number }) =>
          runEvents({ query, limit, client: await connect(), say }),
        ),
      ),
};

const retryCommand: CommandDefinition = {
  usage: 'retry [id]',
  summary: 'process one again, or all of a state',
  examples: ['ciclo events retry e_01J9', 'ciclo events retry --state dead'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'dead or quarantined')
      .option('--name <name>', 'with this name')
      .action(
        act(async (id: string | undefined, query: EventsQuery) =>
          runRetryEvents({ id, query, client: await connect(), say }),
        ),
      ),
};

/** `ciclo events`. */
export const eventsCommand: CommandDefinition = {
  usage: 'events',
  summary: 'the events that came in, and those that are stuck',
  group: 'Operate',
  examples: ['ciclo events', 'ciclo events retry --state dead'],
  parts: [listCommand, retryCommand],
};
