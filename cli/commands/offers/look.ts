import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { money, offerPath, offerSchema, type OfferView, usedSchema } from './offer-answer.ts';

type Run = { client: EngineClient; say: Say };

const runList = async ({ client, say }: Run): Promise<number> => {
  const { offers } = z
    .object({ offers: z.array(offerSchema) })
    .parse(await client.call({ path: '/api/offers' }));
  if (offers.length === 0) {
    say('No offers are published.');
    return 0;
  }
  const rows = offers.map((one) => [
    one.key,
    one.kind,
    one.code,
    one.used.count,
    money(one.used.discount, one.currency),
  ]);
  say(table({ head: ['offer', 'kind', 'code', 'used', 'discounts'], rows }));
  return 0;
};

const limitText = (limit: OfferView['limits'][number], currency: string): string => {
  const { measure, most, per, by } = limit;
  const amount = measure === 'number' ? String(most) : money(most, currency);
  return [
    measure,
    amount,
    ...(per === undefined ? [] : [`per ${per}`]),
    ...(by === undefined ? [] : [`by ${by}`]),
  ].join(' ');
};

const runShow = async ({ key, client, say }: Run & { key: string }): Promise<number> => {
  const shown = offerSchema
    .extend({ windows: z.array(usedSchema.extend({ period: z.string() })) })
    .parse(await client.call({ path: offerPath(key) }));
  const { currency } = shown;
  say(`${shown.key}: ${shown.name} (${shown.kind}, code: ${shown.code})`);
  for (const limit of shown.limits) say(`limit: ${limitText(limit, currency)}`);
  const rows = [{ period: 'ever', ...shown.used }, ...shown.windows].map(
    ({ period, count, discount, orderValue }) => [
      period,
      count,
      money(discount, currency),
      money(orderValue, currency),
    ],
  );
  say(table({ head: ['since', 'used', 'discounts', 'orders'], rows }));
  return 0;
};

const checkSchema = z.looseObject({
  balanced: z.boolean(),
  postings: z.int(),
  differences: z.array(z.looseObject({ of: z.string(), counter: usedSchema, postings: usedSchema })),
});

const runCheck = async ({ key, client, say }: Run & { key: string }): Promise<number> => {
  const { balanced, postings, differences } = checkSchema.parse(
    await client.call({ path: offerPath(key, 'check') }),
  );
  if (balanced) {
    say(`The books of ${key} balance: ${postings} postings.`);
    return 0;
  }
  for (const { of, counter, postings: counted } of differences)
    say(`${of}: the counter has ${JSON.stringify(counter)}, the postings say ${JSON.stringify(counted)}.`);
  return 1;
};

/** `ciclo offers list`. */
export const listCommand: CommandDefinition = {
  usage: 'list',
  summary: 'the published offers and what is used of each',
  examples: ['ciclo offers list'],
  isDefault: true,
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runList({ client: await connect(), say }))),
};

/** `ciclo offers show`. */
export const showCommand: CommandDefinition = {
  usage: 'show <offer>',
  summary: 'an offer, its limits and what is used of it',
  examples: ['ciclo offers show ten-percent'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (key: string) => runShow({ key, client: await connect(), say }))),
};

/** `ciclo offers check`. */
export const checkCommand: CommandDefinition = {
  usage: 'check <offer>',
  summary: 'whether the counters of an offer are what its postings say',
  examples: ['ciclo offers check ten-percent'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (key: string) => runCheck({ key, client: await connect(), say }))),
};
