import { z } from 'zod';

import { CicloError } from '../../../domain/errors.ts';
import { toMinor } from '../../../domain/money.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { offerPath, offerSchema, outcomeSchema, sayOutcome } from './offer-answer.ts';

type UseOptions = {
  readonly code?: string;
  readonly person?: string;
  readonly value: string;
  readonly order?: string;
  readonly key?: string;
  readonly now?: string;
};
type BackOptions = {
  readonly order?: string;
  readonly key?: string;
  readonly refund: string;
  readonly value?: string;
};
type Run<T> = { offer: string; options: T; client: EngineClient; say: Say };

const whoOf = (person: string): Readonly<Record<string, string>> => {
  if (person.includes('@')) return { email: person };
  return person.startsWith('p_') ? { id: person } : { userId: person };
};

const currencyOf = async (input: { offer: string; client: EngineClient }): Promise<string> =>
  offerSchema.parse(await input.client.call({ path: offerPath(input.offer) })).currency;

const minorOf = (input: { amount: string; currency: string }): number => {
  const minor = toMinor(input);
  if (minor !== undefined && minor >= 0) return minor;
  throw new CicloError({
    code: 'invalid-input',
    message: `\`${input.amount}\` is no amount. Write it as \`49.90\`.`,
  });
};

const runUse = async (input: Run<UseOptions> & { act: 'validate' | 'redeem' }): Promise<number> => {
  const { offer, act, options, client, say } = input;
  const { code, person, order, key, now } = options;
  const currency = await currencyOf({ offer, client });
  const body = {
    cart: { currency, orderValue: minorOf({ amount: options.value, currency }) },
    ...given({ code, key, now, orderId: order, person: person === undefined ? undefined : whoOf(person) }),
  };
  const answer = outcomeSchema.parse(await client.call({ path: offerPath(offer, act), body }));
  return sayOutcome({ answer, currency, say });
};

const runRollBack = async ({ offer, options, client, say }: Run<BackOptions>): Promise<number> => {
  const { order, key, refund, value } = options;
  const currency = await currencyOf({ offer, client });
  const body = {
    rollbackKey: refund,
    ...given({
      orderId: order,
      key,
      value: value === undefined ? undefined : minorOf({ amount: value, currency }),
    }),
  };
  const { redemptions } = z
    .object({ redemptions: z.array(outcomeSchema) })
    .parse(await client.call({ path: offerPath(offer, 'rollback'), body }));
  const codes = redemptions.map((answer) => sayOutcome({ answer, currency, say }));
  return Math.max(0, ...codes);
};

const useCommand = (act: 'validate' | 'redeem', summary: string, example: string): CommandDefinition => ({
  usage: `${act} <offer>`,
  summary,
  examples: [example],
  build: ({ command, act: run, connect, say }) => {
    command
      .requiredOption('--value <amount>', 'the order value before the discount, as a decimal amount')
      .option('--code <code>', 'the code')
      .option('--person <person>', 'who buys: e-mail, user id or profile id')
      .option('--key <text>', 'what it is for: the key of a reservation')
      .option('--now <instant>', 'how it would come out then; changes nothing');
    if (act === 'redeem') command.requiredOption('--order <id>', 'the order that uses it');
    command.action(
      run(async (offer: string, options: UseOptions) =>
        runUse({ act, offer, options, client: await connect(), say }),
      ),
    );
  },
});

/** `ciclo offers validate`. */
export const validateCommand = useCommand(
  'validate',
  'whether an offer can be used, and everything that speaks against it',
  'ciclo offers validate ten-percent --code TEN-4CGHJKMN --value 49.90 --person ana@example.com',
);

/** `ciclo offers redeem`. */
export const redeemCommand = useCommand(
  'redeem',
  'use an offer on an order, once',
  'ciclo offers redeem ten-percent --code TEN-4CGHJKMN --value 49.90 --order order-7',
);

/** `ciclo offers rollback`. */
export const rollbackCommand: CommandDefinition = {
  usage: 'rollback <offer>',
  summary: 'give back what an order or cart used of an offer',
  examples: [
    'ciclo offers rollback ten-percent --order order-7 --refund refund-1',
    'ciclo offers rollback ten-percent --order order-7 --refund refund-2 --value 10',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--refund <id>', 'what makes it one: the same again changes nothing')
      .option('--order <id>', 'the order')
      .option('--key <text>', 'the key it was reserved or redeemed with')
      .option('--value <amount>', 'only so much of the order value, as a decimal amount')
      .action(
        act(async (offer: string, options: BackOptions) =>
          runRollBack({ offer, options, client: await connect(), say }),
        ),
      ),
};
