import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { findProfile, whoSchema } from '../../api/admin/find-profile.ts';
import {
  amount,
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  currency,
  idempotencyHeader,
  instant,
  iso,
  isoField,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { notFound } from '../../domain/errors.ts';
import { isExpired } from '../../domain/gift-cards/card.ts';
import type { Clock } from '../clock/clock.ts';
import { givenKey } from '../loyalty/given-key.ts';
import { refused, type RefusalWords } from '../loyalty/routes/refused.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import type { CardChange } from './change-card.ts';
import type { GiftCards } from './gift-cards.ts';
import type { CardRow } from './ports.ts';

const code = text(60).openapi({ description: 'The code on the card, as people type it.' });

const cardSchema = z
  .object({
    id: z.string().openapi({ description: 'Names the card without its code.' }),
    ends: z.string().openapi({ description: 'The last four characters of its code.' }),
    balance: z.int().openapi({ description: 'In minor units.' }),
    currency: z.string(),
    issuedAt: instant,
    expiresAt: instant.optional(),
    profileId: z.string().optional(),
  })
  .openapi('GiftCard');

const cardBody = (row: CardRow): z.infer<typeof cardSchema> => {
  const { id, ends, balance, issuedAt, expiresAt, profileId } = row;
  return {
    id,
    ends,
    balance,
    currency: row.currency,
    issuedAt: iso(issuedAt),
    ...isoField('expiresAt', expiresAt),
    ...given({ profileId }),
  };
};

const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };
const state = z.enum(['posted', 'already']).openapi({
  description: '`already`: it was done before under this `Idempotency-Key`.',
});

const issueRoute = createRoute({
  method: 'post',
  path: '/gift-cards',
  tags: ['Gift cards'],
  summary: 'Issue a gift card',
  description:
    'Once for each `Idempotency-Key`, for good: the same key answers the same card and code. Only a keyed hash of the code is stored.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        amount,
        currency,
        person: whoSchema
          .optional()
          .openapi({ description: 'Whose it is. Anyone who has the code can spend it.' }),
        expiresAt: z.iso.datetime({ offset: true }).optional(),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'The card and its code, which no other call answers.',
      schema: z.object({ state, code: z.string(), card: cardSchema }),
    }),
    ...problems,
  },
});

const validateRoute = createRoute({
  method: 'post',
  path: '/gift-cards/validate',
  tags: ['Gift cards'],
  summary: 'What a gift card has',
  security: withKey,
  request: { body: jsonBody(z.strictObject({ code })) },
  responses: {
    200: answer({
      description: 'The card, and whether there is anything to spend.',
      schema: z.object({
        valid: z.boolean(),
        reason: z.enum(['expired', 'empty']).optional(),
        card: cardSchema,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const changed = z.object({
  state,
  redemption: z.string().openapi({ description: 'Names what was redeemed, for a roll-back.' }),
  amount: z.int().openapi({ description: 'By how much the balance changed, in minor units.' }),
  card: cardSchema,
});

const redeemRoute = createRoute({
  method: 'post',
  path: '/gift-cards/redeem',
  tags: ['Gift cards'],
  summary: 'Pay with a gift card',
  description:
    'Once for each `Idempotency-Key`, for good. Nobody spends more than there is, however many ask at once.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        code,
        amount,
        currency,
        ref: text(200).optional().openapi({ description: 'What it is for, such as `order:1001`.' }),
      }),
    ),
  },
  responses: { 200: answer({ description: 'The card after it.', schema: changed }), ...problems },
});

const rollbackRoute = createRoute({
  method: 'post',
  path: '/gift-cards/rollback',
  tags: ['Gift cards'],
  summary: 'Give back what was paid with a gift card',
  description: 'Never more than was redeemed. A card that expired meanwhile can be spent for 30 more days.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        code,
        redemption: text(200).openapi({ description: '`redemption` of the call that redeemed.' }),
        amount: amount
          .optional()
          .openapi({ description: 'In minor units; all that is left of it by default.' }),
      }),
    ),
  },
  responses: { 200: answer({ description: 'The card after it.', schema: changed }), ...problems },
});

const words: RefusalWords = new Map([
  ['expired', ['The gift card has expired.', 'Pay in another way.']],
  ['other-currency', ['The gift card is in another currency.', 'Pay in the currency of the card.']],
  ['not-enough', ['There is not so much left on the gift card.', 'Redeem what `validate` says is left.']],
  [
    'nothing-redeemed',
    ['Nothing was redeemed under this name.', 'Write `redemption` of the call that redeemed.'],
  ],
  ['more-than-redeemed', ['More cannot be given back than was redeemed.', 'Write a smaller amount.']],
]);

/** The answer of a change; throws when it was refused. */
const changeBody = (input: { change: CardChange; redemption?: string }): z.infer<typeof changed> => {
  const { change } = input;
  if (change.kind === 'refused') throw refused({ reason: change.reason, words, path: 'amount' });
  const { kind, posting, card } = change;
  return {
    state: kind,
    redemption: input.redemption ?? posting.key,
    amount: posting.amount,
    card: cardBody(card),
  };
};

type Deps = {
  readonly giftCards: GiftCards;
  readonly peopleReads: PeopleReads;
  readonly clock: Clock;
};

/** Gift cards: issue, look, pay, give back. */
export const giftCardsRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(issueRoute, async (c) => {
      const { tenant } = c.get('key');
      const { person: who, expiresAt, ...value } = c.req.valid('json');
      const person =
        who === undefined ? undefined : await findProfile({ people: deps.peopleReads, tenant, who });
      if (who !== undefined && person === undefined) {
        throw notFound('person');
      }
      const key = givenKey(c.req.valid('header')['idempotency-key']);
      const until = expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) };
      const whose = person === undefined ? {} : { profileId: person.id };
      const issued = await deps.giftCards.issue({ tenant, key, ...value, ...until, ...whose });
      c.set('audited', { subject: issued.card.id, details: value });
      return c.json({ state: issued.kind, code: issued.code, card: cardBody(issued.card) }, 200);
    })
    .openapi(validateRoute, async (c) => {
      const { tenant } = c.get('key');
      const card = await deps.giftCards.look({ tenant, ...c.req.valid('json') });
      if (card === undefined) throw notFound('gift card');
      const expired = isExpired({ card, now: deps.clock.now(tenant) });
      const reason = expired ? 'expired' : card.balance === 0 ? 'empty' : undefined;
      return c.json({ valid: reason === undefined, ...given({ reason }), card: cardBody(card) }, 200);
    })
    .openapi(redeemRoute, async (c) => {
      const { tenant } = c.get('key');
      const key = givenKey(c.req.valid('header')['idempotency-key']);
      const body = changeBody({
        change: await deps.giftCards.redeem({ tenant, key, ...c.req.valid('json') }),
      });
      c.set('audited', { subject: body.card.id, details: { amount: body.amount } });
      return c.json(body, 200);
    })
    .openapi(rollbackRoute, async (c) => {
      const { tenant } = c.get('key');
      const key = givenKey(c.req.valid('header')['idempotency-key']);
      const asked = c.req.valid('json');
      const change = await deps.giftCards.rollback({ tenant, key, ...asked });
      const body = changeBody({ change, redemption: asked.redemption });
      c.set('audited', { subject: body.card.id, details: { amount: body.amount } });
      return c.json(body, 200);
    });
