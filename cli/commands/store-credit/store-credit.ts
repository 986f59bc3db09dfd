import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { fromMinor, minorDigits } from '../../../domain/money.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { toUnits } from '../../to-count.ts';
import { personOf } from '../loyalty/points-answer.ts';

const creditSchema = z.looseObject({
  currency: z.string(),
  balance: z.number(),
  expiring: z.array(z.object({ at: z.string(), amount: z.number() })),
});
const changedSchema = z.looseObject({ state: z.string(), redemption: z.string(), credit: creditSchema });
type Credit = z.infer<typeof creditSchema>;

const money = (minor: number, currency: string): string =>
  `${fromMinor({ minor, currency }).toFixed(minorDigits(currency))} ${currency}`;

const creditLine = ({ currency, balance, expiring: [first] }: Credit): string => {
  const end =
    first === undefined ? '' : `; ${money(first.amount, currency)} expire on ${first.at.slice(0, 10)}`;
  return `Store credit: ${money(balance, currency)}${end}.`;
};

type Input = { person: string; client: EngineClient; say: Say };

const runShow = async (input: Input): Promise<number> => {
  const { client, say } = input;
  const id = await personOf(input);
  if (id === undefined) return 1;
  const answer = await client.call({ path: `/api/profiles/${id}/store-credit` });
  const { balances } = z.looseObject({ balances: z.array(creditSchema) }).parse(answer);
  if (balances.length === 0) say('They have no store credit.');
  for (const one of balances) say(creditLine(one));
  return 0;
};

const runChange = async (input: Input & { body: object; key: string | undefined }): Promise<number> => {
  const { client, say, body, key = randomUUID() } = input;
  const id = await personOf(input);
  if (id === undefined) return 1;
  const headers = { 'idempotency-key': key };
  const answer = await client.call({ path: '/api/store-credit', body: { person: { id }, ...body }, headers });
  const { state, redemption, credit } = changedSchema.parse(answer);
  if (state === 'already') say('This was done before under the same key; nothing was changed.');
  say(`Posting ${redemption}.`);
  say(creditLine(credit));
  return 0;
};

type Options = { key?: string; ref?: string; reason?: string; expires?: string; amount?: number };

const commands: readonly CommandDefinition[] = [
  {
    usage: 'show <person>',
    summary: 'the store credit of a person',
    examples: ['ciclo store-credit show ana@example.com'],
    build: ({ command, act, connect, say }) =>
      command.action(act(async (person: string) => runShow({ person, client: await connect(), say }))),
  },
  {
    usage: 'issue <person> <amount> <currency>',
    summary: 'give a person store credit of so many minor units',
    examples: ['ciclo store-credit issue ana@example.com 2500 EUR --ref return:R-7 --key return-R-7'],
    build: ({ command, act, connect, say }) =>
      command
        .option('--expires <instant>', 'when it expires, such as `2027-12-31T23:00:00Z`; never by default')
        .option('--reason <text>', 'why, for the ledger')
        .option('--ref <text>', 'what it is for')
        .option('--key <text>', 'the same key does it once')
        .action(
          act(async (person: string, amount: string, currency: string, options: Options) => {
            const { key, ref, reason, expires: expiresAt } = options;
            const more = given({ ref, reason, expiresAt });
            const body = { action: 'issue', amount: toUnits(amount), currency, ...more };
            return runChange({ person, client: await connect(), say, body, key });
          }),
        ),
  },
  {
    usage: 'redeem <person> <amount> <currency>',
    summary: 'pay so many minor units with the store credit of a person',
    examples: ['ciclo store-credit redeem ana@example.com 2000 EUR --ref order:1002 --key till-1002'],
    build: ({ command, act, connect, say }) =>
      command
        .option('--ref <text>', 'what it is for')
        .option('--key <text>', 'the same key does it once')
        .action(
          act(async (person: string, amount: string, currency: string, { key, ref }: Options) => {
            const body = { action: 'redeem', amount: toUnits(amount), currency, ...given({ ref }) };
            return runChange({ person, client: await connect(), say, body, key });
          }),
        ),
  },
  {
    usage: 'rollback <person> <currency> <redemption>',
    summary: 'give back what was paid with store credit',
    examples: ['ciclo store-credit rollback ana@example.com EUR api:Gx2 --amount 1000'],
    build: ({ command, act, connect, say }) =>
      command
        .option('--amount <count>', 'so many minor units; all by default', toUnits)
        .option('--key <text>', 'the same key does it once')
        .action(
          act(async (person: string, currency: string, redemption: string, { amount, key }: Options) => {
            const body = { action: 'rollback', currency, redemption, ...given({ amount }) };
            return runChange({ person, client: await connect(), say, body, key });
          }),
        ),
  },
];

/** `ciclo store-credit`. */
export const storeCreditCommand: CommandDefinition = {
  usage: 'store-credit',
  summary: 'store credit of people: look, issue, pay, give back',
  group: 'People',
  examples: ['ciclo store-credit show ana@example.com', 'ciclo store-credit issue ana@example.com 2500 EUR'],
  parts: commands,
};
