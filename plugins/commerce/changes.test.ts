import { expect, test } from 'vitest';

import type { Cursor } from '../contract.ts';
import { changedSince } from './changes.ts';

const refund = (order: number, n: number) =>
  ({
    type: 'track',
    event: 'Order Refunded',
    userId: '42',
    messageId: `refund:${order}:${n}`,
  }) as const;

/** Looks until there is no more, at pages that are fetched again each time; answers the ids in their order. */
const walk = async (pageOf: (look: number) => ReturnType<typeof refund>[]) => {
  const ids: string[] = [];
  let [cursor, looks, more]: [Cursor | undefined, number, boolean] = [undefined, 0, true];
  while (more) {
    const looked = await changedSince({
      cursor,
      first: 1_000,
      now: 9_000,
      fetchPage: async () => ({ kind: 'done', found: pageOf(looks), last: 5_000, isFull: false }),
    });
    if (looked.kind !== 'done') return expect.fail(looked.message);
    expect(looked.found.length).toBeLessThanOrEqual(1_000);
    ids.push(...looked.found.flatMap((one) => ('messageId' in one ? (one.messageId ?? []) : [])));
    ({ cursor, more = false } = looked);
    looks += 1;
    expect(looks).toBeLessThan(20);
  }
  return { ids, looks, cursor };
};

const page = Array.from({ length: 50 }, (_one, order) =>
  Array.from({ length: 44 }, (_other, n) => refund(order, n)),
).flat();

test('a page of which more comes than a look may find is taken over several looks, each thing once', async () => {
  const { ids, looks, cursor } = await walk(() => page);
  expect(ids).toEqual(page.map(({ messageId }) => messageId));
  expect(looks).toBe(3);
  expect(cursor).toEqual({ since: 5_000, page: 1, isUnderWay: false });
});

test('what of such a page goes or comes meanwhile makes it lose nothing', async () => {
  const { ids } = await walk((look) =>
    look === 0
      ? page
      : [refund(99, 1), ...page.filter(({ messageId }) => !messageId.startsWith('refund:20:'))],
  );
  for (const { messageId } of page) if (!messageId.startsWith('refund:20:')) expect(ids).toContain(messageId);
  expect(ids).toContain('refund:99:1');
});
