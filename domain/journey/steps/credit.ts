import { z } from 'zod';

import { at } from '../../ledger/words.ts';
import { durationSchema } from '../../time/duration.ts';
import { common, pathSchema, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf('credit', 'Gives store credit, once for this step.'),
  amount: z
    .union([z.number().positive().max(1_000_000), pathSchema])
    .describe(
      'A decimal amount in the currency of the shop, or where it stands, such as `$.record.refund` or `$.entry.properties.amount`.',
    ),
  expires: durationSchema
    .optional()
    .describe('How long it can be spent, such as `12 months`; for ever by default.'),
  reason: z.string().max(200).describe('Why, for the ledger.'),
});
export type CreditStep = z.infer<typeof fields>;

/** Gives store credit. */
export const credit: StepType<CreditStep> = {
  type: 'credit',
  schema: () => fields,
  gives: ['amount', 'currency', 'balance', 'expiresAt'],
  reads: ({ amount }) =>
    typeof amount === 'string' ? [{ text: amount, field: 'amount', orElse: true }] : [],
  told: 'updated',
  perform: async ({ step, ports, read, end }) => {
    const { amount, expires, reason } = step;
    const value = typeof amount === 'string' ? read(amount) : amount;
    const until = expires === undefined ? {} : { expiresAt: end(expires) };
    return resulted(await ports.credit({ value, reason, ...until }));
  },
  words: {
    en: {
      updated: (facts) =>
        `Gave ${facts.detail('amount')} ${facts.detail('currency')} of store credit${at.en(facts)}.`,
    },
    es: {
      updated: (facts) =>
        `Dio ${facts.detail('amount')} ${facts.detail('currency')} de saldo de tienda${at.es(facts)}.`,
    },
  },
};
