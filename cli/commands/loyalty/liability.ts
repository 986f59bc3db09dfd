import { z } from 'zod';

import { fromMinor, minorDigits } from '../../../domain/money.ts';
import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const answerSchema = z.looseObject({
  asOf: z.string(),
  currency: z.string(),
  programs: z.array(
    z.looseObject({
      program: z.string(),
      balance: z.number(),
      pending: z.number(),
      value: z.number().nullable(),
      breakage: z.number().nullable(),
      expected: z.number().nullable(),
    }),
  ),
  storeCredit: z.array(z.object({ currency: z.string(), balance: z.number() })),
  giftCards: z.array(z.object({ currency: z.string(), cards: z.number(), balance: z.number() })),
});

const money = (minor: number | null, currency: string): string =>
  minor === null ? 'unknown' : `${fromMinor({ minor, currency }).toFixed(minorDigits(currency))} ${currency}`;

/** `ciclo loyalty liability`: what the shop owes in points, store credit and gift cards. */
const runLiability = async (input: {
  day: string | undefined;
  json: boolean;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { day, json, client, say } = input;
  const query = day === undefined ? '' : `?day=${encodeURIComponent(day)}`;
  const answer = answerSchema.parse(await client.call({ path: `/api/loyalty/liability${query}` }));
  if (json) {
    say(JSON.stringify(answer, null, 2));
    return 0;
  }
  const { asOf, currency, programs, storeCredit, giftCards } = answer;
  say(`As of ${asOf.slice(0, 16).replace('T', ' ')} UTC, by the ledgers:`);
  say(
    table({
      head: ['what', 'open', 'pending', 'cost', 'breakage (estimate)', 'cost less breakage'],
      rows: [
        ...programs.map((one) => [
          one.program,
          one.balance,
          one.pending,
          money(one.value, currency),
          one.breakage === null ? 'unknown' : `${(one.breakage * 100).toFixed(1)} %`,
          money(one.expected, currency),
        ]),
        ...storeCredit.map((one) => ['store credit', '', '', money(one.balance, one.currency), '', '']),
        ...giftCards.map((one) => [
          `${one.cards} gift cards`,
          '',
          '',
          money(one.balance, one.currency),
          '',
          '',
        ]),
      ],
    }),
  );
  return 0;
};

/** `ciclo loyalty liability`. */
export const liabilityCommand: CommandDefinition = {
  usage: 'liability',
  summary: 'what the shop owes in points, store credit and gift cards',
  examples: ['ciclo loyalty liability', 'ciclo loyalty liability --day 2026-12-31'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--day <day>', 'at the end of this day; now by default')
      .option('--json', 'everything as JSON')
      .action(
        act(async ({ day, json = false }: { day?: string; json?: boolean }) =>
          runLiability({ day, json, client: await connect(), say }),
        ),
      ),
};
