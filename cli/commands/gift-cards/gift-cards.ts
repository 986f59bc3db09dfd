import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { toUnits } from '../../to-count.ts';

const cardSchema = z.looseObject({
  ends: z.string(),
  balance: z.int(),
  currency: z.string(),
  expiresAt: z.string().optional(),
});
const changedSchema = z.looseObject({ state: z.string(), redemption: z.string(), card: cardSchema });

const cardLine = ({ ends, balance, currency, expiresAt }: z.infer<typeof cardSchema>): string =>
  `Card ending in ${ends}: ${balance} ${currency} in minor units${
    expiresAt === undefined ? '' : `, until ${expiresAt.slice(0, 10)}`
  }.`;

type Input = { client: EngineClient; say: Say; path: string; body: object; key?: string | undefined };

const post = ({ client, path, body, key = randomUUID() }: Input): Promise<unknown> =>
  client.call({ path: `/api/gift-cards${path}`, body, headers: { 'idempotency-key': key } });

const runIssue = async (input: Input): Promise<number> => {
  const answer = z.looseObject({ code: z.string(), card: cardSchema }).parse(await post(input));
  input.say(answer.code);
  input.say(cardLine(answer.card));
  return 0;
};

const runShow = async (input: Input): Promise<number> => {
  const answer = z
    .looseObject({ valid: z.boolean(), reason: z.string().optional(), card: cardSchema })
    .parse(await post(input));
  input.say(cardLine(answer.card));
  if (!answer.valid) input.say(`It cannot be used: ${answer.reason ?? ''}.`);
  return answer.valid ? 0 : 1;
};

const runChange = async (input: Input): Promise<number> => {
  const { state, redemption, card } = changedSchema.parse(await post(input));
  if (state === 'already') input.say('This was done before under the same key; nothing was changed.');
  input.say(`Redemption ${redemption}.`);
  input.say(cardLine(card));
  return 0;
};

type Options = { key?: string; ref?: string; email?: string; expires?: string; amount?: number };

const commands: readonly CommandDefinition[] = [
  {
    usage: 'issue <amount> <currency>',
    summary: 'issue a gift card of so many minor units, and print its code',
    examples: ['ciclo gift-cards issue 5000 EUR --email ana@example.com --key order-1001'],
    build: ({ command, act, connect, say }) =>
      command
        .option('--email <address>', 'whose it is')
        .option('--expires <instant>', 'when it expires, such as `2027-12-31T23:00:00Z`')
        .option('--key <text>', 'the same key gives the same card')
        .action(
          act(async (amount: string, currency: string, { email, expires, key }: Options) => {
            const person = email === undefined ? {} : { person: { email } };
            const until = expires === undefined ? {} : { expiresAt: expires };
            const body = { amount: toUnits(amount), currency, ...person, ...until };
            return runIssue({ client: await connect(), say, path: '', body, key });
          }),
        ),
  },
  {
    usage: 'show <code>',
    summary: 'what a gift card has; 1 when there is nothing to spend',
    examples: ['ciclo gift-cards show GIFT-34CD-67FG-9HJK'],
    build: ({ command, act, connect, say }) =>
      command.action(
        act(async (code: string) =>
          runShow({ client: await connect(), say, path: '/validate', body: { code } }),
        ),
      ),
  },
  {
    usage: 'redeem <code> <amount> <currency>',
    summary: 'pay so many minor units with a gift card',
    examples: ['ciclo gift-cards redeem GIFT-34CD-67FG-9HJK 2500 EUR --ref order:1002 --key till-1002'],
    build: ({ command, act, connect, say }) =>
      command
        .option('--ref <text>', 'what it is for')
        .option('--key <text>', 'the same key does it once')
        .action(
          act(async (code: string, amount: string, currency: string, { ref, key }: Options) => {
            const about = ref === undefined ? {} : { ref };
            const body = { code, amount: toUnits(amount), currency, ...about };
            return runChange({ client: await connect(), say, path: '/redeem', body, key });
          }),
        ),
  },
  {
    usage: 'rollback <code> <redemption>',
    summary: 'give back what was paid with a gift card',
    examples: ['ciclo gift-cards rollback GIFT-34CD-67FG-9HJK api:Gx2 --amount 1000'],
    build: ({ command, act, connect, say }) =>
      command
        .option('--amount <count>', 'so many minor units; all by default', toUnits)
        .option('--key <text>', 'the same key does it once')
        .action(
          act(async (code: string, redemption: string, { amount, key }: Options) => {
            const part = amount === undefined ? {} : { amount };
            const body = { code, redemption, ...part };
            return runChange({ client: await connect(), say, path: '/rollback', body, key });
          }),
        ),
  },
];

/** `ciclo gift-cards`. */
export const giftCardsCommand: CommandDefinition = {
  usage: 'gift-cards',
  summary: 'gift cards: issue, look, pay, give back',
  group: 'People',
  examples: ['ciclo gift-cards issue 5000 EUR', 'ciclo gift-cards show GIFT-34CD-67FG-9HJK'],
  parts: commands,
};
