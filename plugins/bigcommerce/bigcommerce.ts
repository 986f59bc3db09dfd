import { couponInput, couponOutput } from '../commerce.ts';
import { definePlugin } from '../contract.ts';
import { type BigCommerceConfig, callApi, config } from './api.ts';
import { createCoupon } from './coupon.ts';
import { lookAtCheckouts, lookAtCustomers, lookAtOrders, lookAtProducts } from './look.ts';

const everyMs = ({ everyMinutes }: BigCommerceConfig): number => everyMinutes * 60_000;

/** A shop on BigCommerce, looked at: its webhooks name an object and nothing of it. Orders, checkouts that were left, customers, products, and coupons made there. */
export const bigcommercePlugin = definePlugin({
  id: 'bigcommerce',
  version: '1.0.0',
  name: 'BigCommerce',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.bigcommerce.com'],
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
    checkouts: { title: 'Checkouts that were left', everyMs, run: lookAtCheckouts },
    customers: { title: 'Customers that changed', everyMs, run: lookAtCustomers },
    products: { title: 'Products that changed', everyMs, run: lookAtProducts },
  },
  health: async (ctx) => {
    const answer = await callApi(ctx, { path: 'v2/store' });
    return answer.status === 200
      ? { ok: true }
      : { ok: false, message: `BigCommerce answered ${answer.status}.` };
  },
});
