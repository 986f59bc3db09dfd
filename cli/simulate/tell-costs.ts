import { z } from 'zod';

import { fromMinor, minorDigits } from '../../domain/money.ts';
import { type Say, table } from '../../platform/say.ts';

const amount = z.number();
const unknownable = z.number().nullable();
const rowFields = {
  people: z.number(),
  coupons: z.number(),
  atMost: unknownable,
  expected: unknownable,
  used: z.number(),
  discount: amount,
  earned: z.number(),
  pointsValue: unknownable,
  orders: z.number(),
  revenue: amount,
  costed: z.number(),
  margin: amount,
  after: amount,
};

/** What a dry run costs, as the API answers it. */
export const costsSchema = z.object({
  currency: z.string(),
  coupons: z
    .array(
      z.object({
        offer: z.string(),
        currency: z.string(),
        given: z.number(),
        atMost: unknownable,
        expected: unknownable,
        used: z.number(),
        discount: amount,
      }),
    )
    .readonly(),
  points: z
    .array(
      z.object({
        program: z.string(),
        earned: z.number(),
        bySteps: z.number(),
        outstanding: z.number(),
        value: unknownable,
      }),
    )
    .readonly(),
  all: z.object(rowFields),
  segments: z.array(z.object({ segment: z.string(), ...rowFields })).readonly(),
});
type Costs = z.infer<typeof costsSchema>;

const moneyIn =
  (currency: string) =>
  (minor: number | null): string =>
    minor === null ? 'unknown' : fromMinor({ minor, currency }).toFixed(minorDigits(currency));

/** Prints what a dry run gives away and brings in: coupons, points, orders, and all of it by segment. */
export const tellCosts = (input: { costs: Costs; say: Say }): void => {
  const { costs, say } = input;
  const { currency, coupons, points, all, segments } = costs;
  if (coupons.length === 0 && points.length === 0) return;
  const money = moneyIn(currency);
  say('');
  for (const { offer, given, atMost, expected, used, discount, ...one } of coupons) {
    const own = moneyIn(one.currency);
    say(
      `${offer}: ${given} coupons, at most ${own(atMost)} ${one.currency}, ${own(expected)} expected by the books so far; ${used} followed by an order, ${own(discount)} off.`,
    );
  }
  for (const { program, earned, bySteps, outstanding, value } of points) {
    say(
      `${program}: ${earned} points earned (${bySteps} by steps), ${outstanding} more outstanding, which cost ${money(value)} ${currency}.`,
    );
  }
  say(
    `${all.orders} orders brought ${money(all.revenue)} ${currency}; margin ${money(all.margin)} (${all.costed} orders with a known cost), ${money(all.after)} after discounts and points.`,
  );
  if (segments.length === 0) return;
  say('');
  say(
    table({
      head: ['segment', 'people', 'coupons', 'expected', 'discount', 'points', 'cost', 'margin', 'after'],
      rows: segments.map((row) => [
        row.segment,
        row.people,
        row.coupons,
        money(row.expected),
        money(row.discount),
        row.earned,
        money(row.pointsValue),
        money(row.margin),
        money(row.after),
      ]),
    }),
  );
};
