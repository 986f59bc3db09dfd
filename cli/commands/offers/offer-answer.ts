import { z } from 'zod';

import { fromMinor } from '../../../domain/money.ts';
import type { Say } from '../../../platform/say.ts';

export const usedSchema = z.looseObject({ count: z.int(), discount: z.int(), orderValue: z.int() });
export const offerSchema = z.looseObject({
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  currency: z.string(),
  code: z.string(),
  limits: z.array(
    z.looseObject({
      measure: z.string(),
      most: z.int(),
      per: z.string().optional(),
      by: z.string().optional(),
    }),
  ),
  used: usedSchema,
});
export type OfferView = z.infer<typeof offerSchema>;

export const outcomeSchema = z.looseObject({
  outcome: z.string(),
  redemption: z
    .looseObject({ id: z.string(), state: z.string(), currency: z.string(), discount: z.int() })
    .optional(),
  discount: z.looseObject({ amount: z.int(), gift: z.string().optional() }).optional(),
  reasons: z.array(z.looseObject({ code: z.string(), message: z.string() })).optional(),
});
export type OutcomeView = z.infer<typeof outcomeSchema>;

/** The path of an offer in the API, and what is done with it. */
export const offerPath = (key: string, act?: string): string =>
  `/api/offers/${encodeURIComponent(key)}${act === undefined ? '' : `/${act}`}`;

/** Integer minor units as people read them. */
export const money = (minor: number, currency: string): string =>
  `${fromMinor({ minor, currency })} ${currency}`;

/** Says how an act came out; answers the exit code: 1 for a refusal. */
export const sayOutcome = (input: { answer: OutcomeView; currency: string; say: Say }): number => {
  const { answer, currency, say } = input;
  const { outcome, redemption, discount, reasons = [] } = answer;
  for (const { code, message } of reasons) say(`${code}: ${message}`);
  if (outcome === 'refused') return 1;
  const said = {
    allowed: 'It would be done',
    done: 'Done',
    'done-before': 'It was done before',
  }[outcome];
  const amount = discount?.amount ?? redemption?.discount ?? 0;
  const state = redemption === undefined ? '' : `, ${redemption.state}`;
  const gift = discount?.gift === undefined ? '' : `, with ${discount.gift}`;
  say(`${said ?? outcome}: ${money(amount, currency)}${gift}${state}.`);
  return 0;
};
