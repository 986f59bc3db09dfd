import { hashId } from '../../domain/hash.ts';
import { refundOfReturn, returnKind } from '../../domain/service/refund-of-return.ts';
import type { Accept } from '../events/accept.ts';
import type { Log } from '../events/dispatcher.ts';
import type { OrderStore } from '../people/ports.ts';
import { ownEvent } from '../people/own-event.ts';
import type { FollowRecord } from '../records/follow-port.ts';
import type { RecordStore } from '../records/ports.ts';

/**
 * Makes what follows from a refunded return: the event `Order Refunded` about whose order it is. Everything that a refund takes back (revenue,
 * coupons, points, rewards of referrals) follows from that event as from one of the shop. The event has the id
 * of the return, so it counts once. What came by an import is the past: the shop has told of it.
 */
export const createFollowReturn =
  (use: {
    readonly records: Pick<RecordStore, 'get'>;
    readonly orders: Pick<OrderStore, 'get'>;
    // Read when something follows: events are accepted by what is made after the telling of records.
    readonly accept: Accept;
    readonly log: Log;
  }): FollowRecord =>
  async ({ tenant, kind, id, changes, isQuiet }) => {
    if (kind !== returnKind || isQuiet === true) return;
    if (!changes.some(({ field }) => field === 'stage')) return;
    const record = await use.records.get({ tenant, id });
    if (record?.kind !== returnKind || record.deletedAt !== undefined) return;
    const properties = refundOfReturn(record);
    if (properties === undefined) return;
    const order = await use.orders.get({ tenant, orderId: String(properties['order_id']) });
    const profileId = order?.profileId ?? record.person;
    if (profileId === undefined) {
      use.log.warn({ tenant, return: id }, 'A return was refunded whose order and person nobody knows.');
      return;
    }
    const item = {
      id: `return:${hashId(tenant, id)}`,
      name: 'Order Refunded',
      properties,
      at: record.stageAt ?? record.updatedAt,
    };
    await use.accept({ tenant, events: [ownEvent({ item, profileId })] });
  };
