import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { findProfile, type Who } from '../../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  notFoundProblem,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import type { FindPeople } from '../../../api/ports/people.ts';
import { CicloError, notFound } from '../../../domain/errors.ts';
import { type Cart, toCart } from '../../../domain/offers/discount/cart.ts';
import type { Part } from '../../../domain/offers/redemptions/decide-roll-back.ts';
import type { DraftOffer } from '../redemptions/draft-offer.ts';
import type { RedeemOffer } from '../redemptions/redeem-offer.ts';
import { reducedLines, type ShelfPrices } from '../redemptions/shelf-prices.ts';
import {
  type atMostSchema,
  type cartSchema,
  lineId,
  offerRequest,
  outcomeBody,
  outcomeSchema,
  redeemBody,
  reducedBody,
  reserveBody,
  rollbackBody,
  validateBody,
  validatedSchema,
} from './offer-body.ts';

const answers = <T extends z.ZodType>(schema: T) => ({
  200: answer({ description: 'How it came out; a refusal is an answer as well.', schema }),
  ...commonProblems,
  ...notFoundProblem,
  ...conflictProblem,
  ...unprocessableProblem,
});

const tags = ['Offers'];
const validateRoute = createRoute({
  method: 'post',
  path: '/offers/{key}/validate',
  tags,
  summary: 'Whether an offer can be used on a cart, what it takes off, and everything that speaks against it',
  security: withKey,
  request: offerRequest(validateBody),
  responses: answers(validatedSchema),
});
const reserveRoute = createRoute({
  method: 'post',
  path: '/offers/{key}/reserve',
  tags,
  summary:
    'Hold an offer for a cart: it counts against the limits until it is redeemed, rolled back or expires',
  description: 'The same key again with another cart changes the reservation to it.',
  security: withKey,
  request: offerRequest(reserveBody),
  responses: answers(outcomeSchema),
});
const redeemRoute = createRoute({
  method: 'post',
  path: '/offers/{key}/redeem',
  tags,
  summary: 'Use an offer on an order, once, within all its limits',
  security: withKey,
  request: offerRequest(redeemBody),
  responses: answers(outcomeSchema),
});
const rollbackRoute = createRoute({
  method: 'post',
  path: '/offers/{key}/rollback',
  tags,
  summary: 'Give back what an order or cart used of an offer, whole or in part',
  security: withKey,
  request: offerRequest(rollbackBody),
  responses: answers(z.object({ redemptions: z.array(outcomeSchema) })),
});

/** The cart of a request; a line without a name is called by its place. */
export const cartOfBody = (body: z.infer<typeof cartSchema>): Cart =>
  toCart({
    ...body,
    lines: body.lines?.map((line, index) => ({ ...line, id: lineId(line, index) })),
  });

const atMostOf = (given: z.infer<typeof atMostSchema> | undefined): Use['atMost'] =>
  given === undefined
    ? undefined
    : {
        rest: new Map(given.lines.map(({ id, discount }) => [id, discount])),
        shipping: given.shipping,
      };

const partOf = (input: { lines?: readonly string[] | undefined; value?: number | undefined }): Part => {
  const { lines, value } = input;
  if (lines !== undefined) return { kind: 'lines', lines };
  return value === undefined ? { kind: 'whole' } : { kind: 'value', value };
};

type Deps = {
  readonly redeemOffer: RedeemOffer;
  readonly shelfPrices: ShelfPrices;
  readonly peopleReads: FindPeople;
  readonly draftOffer: DraftOffer;
};
type Use = Parameters<RedeemOffer['use']>[0];
type UseBody = Omit<z.infer<typeof validateBody>, 'draft'> & { readonly holdSeconds?: number | undefined };

/** Who is meant; undefined when nobody is named. Throws `not-found` for somebody who is not known. */
export const personOf = async (input: {
  deps: Pick<Deps, 'peopleReads'>;
  tenant: string;
  who: Who | undefined;
}) => {
  const { deps, tenant, who } = input;
  if (who === undefined) return undefined;
  const profile = await findProfile({ people: deps.peopleReads, tenant, who });
  if (profile === undefined) throw notFound('person');
  return profile;
};

const createUse = (deps: Deps) => {
  return async (input: Pick<Use, 'act' | 'tenant' | 'offer' | 'definition'> & { readonly body: UseBody }) => {
    const { act, tenant, offer, body, definition } = input;
    const { code, person, cart, atMost, dry = false, now, orderId, holdSeconds } = body;
    const isLook = act === 'validate' || dry || now !== undefined;
    const outcome = await deps.redeemOffer.use({
      tenant,
      offer,
      act,
      key: body.key ?? orderId ?? 'validation',
      code,
      profile: await personOf({ deps, tenant, who: person }),
      cart: cartOfBody(cart),
      atMost: atMostOf(atMost),
      orderId,
      holdMs: holdSeconds === undefined ? undefined : holdSeconds * 1000,
      dry,
      now: now === undefined ? undefined : Date.parse(now),
      definition,
    });
    return outcomeBody(outcome, isLook);
  };
};

/** `POST /api/offers/:key/validate`, `/reserve`, `/redeem` and `/rollback`. */
export const redeemRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const use = createUse(deps);
  return createRoutes()
    .openapi(validateRoute, async (c) => {
      const { tenant } = c.get('key');
      const offer = c.req.valid('param').key;
      const { draft, ...body } = c.req.valid('json');
      const now = body.now === undefined ? undefined : Date.parse(body.now);
      const owner = c.get('key').id;
      const definition = draft === true ? await deps.draftOffer({ tenant, owner, key: offer }) : undefined;
      const [outcome, shelf] = await Promise.all([
        use({ act: 'validate', tenant, offer, body, definition }),
        deps.shelfPrices({ tenant, cart: cartOfBody(body.cart), now }),
      ]);
      const discounts = outcome.discount === undefined ? [] : [outcome.discount];
      return c.json({ ...outcome, reduced: reducedBody(reducedLines({ shelf, discounts })) }, 200);
    })
    .openapi(reserveRoute, async (c) => {
      const { tenant } = c.get('key');
      const offer = c.req.valid('param').key;
      return c.json(await use({ act: 'reserve', tenant, offer, body: c.req.valid('json') }), 200);
    })
    .openapi(redeemRoute, async (c) => {
      const { tenant } = c.get('key');
      const offer = c.req.valid('param').key;
      return c.json(await use({ act: 'redeem', tenant, offer, body: c.req.valid('json') }), 200);
    })
    .openapi(rollbackRoute, async (c) => {
      const { tenant } = c.get('key');
      const { key, orderId, rollbackKey, ...part } = c.req.valid('json');
      const offer = c.req.valid('param').key;
      const outcomes = await deps.redeemOffer.rollBack({
        tenant,
        offer,
        key,
        orderId,
        rollbackKey,
        part: partOf(part),
      });
      if (outcomes.length === 0) {
        throw new CicloError({
          code: 'not-found',
          message: 'Nothing of this offer was used for that order.',
        });
      }
      return c.json({ redemptions: outcomes.map((one) => outcomeBody(one, false)) }, 200);
    });
};
