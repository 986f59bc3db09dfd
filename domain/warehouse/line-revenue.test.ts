import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Order } from '../orders/orders.ts';
import { refundedOfOrder } from '../orders/orders.ts';
import { linesWithRevenue } from './line-revenue.ts';
import { mailboxProvider } from './mailbox-provider.ts';

const stamp = { at: 0, rank: 0, by: 'a' } as const;
const lineSchema = fc.record({
  productId: fc.constantFrom('a', 'b', 'c'),
  quantity: fc.integer({ min: 1, max: 5 }),
  price: fc.integer({ min: 0, max: 10_000 }),
});

it('the lines of an order sum up to its revenue, net of refunds, to the cent', () => {
  fc.assert(
    fc.property(
      fc.array(lineSchema, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 50_000 }),
      fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
      (lines, revenue, back) => {
        const order: Order = {
          orderId: '1',
          money: { ...stamp, currency: 'EUR', revenue, discount: 0 },
          goods: { ...stamp, lines },
          ...(back === undefined
            ? {}
            : { refunds: { r: { revenue: back, returned: [{ product: 'a', quantity: 1 }] } } }),
        };
        const shares = linesWithRevenue(order);
        const sum = shares.reduce((all, share) => all + share.revenue, 0);
        expect(sum).toBe(revenue - refundedOfOrder(order));
        for (const { kept, line } of shares) expect(kept).toBeLessThanOrEqual(line.quantity);
      },
    ),
  );
});

it('a mailbox is named by who runs it, and never by a domain of its own', () => {
  expect(mailboxProvider(['user:1', 'email:ana@gmail.com'])).toBe('Gmail');
  expect(mailboxProvider(['email:ana@yahoo.co.uk'])).toBe('Yahoo');
  expect(mailboxProvider(['email:ana@ana-lopez.example'])).toBe('other');
  expect(mailboxProvider(['user:1'])).toBeUndefined();
});
