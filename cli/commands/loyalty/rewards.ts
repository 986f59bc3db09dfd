import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { balanceLine, balanceSchema, personOf } from './points-answer.ts';

const redemptionSchema = z.looseObject({
  id: z.string(),
  program: z.string(),
  reward: z.string(),
  points: z.int(),
  at: z.string(),
  state: z.string(),
  code: z.string().optional(),
  product: z.string().optional(),
});
const listSchema = z.looseObject({
  rewards: z.array(
    z.looseObject({
      program: z.string(),
      key: z.string(),
      name: z.string(),
      points: z.int(),
      available: z.boolean(),
      reason: z.string().optional(),
    }),
  ),
  redemptions: z.array(redemptionSchema),
});
const redeemedSchema = z.looseObject({
  state: z.enum(['redeemed', 'already']),
  balance: balanceSchema,
  redemption: redemptionSchema,
});

type To = { readonly client: EngineClient; readonly say: Say };

/** What was given, in a few words. */
const gaveLine = ({ reward, code, product, id }: z.infer<typeof redemptionSchema>): string => {
  const what = code === undefined ? (product ?? '') : `code ${code}`;
  return `${reward}${what === '' ? '' : `: ${what}`} (redemption ${id}).`;
};

/** `ciclo loyalty rewards <person>`. */
const runRewards = async (input: To & { person: string }): Promise<number> => {
  const { client, say } = input;
  const id = await personOf(input);
  if (id === undefined) return 1;
  const path = `/api/profiles/${encodeURIComponent(id)}/rewards`;
  const { rewards, redemptions } = listSchema.parse(await client.call({ path }));
  if (rewards.length === 0) say('No programme has rewards.');
  else {
    say(
      table({
        head: ['programme', 'reward', 'name', 'points', 'available'],
        rows: rewards.map((one) => [
          one.program,
          one.key,
          one.name,
          String(one.points),
          one.available ? 'yes' : `no: ${one.reason ?? ''}`,
        ]),
      }),
    );
  }
  for (const one of redemptions) say(`${one.at.slice(0, 10)} ${one.state} ${gaveLine(one)}`);
  return 0;
};

/** `ciclo loyalty redeem <person> <reward>`. */
const runRedeem = async (
  input: To & { person: string; reward: string; options: { program: string; key?: string } },
): Promise<number> => {
  const { client, say, reward, options } = input;
  const id = await personOf(input);
  if (id === undefined) return 1;
  const answer = await client.call({
    path: '/api/points/redeem',
    body: { person: { id }, program: options.program, reward },
    headers: { 'idempotency-key': options.key ?? randomUUID() },
  });
  const { state, balance, redemption } = redeemedSchema.parse(answer);
  if (state === 'already') say('This was done before under the same key; nothing was changed.');
  say(gaveLine(redemption));
  say(balanceLine(balance));
  return 0;
};

/** `ciclo loyalty cancel <redemption>`. */
const runCancel = async (input: To & { redemption: string }): Promise<number> => {
  const { client, say } = input;
  const path = `/api/points/redemptions/${encodeURIComponent(input.redemption)}/cancel`;
  const { redemption } = z
    .looseObject({ redemption: redemptionSchema })
    .parse(await client.call({ path, body: {} }));
  say(`${redemption.state}: ${redemption.points} points of ${redemption.reward}.`);
  return 0;
};

/** Rewards of loyalty programmes. */
export const rewardCommands: readonly CommandDefinition[] = [
  {
    usage: 'rewards <person>',
    summary: 'the rewards a person can have, and those they had',
    examples: ['ciclo loyalty rewards ana@example.com'],
    build: ({ command, act, connect, say }) =>
      command.action(act(async (person: string) => runRewards({ person, client: await connect(), say }))),
  },
  {
    usage: 'redeem <person> <reward>',
    summary: 'give a person a reward for points',
    examples: ['ciclo loyalty redeem ana@example.com free-coffee --program club --key till-1002'],
    build: ({ command, act, connect, say }) =>
      command
        .requiredOption('--program <key>', 'the programme')
        .option('--key <text>', 'the same key does it once')
        .action(
          act(async (person: string, reward: string, options: { program: string; key?: string }) =>
            runRedeem({ person, reward, options, client: await connect(), say }),
          ),
        ),
  },
  {
    usage: 'cancel <redemption>',
    summary: 'take a reward back that was not used, and give its points back',
    examples: ['ciclo loyalty cancel 5f0c1f0e-8f8e-4b7c-9a64-0d8a4c1f2b11'],
    build: ({ command, act, connect, say }) =>
      command.action(
        act(async (redemption: string) => runCancel({ redemption, client: await connect(), say })),
      ),
  },
];
