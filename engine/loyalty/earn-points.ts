import { hashId } from '../../domain/hash.ts';
import { limitKeys } from '../../domain/loyalty/limit-keys.ts';
import { orderBase } from '../../domain/loyalty/order-base.ts';
import { pendingUntil } from '../../domain/loyalty/plan/pending-until.ts';
import { type OrderEarning, planOrder } from '../../domain/loyalty/plan/plan-order.ts';
import { planEarning } from '../../domain/loyalty/plan/plan.ts';
import { pointsFor } from '../../domain/loyalty/posting.ts';
import type { ReadyProgram } from '../../domain/loyalty/ready-program.ts';
import { orderChange } from '../../domain/orders/order-change.ts';
import type { EventRow, EventStore } from '../events/ports.ts';
import type { OrderRow, OrderStore } from '../people/ports.ts';
import type { Planned } from './change/plan-group.ts';
import type { ChangePoints } from './change-points.ts';
import { buyMemberships } from './memberships/buy-memberships.ts';
import { type EarningEvent, type HoldingRule, holdingRules, onceValue } from './earning.ts';

type Deps = {
  readonly changePoints: ChangePoints;
  readonly orders: Pick<OrderStore, 'get'>;
  readonly events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
};

type Input = EarningEvent & {
  /** Whether it is fresh enough to earn points. What was earned follows its order anyway. */
  readonly fires: boolean;
};

const orderEvent = 'Order Completed';

/** What an order that the event is about is worth by each rule of a programme. */
const earningsOf = (input: {
  program: ReadyProgram;
  order: OrderRow;
  holding: readonly HoldingRule[];
  at: Input;
}): readonly OrderEarning[] => {
  const { program, order, holding, at } = input;
  const { currency, timezone: zone } = at.live.published.settings;
  return (program.rulesOn.get(orderEvent) ?? []).map((rule) => ({
    rule: rule.key,
    base: orderBase({ rule, order, currency }),
    rate: holding.find((one) => one.rule.key === rule.key)?.rate,
    availableAt: pendingUntil({ rule, order, now: at.now, zone }),
  }));
};

const earnByOrder = async (
  input: Input & { deps: Deps; program: ReadyProgram; order: OrderRow },
): Promise<void> => {
  const { deps, program, row, order, fires, profile } = input;
  const { definition } = program;
  if (!program.rulesOn.has(orderEvent)) return;
  // Who earns is whose order it is; a purchase that names another earns nothing.
  const isOwn = order.profileId === profile.id;
  if (!isOwn && row.name === orderEvent) return;
  const holding = isOwn ? await holdingRules({ ...input, program, events: deps.events }) : [];
  const earnings = earningsOf({ program, order, holding, at: input });
  await deps.changePoints({
    tenant: row.tenant,
    profileId: order.profileId,
    program: program.key,
    plan: async ({ state, rules, find }): Promise<Planned> => {
      const postings = planOrder({
        state,
        rules,
        orderId: order.orderId,
        cause: hashId(row.id),
        posted: await find({ ref: `order:${order.orderId}` }),
        earnings,
        rounding: definition.rounding,
        mayOwe: definition.refunds === 'owe',
        mayEarn: fires && row.name === orderEvent,
      });
      return { kind: 'post', postings };
    },
  });
};

const earnByRule = async (
  input: Input & { deps: Deps; program: ReadyProgram; holding: HoldingRule },
): Promise<void> => {
  const { deps, program, row, live, profile } = input;
  const { rule, rate } = input.holding;
  const points = pointsFor({ base: 1, rate, rounding: program.definition.rounding });
  if (points === 0) return;
  const zone = live.published.settings.timezone;
  const event = { id: hashId(row.id), at: row.timestamp };
  const keys = limitKeys({ rule, event, value: onceValue(row, rule), zone });
  const ref = `event:${event.id}`;
  await deps.changePoints({
    tenant: row.tenant,
    profileId: profile.id,
    program: program.key,
    plan: async ({ rules, find }): Promise<Planned> => {
      const known = (await find({ ref })).filter((posting) => posting.rule === rule.key);
      if (known.length > 0) return { kind: 'already', postings: known };
      const taken = new Set((await find({ keys })).map(({ key }) => key));
      const key = keys.find((one) => !taken.has(one));
      if (key === undefined) return { kind: 'refused', reason: 'limit-reached' };
      const about = { key, ref, rule: rule.key, counts: points };
      return { kind: 'post', postings: [planEarning({ about, points, rules })] };
    },
  });
};

/** Whether an event may change points: a rule looks at its name. Events of orders are looked at anyway. */
export const earnsBy = (input: { row: EventRow; live: EarningEvent['live'] }): boolean =>
  [...input.live.programs.values()].some(({ rulesOn }) => rulesOn.has(input.row.name));

/**
 * Makes the part of the dispatch by which people earn points. An event about an order brings what was earned for it to
 * what the order is worth now; any other earns what the rules say that look at it. Each is done once, however often the
 * event comes.
 */
export const createEarnPoints = (deps: Deps) => {
  return async (input: Input): Promise<void> => {
    const { row, live, fires } = input;
    if (live.programs.size === 0) return;
    const change = orderChange({ event: row, currency: live.published.settings.currency });
    if (change !== undefined) {
      const order = await deps.orders.get({ tenant: row.tenant, orderId: change.orderId });
      if (order === undefined) return;
      for (const program of live.programs.values()) {
        await earnByOrder({ ...input, deps, program, order });
        await buyMemberships({ ...input, changePoints: deps.changePoints, program, order });
      }
    }
    if (!fires || row.name === orderEvent) return;
    for (const program of live.programs.values()) {
      const holding = await holdingRules({ ...input, program, events: deps.events });
      for (const one of holding) await earnByRule({ ...input, deps, program, holding: one });
    }
  };
};
