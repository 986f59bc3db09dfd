import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { whoSchema } from '../../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import type { FindPeople } from '../../../api/ports/people.ts';
import { refusalTexts } from '../../../domain/offers/redemptions/refusals.ts';
import type { CartOffers } from '../redemptions/cart-offers.ts';
import { reducedLines, type ShelfPrices } from '../redemptions/shelf-prices.ts';
import {
  cartSchema,
  discountBody,
  discountSchema,
  reasonBody,
  reasonSchema,
  reducedBody,
  reducedSchema,
} from './offer-body.ts';
import { cartOfBody, personOf } from './redeem-routes.ts';

const named = { key: z.string(), name: z.string(), code: z.string().optional() };

const route = createRoute({
  method: 'post',
  path: '/offers/cart',
  tags: ['Offers'],
  summary: 'Which offers apply to a cart together, what they take off, and why each other one does not',
  description:
    'All offers that need no code, and those of the codes. They are taken in order: the highest priority first, then what takes more off. Of a group one applies, an exclusive offer applies alone. Nothing is changed.',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        cart: cartSchema,
        person: whoSchema.optional().openapi({ description: 'Who buys, named in one way.' }),
        key: text(200).optional().openapi({
          description:
            'The `key` of the reservations of this cart: they do not speak against their own offers.',
        }),
        codes: z.array(text(100)).max(20).default([]).openapi({ description: 'Codes that were typed in.' }),
        now: instant.optional().openapi({ description: 'How it would be at another instant.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'What applies, in order, and what does not.',
      schema: z.object({
        total: z.int().openapi({ description: 'What they take off together, in minor units.' }),
        applied: z.array(z.object({ ...named, discount: discountSchema })),
        refused: z.array(z.object({ ...named, reasons: z.array(reasonSchema) })),
        unknown: z
          .array(z.object({ code: z.string(), message: z.string() }))
          .openapi({ description: 'Codes that no offer has.' }),
        reduced: reducedSchema,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `POST /api/offers/cart`: which offers apply to a cart. */
export const cartRoutes = (deps: {
  cartOffers: CartOffers;
  shelfPrices: ShelfPrices;
  peopleReads: FindPeople;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { person, codes, key, ...body } = c.req.valid('json');
    const cart = cartOfBody(body.cart);
    const now = body.now === undefined ? undefined : Date.parse(body.now);
    const look = async () =>
      deps.cartOffers({
        tenant,
        profile: await personOf({ deps, tenant, who: person }),
        codes,
        key,
        cart,
        now,
      });
    const [found, shelf] = await Promise.all([look(), deps.shelfPrices({ tenant, cart, now })]);
    const discounts = found.applied.map(({ discount }) => discount);
    const nameOf = ({ key, name }: { key: string; name: string }) => ({
      key,
      name,
      ...given({ code: found.codes.get(key) }),
    });
    return c.json(
      {
        total: found.total,
        applied: found.applied.map(({ offer, discount }) => ({
          ...nameOf(offer),
          discount: discountBody(discount),
        })),
        refused: found.refused.map(({ offer, reasons }) => ({
          ...nameOf(offer),
          reasons: reasons.map(reasonBody),
        })),
        unknown: found.unknown.map((code) => ({ code, message: refusalTexts['unknown-code'] })),
        reduced: reducedBody(reducedLines({ shelf, discounts })),
      },
      200,
    );
  });
