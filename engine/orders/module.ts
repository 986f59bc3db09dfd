import { createNoteOrder } from './note-order.ts';
import { createTrackOrders } from './track-orders.ts';
import type { Module } from '../module.ts';
import { orderSchema } from './store/order-schema.ts';
import { createOrderStore } from './store/orders.ts';

/** Orders, refunds, and what they mean for coupons. */
export const ordersModule = {
  name: 'orders',
  collections: [orderSchema],
  stores: {
    orders: createOrderStore,
  },
  services: { noteOrder: createNoteOrder, trackOrders: createTrackOrders },
  loops: {},
  routes: {},
  audited: {},
} as const satisfies Module;
