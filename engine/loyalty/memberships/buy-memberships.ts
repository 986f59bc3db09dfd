import type { Membership } from '../../../domain/loyalty/memberships/membership-schema.ts';
import { grantsOf, planGrant, planGrantEnd } from '../../../domain/loyalty/memberships/memberships.ts';
import type { NewPosting } from '../../../domain/loyalty/plan/plan.ts';
import type { ReadyProgram } from '../../../domain/loyalty/ready-program.ts';
import { keptLines } from '../../../domain/orders/order-lines.ts';
import { isCounted, type Order } from '../../../domain/orders/orders.ts';
import type { OrderRow } from '../../people/ports.ts';
import type { PlanAt, Planned } from '../change/plan-group.ts';
import type { ChangePoints } from '../change-points.ts';
import type { EarningEvent } from '../earning.ts';

const orderEvent = 'Order Completed';

/** Whether the customer still has a product of the order by which a membership is bought. */
const isBought = (membership: Membership, order: Order): boolean => {
  const products = new Set(membership.products);
  return (
    isCounted(order) &&
    keptLines(order).some(({ productId = '', sku = '' }) => products.has(productId) || products.has(sku))
  );
};

const planOf = async (input: {
  memberships: readonly Membership[];
  order: Order;
  at: PlanAt;
  mayStart: boolean;
}): Promise<Planned> => {
  const { memberships, order, at, mayStart } = input;
  const { state, rules } = at;
  const ref = `order:${order.orderId}`;
  const known = new Set((await at.find({ ref })).map(({ key }) => key));
  const postings = memberships.flatMap((membership): NewPosting[] => {
    const key = `${ref}:membership:${membership.key}`;
    if (isBought(membership, order)) {
      return mayStart && !known.has(key) ? [planGrant({ state, membership, key, ref, rules })] : [];
    }
    const grants = grantsOf(state, membership.key).filter((grant) => grant.key === key);
    if (grants.length === 0) return [];
    const end = { key: `${key}:end`, ref, reason: 'order-went-back', now: rules.now };
    return [planGrantEnd({ grants, membership: membership.key, ...end })];
  });
  return { kind: 'post', postings };
};

/**
 * Starts and renews the memberships of a programme that an order buys, and ends those whose order was cancelled or whose product
 * came back. An order gives each membership once, however often it is reported.
 */
export const buyMemberships = async (
  input: EarningEvent & {
    fires: boolean;
    changePoints: ChangePoints;
    program: ReadyProgram;
    order: OrderRow;
  },
): Promise<void> => {
  const { row, program, order, fires, profile } = input;
  const memberships = (program.definition.memberships ?? []).filter(({ products }) => products !== undefined);
  if (memberships.length === 0) return;
  const isPurchase = row.name === orderEvent;
  // Whose order it is has the membership; a purchase that names another gives none.
  if (isPurchase && order.profileId !== profile.id) return;
  const names = new Set(memberships.flatMap(({ products = [] }) => products));
  const isConcerned = (order.goods?.lines ?? []).some(
    ({ productId = '', sku = '' }) => names.has(productId) || names.has(sku),
  );
  if (!isConcerned) return;
  await input.changePoints({
    tenant: row.tenant,
    profileId: order.profileId,
    program: program.key,
    plan: (at) => planOf({ memberships, order, at, mayStart: fires && isPurchase }),
  });
};
