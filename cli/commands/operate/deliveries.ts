import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { retryOneOrMany } from '../../retry-many.ts';
import type { CommandDefinition } from '../../command.ts';
import { toCount } from '../../to-count.ts';

const deliverySchema = z.looseObject({
  id: z.string(),
  instance: z.string(),
  webhook: z.string(),
  topic: z.string().optional(),
  receivedAt: z.string(),
  state: z.string(),
  attempts: z.number(),
  nextTryAt: z.string().optional(),
  error: z.string().optional(),
});
type Delivery = z.infer<typeof deliverySchema>;

const pageSchema = z.looseObject({ deliveries: z.array(deliverySchema), next: z.string().optional() });
const detailSchema = deliverySchema.extend({
  request: z.looseObject({
    method: z.string(),
    contentType: z.string().optional(),
    bytes: z.number(),
    body: z.string().optional(),
  }),
});

/** Which deliveries are meant. */
export type DeliveriesQuery = {
  readonly state?: string | undefined;
  readonly instance?: string | undefined;
};

const placeOf = (one: Delivery): string => `${one.instance}/${one.topic ?? one.webhook}`;

/** `ciclo deliveries list`: inbound webhook requests, the newest first, at most so many. */
export const runDeliveries = (input: {
  query: DeliveriesQuery;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> =>
  sayList({
    ...input,
    path: '/api/deliveries',
    read: (answer) => {
      const page = pageSchema.parse(answer);
      return { rows: page.deliveries, next: page.next };
    },
    none: 'There are no such deliveries.',
    head: ['id', 'received (UTC)', 'from', 'state', 'attempts', 'error'],
    line: (one) => [
      one.id,
      toSecond(one.receivedAt),
      placeOf(one),
      one.state,
      one.attempts,
      (one.error ?? '').slice(0, 80),
    ],
  });

/** `ciclo deliveries show <id>`: one of them, with what it says. */
export const runShowDelivery = async (input: {
  id: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, client, say } = input;
  const found = detailSchema.parse(await client.call({ path: `/api/deliveries/${encodeURIComponent(id)}` }));
  const { method, contentType, bytes, body } = found.request;
  say(`${found.id}  ${placeOf(found)}  ${found.state}`);
  say(`received ${toSecond(found.receivedAt)} UTC, could not be read ${found.attempts} times`);
  if (found.nextTryAt !== undefined) say(`next attempt ${toSecond(found.nextTryAt)} UTC`);
  if (found.error !== undefined) say(`error: ${found.error}`);
  say(`${method} ${contentType ?? ''} ${bytes} bytes`);
  if (body !== undefined) say(body);
  return 0;
};

/** `ciclo deliveries retry`: reads one again, or all of a state. */
export const runRetryDeliveries = (input: {
  id: string | undefined;
  query: DeliveriesQuery;
  client: EngineClient;
  say: Say;
}): Promise<number> =>
  retryOneOrMany({
    ...input,
    path: '/api/deliveries',
    words: {
      one: 'It is read again now.',
      many: 'Deliveries that are read again now',
      which: 'Name a delivery, or write which ones: `--state dead` or `--state failing`.',
    },
  });

const listCommand: CommandDefinition = {
  usage: 'list',
  isDefault: true,
  summary: 'inbound webhook requests, the newest first',
  examples: ['ciclo deliveries list --state failing'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'pending, failing, done or dead')
      .option('--instance <instance>', 'of one plugin instance')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async ({ limit, ...query }: DeliveriesQuery & { limit: number }) =>
          runDeliveries({ query, limit, client: await connect(), say }),
        ),
      ),
};

const showCommand: CommandDefinition = {
  usage: 'show <id>',
  summary: 'one request, with its error and what it says',
  examples: ['ciclo deliveries show d_01J9'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (id: string) => runShowDelivery({ id, client: await connect(), say }))),
};

const retryCommand: CommandDefinition = {
  usage: 'retry [id]',
  summary: 'read one again, or all of a state',
  examples: ['ciclo deliveries retry d_01J9', 'ciclo deliveries retry --state dead'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'failing or dead')
      .option('--instance <instance>', 'of one plugin instance')
      .action(
        act(async (id: string | undefined, query: DeliveriesQuery) =>
          runRetryDeliveries({ id, query, client: await connect(), say }),
        ),
      ),
};

/** `ciclo deliveries`. */
export const deliveriesCommand: CommandDefinition = {
  usage: 'deliveries',
  summary: 'what connected systems sent, and what of it could not be read',
  group: 'Operate',
  examples: ['ciclo deliveries', 'ciclo deliveries retry --state dead'],
  parts: [listCommand, showCommand, retryCommand],
};
