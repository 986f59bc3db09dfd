import { expect, it } from 'vitest';

import { countedAtOnce, createKeptCounts } from './kept-counts.ts';

/** Counts of a collection that grows, with a clock in the hand of the test. */
const setUp = (documents: number) => {
  const shop = { documents, time: 0, asked: 0, fails: false };
  const counts = createKeptCounts<number>({ systemTime: () => shop.time, documentsOf: (count) => count });
  const count = async (): Promise<number> => {
    shop.asked += 1;
    if (shop.fails) throw new Error('down');
    return shop.documents;
  };
  const ask = (key = 'a') => counts({ key, now: shop.time + 1_000_000, count });
  return { shop, ask };
};
const minute = 60_000;

it('counts at every call what is small', async () => {
  const { shop, ask } = setUp(countedAtOnce - 1);
  expect(await ask()).toEqual({ value: countedAtOnce - 1, countedAt: 1_000_000 });
  shop.documents += 1;
  expect((await ask()).value).toBe(countedAtOnce);
});

it('answers a large count again, with its time, for 20 times as long as it takes', async () => {
  const { shop, ask } = setUp(100_000);
  await ask();
  shop.documents += 1;
  shop.time = 19_999;
  expect(await ask()).toEqual({ value: 100_000, countedAt: 1_000_000 });
  expect(shop.asked).toBe(1);
});

it('then answers it once more while it is counted again behind, by one of all who ask', async () => {
  const { shop, ask } = setUp(100_000);
  await ask();
  shop.documents += 1;
  shop.time = 20_000;
  expect((await Promise.all([ask(), ask()])).map(({ value }) => value)).toEqual([100_000, 100_000]);
  expect(await ask()).toEqual({ value: 100_001, countedAt: 1_020_000 });
  expect(shop.asked).toBe(2);
});

it('gives nobody a count that is older than half an hour', async () => {
  const { shop, ask } = setUp(100_000);
  await ask();
  shop.documents += 1;
  shop.time = 30 * minute;
  expect(await ask()).toEqual({ value: 100_001, countedAt: 1_000_000 + 30 * minute });
});

it('says that counting fails only when there is no count that is young enough', async () => {
  const { shop, ask } = setUp(100_000);
  await ask();
  shop.fails = true;
  shop.time = minute;
  expect((await ask()).value).toBe(100_000);
  shop.time = 30 * minute;
  await expect(ask()).rejects.toThrow('down');
  shop.fails = false;
  expect((await ask()).value).toBe(100_000);
});

it('keeps counts of different keys apart, and counts what became small at every call', async () => {
  const { shop, ask } = setUp(100_000);
  await ask('a');
  shop.documents = 5;
  expect((await ask('b')).value).toBe(5);
  shop.time = 30 * minute;
  expect((await ask('a')).value).toBe(5);
  shop.documents = 6;
  expect((await ask('a')).value).toBe(6);
});
