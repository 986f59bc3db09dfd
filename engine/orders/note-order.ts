import { orderChange } from '../../domain/orders/order-change.ts';
import { computeFromOrders } from '../../domain/orders/compute-from-orders.ts';
import type { CatalogProduct } from '../../domain/orders/order-lines.ts';
import type { Computed } from '../../domain/profiles/computed.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { withComputed } from '../../domain/value/figures.ts';
import type { CurrentMeasures } from '../value/current-measures.ts';
import type { EventRow } from '../events/ports.ts';
import type { OrderStore } from '../people/ports.ts';
import type { ChangeProfile } from '../people/change-profile.ts';

type Person = { readonly tenant: string; readonly profileId: string; readonly currency: string };

/** Works out what is known of a person from their orders, as they are stored now. */
export const computedOf = async (input: Person & { orders: Pick<OrderStore, 'of'> }): Promise<Computed> => {
  const { tenant, profileId, currency } = input;
  return computeFromOrders({ orders: await input.orders.of({ tenant, profileId }), currency });
};

/** Notes what an event says of an order; true when what is known of the person it is about has to be worked out. */
export type NoteOrder = (input: {
  row: EventRow;
  profileId: string;
  /** The currency of the tenant. */
  currency: string;
  /** What the catalogue says of products now, such as what they cost. */
  catalog: readonly CatalogProduct[];
  now: number;
}) => Promise<boolean>;

/**
 * Makes the part of the dispatch that keeps orders. An order is of the person its first purchase names: a later purchase
 * under its id that names somebody else changes nothing. A cancellation, a refund or an update by the shop concerns
 * the owner, no matter whom the event names, so what is known of the owner is worked out as well.
 */
export const createNoteOrder = (deps: {
  orders: OrderStore;
  changeProfile: ChangeProfile;
  measures: CurrentMeasures;
}): NoteOrder => {
  const { orders, changeProfile } = deps;
  return async ({ row, profileId, currency, catalog, now }) => {
    const { tenant, id } = row;
    const order = orderChange({ event: row, currency, catalog });
    if (order === undefined) return false;
    const { orderId } = order;
    const before = await orders.get({ tenant, orderId });
    const isElsewhere = before !== undefined && before.profileId !== profileId;
    if (isElsewhere && before.isClaimed && order.placedAt !== undefined) return false;
    await orders.change({ tenant, profileId, order });
    if (!isElsewhere) return true;
    const owner = (await orders.get({ tenant, orderId }))?.profileId ?? profileId;
    for (const other of new Set([before.profileId, owner])) {
      if (other === profileId) continue;
      const apply = async (profile: Profile): Promise<Profile> => {
        const computed = await computedOf({ orders, tenant, profileId: other, currency });
        return withComputed({ profile, computed, measures: await deps.measures.of(tenant), now });
      };
      await changeProfile({ tenant, profileId: other, id: `order:${id}`, now, apply });
    }
    return owner === profileId;
  };
};
