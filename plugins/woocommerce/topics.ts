import { z } from 'zod';
import { customerDeletedEvent, id, track } from '../commerce.ts';
import type { InboundEvent, InboundProduct } from '../contract.ts';
import { eventsOfCustomer, eventsOfOrder, type Found, productOf } from './things.ts';

const idAlone = z.looseObject({ id });
/** Fields that only bodies of other topics have, which the signature does not tell apart. */
const ofOthers = ['date_created', 'date_created_gmt', 'status', 'email'];

/** What is deleted is sent as its id alone. */
const deletedId = (json: unknown): string => {
  const of = idAlone.parse(json);
  if (ofOthers.some((field) => of[field] !== undefined)) {
    throw new TypeError('The body is not that of a deletion.');
  }
  return of.id;
};

const orderDeleted = ({ json, from, at }: Found): readonly InboundEvent[] => {
  const orderId = deletedId(json);
  return [
    track({
      from,
      at,
      who: { orderId },
      event: 'Order Cancelled',
      messageId: `order-cancelled:${orderId}`,
      properties: { order_id: orderId, reason: 'deleted' },
    }),
  ];
};

const customerDeleted = ({ json, from, at }: Found): readonly InboundEvent[] => [
  customerDeletedEvent({ from, at, id: deletedId(json) }),
];

const productDeleted = ({ json, at }: Found): readonly InboundProduct[] => [
  { type: 'product', product: { id: deletedId(json), updatedAt: at, removed: true } },
];

/** What each topic becomes. A topic that is not here is taken, kept, and becomes nothing. */
export const topics: ReadonlyMap<string, (found: Found) => readonly (InboundEvent | InboundProduct)[]> =
  new Map<string, (found: Found) => readonly (InboundEvent | InboundProduct)[]>([
    ['order.created', eventsOfOrder],
    ['order.updated', eventsOfOrder],
    ['order.restored', eventsOfOrder],
    ['order.deleted', orderDeleted],
    ['customer.created', eventsOfCustomer],
    ['customer.updated', eventsOfCustomer],
    ['customer.deleted', customerDeleted],
    ['product.created', productOf],
    ['product.updated', productOf],
    ['product.restored', productOf],
    ['product.deleted', productDeleted],
  ]);
