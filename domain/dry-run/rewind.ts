import { own } from '../json.ts';
import type { Consents } from '../profiles/consents.ts';
import { computeFromOrders } from '../orders/compute-from-orders.ts';
import type { Order } from '../orders/orders.ts';
import type { Profile } from '../profiles/profile.ts';

const earlierConsents = (input: { consents: Consents; at: number }): Consents =>
  Object.fromEntries(
    Object.entries(input.consents).map(([channel, topics]) => [
      channel,
      Object.fromEntries(Object.entries(topics).filter(([, said]) => said.at < input.at)),
    ]),
  );

/**
 * The person as they were at an earlier instant, as far as that can be told: without the traits and consents that came
 * later, with the orders and the messages up to then. What leaves no trace of its time (tags, scores, points, the
 * stage, refunds) is as it is now.
 */
export const rewind = (input: {
  profile: Profile;
  orders: readonly Order[];
  currency: string;
  /** Epoch milliseconds. */
  at: number;
}): Profile => {
  const { profile, orders, currency, at } = input;
  const { recheckAt: _recheckAt, watches: _watches, predictions: _predictions, ...rest } = profile;
  const isEarlier = (name: string): boolean => (own(profile.traitTimes, name) ?? 0) < at;
  const before = orders.filter((order) => (order.placedAt ?? Infinity) < at);
  return {
    ...rest,
    traits: Object.fromEntries(Object.entries(profile.traits).filter(([name]) => isEarlier(name))),
    traitTimes: Object.fromEntries(Object.entries(profile.traitTimes).filter(([, time]) => time < at)),
    consents: earlierConsents({ consents: profile.consents, at }),
    computed: computeFromOrders({ orders: before, currency }),
    pressure: profile.pressure.filter((one) => one.at < at),
    outbox: [],
    applied: [],
  };
};
