import { couponInput, couponOutput } from '../commerce.ts';
import { definePlugin } from '../contract.ts';
import { callApi, config, type MedusaConfig } from './api.ts';
import { createCoupon } from './coupon.ts';
import { lookAtCustomers, lookAtOrders, lookAtProducts } from './look.ts';

const everyMs = ({ everyMinutes }: MedusaConfig): number => everyMinutes * 60_000;

/** A shop on Medusa 2, looked at: it sends no webhooks. Orders, customers, products, and coupons made there. */
export const medusaPlugin = definePlugin({
  id: 'medusa',
  version: '1.0.0',
  name: 'Medusa',
  config,
  hosts: ({ url }) => [new URL(url).host],
  actions: (action) => ({
    'create-coupon': action({
      title: 'Make a coupon in the shop',
      input: couponInput,
      output: couponOutput,
      effect: 'write',
      // A code is there once.
      idempotency: 'natural-key',
      run: createCoupon,
    }),
  }),
  polls: {
    orders: { title: 'Orders that changed', everyMs, run: lookAtOrders },
    customers: { title: 'Customers that changed', everyMs, run: lookAtCustomers },
    products: { title: 'Products that changed', everyMs, run: lookAtProducts },
  },
  health: async (ctx) => {
    const { status } = await callApi(ctx, { path: 'stores', query: { limit: '1' } });
    return status === 200 ? { ok: true } : { ok: false, message: `Medusa answered ${status}.` };
  },
});
