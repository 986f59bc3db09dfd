import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { findProfile, whoSchema } from '../../../api/admin/find-profile.ts';
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
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { CicloError, notFound } from '../../../domain/errors.ts';
import { creditCurrency } from '../../../domain/loyalty/store-credit.ts';
import type { PeopleReads } from '../../people/reads-port.ts';
import { type ChangePoints, createRefreshPoints } from '../change-points.ts';
import type { ChangeCredit } from '../credit/change-credit.ts';
import { givenKey } from '../given-key.ts';
import type { AccountRow, PointsStore } from '../ports.ts';
import { refused, type RefusalWords } from './refused.ts';

const balanceSchema = z
  .object({
    currency: z.string(),
    balance: z.int().openapi({ description: 'In minor units.' }),
    expiring: z
      .array(z.object({ at: instant, amount: z.int() }))
      .openapi({ description: 'What expires when, the first first.' }),
  })
  .openapi('StoreCredit');

const getRoute = createRoute({
  method: 'get',
  path: '/profiles/{id}/store-credit',
  tags: ['Store credit'],
  summary: 'The store credit of a person, by currency',
  security: withKey,
  request: { params: z.object({ id: text(200) }) },
  responses: {
    200: answer({
      description: 'What they can spend now.',
      schema: z.object({ profileId: z.string(), balances: z.array(balanceSchema) }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const changeRoute = createRoute({
  method: 'post',
  path: '/store-credit',
  tags: ['Store credit'],
  summary: 'Issue, redeem or give back store credit',
  description:
    'Done once for each `Idempotency-Key`, for good. Nobody spends more than they have, however many ask at once: such a call is answered with 422 and changes nothing.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        person: whoSchema,
        action: z.enum(['issue', 'redeem', 'rollback']),
        currency,
        amount: amount
          .optional()
          .openapi({ description: 'In minor units; with `rollback` all that is left by default.' }),
        expiresAt: z.iso
          .datetime({ offset: true })
          .optional()
          .openapi({ description: 'With `issue`: when it expires; never by default.' }),
        reason: text(200).optional(),
        ref: text(200).optional().openapi({ description: 'What it is about, such as `return:R-7`.' }),
        redemption: text(200)
          .optional()
          .openapi({ description: 'With `rollback`: `redemption` of the call that redeemed.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'What the person has after it.',
      schema: z.object({
        state: z.enum(['posted', 'already']).openapi({
          description: '`already`: it was done before under this `Idempotency-Key`.',
        }),
        redemption: z.string().openapi({ description: 'Names what was redeemed, for a roll-back.' }),
        amount: z.int().openapi({ description: 'By how much the balance changed, in minor units.' }),
        credit: balanceSchema,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const words: RefusalWords = new Map([
  ['no-amount', ['There is no amount.', 'Write `amount` in minor units.']],
  [
    'not-enough',
    ['The person has less store credit.', 'Redeem what `GET /api/profiles/{id}/store-credit` says.'],
  ],
  [
    'ends-in-the-past',
    ['The credit would expire before it begins.', 'Write an instant to come in `expiresAt`.'],
  ],
  [
    'nothing-redeemed',
    ['Nothing was redeemed under this name.', 'Write `redemption` of the call that redeemed.'],
  ],
  ['more-than-redeemed', ['More cannot be given back than was redeemed.', 'Write a smaller amount.']],
]);

const balanceBody = ({
  program,
  state,
}: Pick<AccountRow, 'program' | 'state'>): z.infer<typeof balanceSchema> => ({
  currency: creditCurrency(program) ?? '',
  balance: state.balance,
  expiring: state.lots.flatMap(({ left, expiresAt }) =>
    expiresAt === undefined ? [] : [{ at: iso(expiresAt), amount: left }],
  ),
});

type Deps = {
  readonly peopleReads: PeopleReads;
  readonly points: PointsStore;
  readonly changePoints: ChangePoints;
  readonly changeCredit: ChangeCredit;
};

/** Store credit: what people have, issue, pay, give back. */
export const storeCreditRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      const profile = await deps.peopleReads.profile({ tenant, id: c.req.valid('param').id });
      if (profile === undefined) throw notFound('person');
      const refresh = createRefreshPoints(deps);
      const rows = (await deps.points.of({ tenant, profileId: profile.id })).filter(
        ({ mergedInto, program }) => mergedInto === undefined && creditCurrency(program) !== undefined,
      );
      const balances = await Promise.all(rows.map(async (row) => balanceBody((await refresh(row)).account)));
      return c.json({ profileId: profile.id, balances }, 200);
    })
    .openapi(changeRoute, async (c) => {
      const { tenant } = c.get('key');
      const { person: who, expiresAt, ...order } = c.req.valid('json');
      const profile = await findProfile({ people: deps.peopleReads, tenant, who });
      if (profile === undefined) throw notFound('person');
      const key = givenKey(c.req.valid('header')['idempotency-key']);
      const until = given({ expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt) });
      const { outcome, account } = await deps.changeCredit({
        ...order,
        ...until,
        tenant,
        profileId: profile.id,
        key,
      });
      if (outcome.kind === 'refused') throw refused({ reason: outcome.reason, words, path: 'amount' });
      const [posting] = outcome.postings;
      if (posting === undefined) throw new CicloError({ code: 'internal', message: 'Nothing was posted.' });
      const { action } = order;
      c.set('audited', { subject: account.profileId, details: { action, amount: posting.active } });
      return c.json(
        {
          state: outcome.kind,
          redemption: order.redemption ?? posting.key,
          amount: posting.active,
          credit: balanceBody(account),
        },
        200,
      );
    });
