import { z } from 'zod';

import type { CommandDefinition } from '../../command.ts';
import { given } from '../../given.ts';
import { readObject } from '../../read-file.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { toCount, toNumber } from '../../to-count.ts';
import { broadcastAnswer, broadcastPath, sayBroadcast } from './broadcast-answer.ts';
import { audienceCommand, resultsCommand } from './broadcast-results.ts';
import { campaignCommand } from './campaign-results.ts';

const pageSchema = z.object({ broadcasts: z.array(broadcastAnswer), next: z.string().optional() });

const listCommand: CommandDefinition = {
  usage: 'list',
  summary: 'broadcasts, the newest first',
  examples: ['ciclo broadcasts list', 'ciclo broadcasts list --state sending'],
  isDefault: true,
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'draft, scheduled, sending, testing, paused, sent or cancelled')
      .option('--limit <count>', 'how many at most', toCount, 50)
      .action(
        act(async ({ state, limit }: { state?: string; limit: number }) =>
          sayList({
            path: '/api/broadcasts',
            query: { state },
            limit,
            client: await connect(),
            read: (answer) => {
              const { broadcasts, next } = pageSchema.parse(answer);
              return { rows: broadcasts, next };
            },
            say,
            none: 'There are no such broadcasts.',
            head: ['id', 'name', 'state', 'begins (UTC)', 'matched', 'sent', 'opened', 'clicked'],
            line: ({ id, plan, state: stands, startAt, matched, figures }) => [
              id,
              plan.name,
              stands,
              startAt === undefined ? '' : toSecond(startAt),
              matched ?? '',
              figures.sent,
              figures.opened,
              figures.clicked,
            ],
          }),
        ),
      ),
};

const createCommand: CommandDefinition = {
  usage: 'create <file>',
  summary: 'begin a broadcast as a draft, from a JSON file with its plan',
  examples: ['ciclo broadcasts create spring.json'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (file: string) => {
        const client = await connect();
        const example =
          '{"name":"Spring sale","audience":{"segments":["loyal"]},...}; see docs/broadcasts.md.';
        const body = await readObject({ file, example });
        sayBroadcast(await client.call({ path: '/api/broadcasts', method: 'POST', body }), say);
        return 0;
      }),
    ),
};

const showCommand: CommandDefinition = {
  usage: 'show <id>',
  summary: 'one broadcast, and what keeps it from being sent',
  examples: ['ciclo broadcasts show 4kQ9'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string) => {
        sayBroadcast(await (await connect()).call({ path: broadcastPath(id) }), say);
        return 0;
      }),
    ),
};

const scheduleCommand: CommandDefinition = {
  usage: 'schedule <id>',
  summary: 'send a draft at the time its plan says',
  examples: ['ciclo broadcasts schedule 4kQ9', 'ciclo broadcasts schedule 4kQ9 --expect 20000'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--expect <people>', 'how many it reaches, where the launch guard asks for it', toNumber)
      .action(
        act(async (id: string, { expect }: { expect?: number }) => {
          const path = broadcastPath(id, 'schedule');
          const client = await connect();
          sayBroadcast(await client.call({ path, method: 'POST', body: given({ expect }) }), say);
          return 0;
        }),
      ),
};

const winnerCommand: CommandDefinition = {
  usage: 'winner <id> <variant>',
  summary: 'name the variant that those get who were not in the test',
  examples: ['ciclo broadcasts winner 4kQ9 short'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string, variant: string) => {
        const path = broadcastPath(id, 'winner');
        sayBroadcast(await (await connect()).call({ path, method: 'POST', body: { variant } }), say);
        return 0;
      }),
    ),
};

const steerCommand = (verb: string, summary: string): CommandDefinition => ({
  usage: `${verb} <id>`,
  summary,
  examples: [`ciclo broadcasts ${verb} 4kQ9`],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string) => {
        const path = broadcastPath(id, verb);
        sayBroadcast(await (await connect()).call({ path, method: 'POST', body: {} }), say);
        return 0;
      }),
    ),
});

/** `ciclo broadcasts`. */
export const broadcastsCommand: CommandDefinition = {
  usage: 'broadcasts',
  summary: 'one message for many people at once: audience, schedule, progress and results',
  group: 'Journeys',
  examples: ['ciclo broadcasts', 'ciclo broadcasts create spring.json', 'ciclo broadcasts results 4kQ9'],
  parts: [
    listCommand,
    createCommand,
    showCommand,
    audienceCommand,
    scheduleCommand,
    steerCommand('unschedule', 'make a scheduled broadcast a draft again'),
    steerCommand('pause', 'stop a broadcast for a while'),
    steerCommand('resume', 'go on with a paused broadcast'),
    steerCommand('cancel', 'end a broadcast for good; what was sent stays sent'),
    winnerCommand,
    resultsCommand,
    campaignCommand,
  ],
};
