import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { toCount } from '../../to-count.ts';
import { balanceLine, balanceSchema, personOf } from './points-answer.ts';

const answerSchema = z.looseObject({
  balances: z.array(balanceSchema),
  postings: z.array(
    z.looseObject({
      program: z.string(),
      kind: z.string(),
      at: z.string(),
      points: z.int(),
      pending: z.int(),
      key: z.string(),
      rule: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
});

type Input = { person: string; limit: number; client: EngineClient; say: Say };

/** `ciclo loyalty points <person>`: balances, and the newest postings. */
const runShowPoints = async (input: Input): Promise<number> => {
  const { client, say, limit } = input;
  const id = await personOf(input);
  if (id === undefined) return 1;
  const path = `/api/profiles/${encodeURIComponent(id)}/points?limit=${Math.min(limit, 200)}`;
  const { balances, postings, next } = answerSchema.parse(await client.call({ path }));
  if (balances.length === 0) say('They have no points.');
  for (const balance of balances) say(balanceLine(balance));
  if (postings.length === 0) return 0;
  say(
    table({
      head: ['at (UTC)', 'programme', 'what', 'points', 'pending', 'why', 'key'],
      rows: postings.map((one) => [
        one.at.slice(0, 16).replace('T', ' '),
        one.program,
        one.kind,
        String(one.points),
        String(one.pending),
        one.reason ?? one.rule ?? '',
        one.key,
      ]),
    }),
  );
  if (next !== undefined) say(`There are more than ${limit}; --limit shows more.`);
  return 0;
};

/** `ciclo loyalty points`. */
export const showPointsCommand: CommandDefinition = {
  usage: 'points <person>',
  summary: 'what a person has, and how it came about',
  examples: ['ciclo loyalty points ana@example.com'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--limit <count>', 'show at most this many postings, up to 200', toCount, 20)
      .action(
        act(async (person: string, { limit }: { limit: number }) =>
          runShowPoints({ person, limit, client: await connect(), say }),
        ),
      ),
};
