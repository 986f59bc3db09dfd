import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  iso,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { notFound } from '../../../domain/errors.ts';
import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import { createPeriodStarts, periods, rollAccount } from '../../../domain/offers/redemptions/account.ts';
import type { Used } from '../../../domain/offers/redemptions/posting.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { OfferAccount, OfferBooks } from '../redemptions/books-port.ts';
import { newAccount } from '../redemptions/book.ts';
import type { CheckOffer } from '../redemptions/check-offer.ts';

const usedFields = {
  count: z.int().openapi({ description: 'How many redemptions and reservations.' }),
  discount: z.int().openapi({ description: 'What they take off, in minor units.' }),
  orderValue: z.int().openapi({ description: 'What their orders are worth, in minor units.' }),
};
const limitSchema = z.object({
  measure: z.enum(['number', 'value', 'orderValue']),
  most: z.int(),
  per: z.enum(periods).optional(),
  by: z.literal('person').optional(),
});
const offerFields = {
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  currency: z.string(),
  code: z.enum(['pattern', 'shared', 'pool', 'automatic']),
  limits: z.array(limitSchema).openapi({ description: 'Limits on redemptions.' }),
  used: z.object(usedFields).openapi({ description: 'What is used of it, by everybody.' }),
};
const offerSchema = z.object(offerFields).openapi('Offer');
const windowSchema = z.object({ period: z.enum(periods), since: z.iso.datetime(), ...usedFields });

const listRoute = createRoute({
  method: 'get',
  path: '/offers',
  tags: ['Offers'],
  summary: 'The published offers, and what is used of each',
  security: withKey,
  responses: {
    200: answer({ description: 'All of them.', schema: z.object({ offers: z.array(offerSchema) }) }),
    ...commonProblems,
  },
});
const params = z.object({ key: text(64) });
const showRoute = createRoute({
  method: 'get',
  path: '/offers/{key}',
  tags: ['Offers'],
  summary: 'One offer, and what is used of it in all and in this day, week and month',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'As of now.',
      schema: z.object({ ...offerFields, windows: z.array(windowSchema) }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});
const checkRoute = createRoute({
  method: 'get',
  path: '/offers/{key}/check',
  tags: ['Offers'],
  summary: 'Whether the counters of an offer are what its postings say',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'The counters, worked out again.',
      schema: z.object({
        balanced: z.boolean(),
        postings: z.int(),
        differences: z.array(
          z.object({ of: z.string(), counter: z.object(usedFields), postings: z.object(usedFields) }),
        ),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const codeOf = ({ code }: OfferDefinition): z.infer<typeof offerFields.code> => {
  if ('pattern' in code) return 'pattern';
  if ('shared' in code) return 'shared';
  return 'pool' in code ? 'pool' : 'automatic';
};

const named = { count: 'number', discount: 'value', orderValue: 'orderValue' } as const;

const bodyOf = (offer: OfferDefinition, used: Used): z.infer<typeof offerSchema> => ({
  key: offer.key,
  name: offer.name,
  kind: offer.benefit.kind,
  currency: offer.currency,
  code: codeOf(offer),
  limits: (offer.limits.redeem ?? []).map(({ measure, most, per, by }) => ({
    measure: named[measure],
    most,
    ...(per === undefined ? {} : { per }),
    ...(by === undefined ? {} : { by }),
  })),
  used: { ...used },
});

const windowsOf = ({ windows }: OfferAccount['account']): z.infer<typeof windowSchema>[] =>
  periods.map((period) => {
    const { start, ...used } = windows[period];
    return { period, since: iso(start), ...used };
  });

type Deps = {
  readonly live: LiveWorkspaces;
  readonly offerBooks: OfferBooks;
  readonly checkOffer: CheckOffer;
  readonly clock: Clock;
  readonly zoneOf: (tenant: string) => Promise<string>;
};

/** `GET /api/offers`, one of them, and the check of its books. */
export const offerRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const accountOf = async (tenant: string, offer: string): Promise<OfferAccount['account']> => {
    const { account } = (await deps.offerBooks.account({ tenant, offer })) ?? newAccount;
    const starts = createPeriodStarts(await deps.zoneOf(tenant));
    return rollAccount({ account, now: deps.clock.now(tenant), starts });
  };
  const offerOf = async (tenant: string, key: string): Promise<OfferDefinition> => {
    const offer = (await deps.live.of(tenant)).offers.get(key);
    if (offer !== undefined) return offer;
    throw notFound('offer');
  };
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { offers } = await deps.live.of(tenant);
      const used = await deps.offerBooks.usedOf(tenant);
      const nothing = newAccount.account.used;
      return c.json(
        { offers: [...offers.values()].map((one) => bodyOf(one, used.get(one.key) ?? nothing)) },
        200,
      );
    })
    .openapi(showRoute, async (c) => {
      const { tenant } = c.get('key');
      const offer = await offerOf(tenant, c.req.valid('param').key);
      const account = await accountOf(tenant, offer.key);
      return c.json({ ...bodyOf(offer, account.used), windows: windowsOf(account) }, 200);
    })
    .openapi(checkRoute, async (c) => {
      const { tenant } = c.get('key');
      const { key } = await offerOf(tenant, c.req.valid('param').key);
      const { postings, differences } = await deps.checkOffer({ tenant, offer: key });
      return c.json(
        {
          balanced: differences.length === 0,
          postings,
          differences: differences.map(({ of, ...sides }) => ({
            of,
            counter: { ...sides.counter },
            postings: { ...sides.postings },
          })),
        },
        200,
      );
    });
};
