import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { Temporal } from 'temporal-polyfill';

import { answer, commonProblems, createRoutes, instant, iso, withKey } from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { pointsLiability } from '../../../domain/loyalty/liability.ts';
import { creditCurrency } from '../../../domain/loyalty/store-credit.ts';
import { atLocal } from '../../../domain/time/local.ts';
import type { Clock } from '../../clock/clock.ts';
import type { GiftCardStore } from '../../gift-cards/ports.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { LedgerSumsStore } from '../ports.ts';

const unknownable = z.int().nullable();

const liabilitySchema = z
  .object({
    asOf: instant.openapi({ description: 'Everything posted before this instant counts.' }),
    currency: z.string().openapi({ description: 'Of the shop: that of the values of points.' }),
    programs: z.array(
      z.object({
        program: z.string(),
        balance: z.int().openapi({ description: 'Points that people could spend.' }),
        pending: z.int(),
        owed: z.int().openapi({ description: 'Points taken back after they had been spent; no liability.' }),
        value: unknownable.openapi({
          description: 'What balance and pending cost; null: the programme has no `cost`.',
        }),
        breakage: z.number().nullable().openapi({
          description:
            'An estimate: of the points that were spent or expired until then, the share that expired. Null: none were.',
        }),
        expected: unknownable.openapi({ description: '`value` less that share.' }),
      }),
    ),
    storeCredit: z.array(z.object({ currency: z.string(), balance: z.int() })),
    giftCards: z.array(z.object({ currency: z.string(), cards: z.int(), balance: z.int() })),
  })
  .openapi('LoyaltyLiability');

const getRoute = createRoute({
  method: 'get',
  path: '/loyalty/liability',
  tags: ['Loyalty'],
  summary: 'What the shop owes in points, store credit and gift cards',
  description:
    'Summed from the ledgers, as they stood at the end of a day in the zone of the shop. Amounts are minor units.',
  security: withKey,
  request: {
    query: z.object({
      day: z.iso
        .date()
        .optional()
        .openapi({ description: 'The end of this day, `2026-12-31`; now by default.' }),
    }),
  },
  responses: {
    200: answer({ description: 'By programme and currency.', schema: liabilitySchema }),
    ...commonProblems,
  },
});

type Deps = {
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly ledgerSums: LedgerSumsStore;
  readonly giftCardStore: Pick<GiftCardStore, 'openBefore'>;
};

/** `GET /api/loyalty/liability`: what is open, summed from the ledgers. */
export const liabilityRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(getRoute, async (c) => {
    const { tenant } = c.get('key');
    const { day } = c.req.valid('query');
    const live = await deps.live.of(tenant);
    const { currency, timezone: zone } = live.published.settings;
    const before =
      day === undefined
        ? deps.clock.now(tenant) + 1
        : atLocal({ day: Temporal.PlainDate.from(day), time: '24:00', zone });
    const [sums, giftCards] = await Promise.all([
      deps.ledgerSums.sums({ tenant, before }),
      deps.giftCardStore.openBefore({ tenant, before }),
    ]);
    const programs = sums.filter(({ program }) => creditCurrency(program) === undefined);
    return c.json(
      {
        asOf: iso(before),
        currency,
        programs: programs.map((one) => ({
          ...pointsLiability({
            sums: one,
            definition: live.programs.get(one.program)?.definition,
            currency,
          }),
        })),
        storeCredit: sums.flatMap(({ program, balance }) => {
          const of = creditCurrency(program);
          return of === undefined ? [] : [{ currency: of, balance }];
        }),
        giftCards: giftCards.map((one) => ({ ...one })),
      },
      200,
    );
  });
