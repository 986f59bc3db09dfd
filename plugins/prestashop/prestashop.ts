import { definePlugin } from '../contract.ts';
import { config, type PrestashopConfig, readRows } from './api.ts';
import { lookAtCarts, lookAtCustomers, lookAtOrders, lookAtProducts, lookAtRefunds } from './look.ts';

const everyMs = ({ everyMinutes }: PrestashopConfig): number => everyMinutes * 60_000;

/** A shop on PrestaShop, looked at by its webservice: it sends no webhooks. Orders, refunds, carts that were left, customers and products. */
export const prestashopPlugin = definePlugin({
  id: 'prestashop',
  version: '1.0.0',
  name: 'PrestaShop',
  config,
  hosts: ({ url }) => [new URL(url).host],
  polls: {
    orders: { title: 'Orders that changed', everyMs, run: lookAtOrders },
    refunds: { title: 'Credit slips', everyMs, run: lookAtRefunds },
    carts: { title: 'Carts that were left', everyMs, run: lookAtCarts },
    customers: { title: 'Customers that changed', everyMs, run: lookAtCustomers },
    products: { title: 'Products that changed', everyMs, run: lookAtProducts },
  },
  health: async (ctx) => {
    const read = await readRows(ctx, { path: 'currencies', query: { limit: '1' } });
    return read.kind === 'done' ? { ok: true } : { ok: false, message: read.message };
  },
});
