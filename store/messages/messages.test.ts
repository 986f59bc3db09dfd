import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../testing/open-store.ts';
import { noon, sampleMessage } from '../testing/samples.ts';

describe('the store of messages', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const claim = (id: string, input: { wall?: number; leaseUntil?: number } = {}) => {
    const { wall = noon, leaseUntil = noon + 60_000 } = input;
    return store.stores.messages.claim({
      row: sampleMessage({ tenant: store.tenant, id }),
      wall,
      leaseUntil,
    });
  };
  const at = (id: string) => ({ tenant: store.tenant, id });

  it('lets one of many attempts have a message', async () => {
    const told = await Promise.all(Array.from({ length: 20 }, () => claim('raced')));
    expect(told.filter((one) => one.kind === 'claimed')).toEqual([{ kind: 'claimed', attempts: 1 }]);
    expect(told.find((one) => one.kind === 'taken')).toMatchObject({
      row: { status: 'sending', attempts: 1 },
    });
  });

  it('lets one of many take over an attempt that was lost, when its lease is over and not before', async () => {
    await claim('lost');
    expect((await claim('lost', { wall: noon + 59_999 })).kind).toBe('taken');
    const told = await Promise.all(
      Array.from({ length: 10 }, () => claim('lost', { wall: noon + 60_000, leaseUntil: noon + 120_000 })),
    );
    expect(told.filter((one) => one.kind === 'claimed')).toEqual([{ kind: 'claimed', attempts: 2 }]);
  });

  it('lets a message be tried again that is to be, and never one that was accepted', async () => {
    const { messages } = store.stores;
    await claim('again');
    await messages.settle({ ...at('again'), status: 'retrying', at: noon, reason: 'busy' });
    expect(await messages.get(at('again'))).toMatchObject({ status: 'retrying', reason: 'busy' });
    expect(await claim('again')).toEqual({ kind: 'claimed', attempts: 2 });
    await messages.settle({ ...at('again'), status: 'accepted', at: noon + 5, providerId: 'x-1' });
    await messages.settle({ ...at('again'), status: 'rejected', at: noon + 6, reason: 'late' });
    const row = await messages.get(at('again'));
    expect(row).toMatchObject({ status: 'accepted', acceptedAt: noon + 5, providerId: 'x-1', attempts: 2 });
    expect(row).not.toHaveProperty('reason');
    expect(row).not.toHaveProperty('leaseUntil');
    expect((await claim('again', { wall: noon + 999_999 })).kind).toBe('taken');
  });

  it('notes the first of each kind of feedback, in whatever order they come', async () => {
    const { messages } = store.stores;
    await claim('noted');
    await messages.note({ ...at('noted'), what: 'opened', at: noon + 5 });
    await messages.note({ ...at('noted'), what: 'opened', at: noon + 3 });
    await messages.note({ ...at('noted'), what: 'opened', at: noon + 9 });
    await messages.note({ ...at('noted'), what: 'clicked', at: noon + 9 });
    expect(await messages.get(at('noted'))).toMatchObject({ openedAt: noon + 3, clickedAt: noon + 9 });
    await messages.note({ ...at('nobody-knows'), what: 'opened', at: noon });
    expect(await messages.get(at('nobody-knows'))).toBeUndefined();
  });

  it('gives messages to another person on a merge', async () => {
    await claim('moved');
    await store.stores.messages.reassign({ tenant: store.tenant, from: 'p-1', to: 'p-2' });
    expect(await store.stores.messages.get(at('moved'))).toMatchObject({ profileId: 'p-2' });
  });
});

describe('the store of suppressions', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('keeps the first reason, per channel, until it is removed', async () => {
    const { suppressions } = store.stores;
    const address = { tenant: store.tenant, channel: 'email', addressHash: 'h' };
    expect(await suppressions.find(address)).toBeUndefined();
    await suppressions.add({ ...address, reason: 'bounced', at: noon });
    await suppressions.add({ ...address, reason: 'complained', at: noon + 1 });
    expect(await suppressions.find(address)).toEqual({ reason: 'bounced', at: noon });
    expect(await suppressions.find({ ...address, channel: 'sms' })).toBeUndefined();
    expect(await suppressions.remove(address)).toBe(true);
    expect(await suppressions.remove(address)).toBe(false);
    expect(await suppressions.find(address)).toBeUndefined();
  });

  it('lists them newest first, page by page, without losing or repeating one of the same instant', async () => {
    const { suppressions } = store.stores;
    const tenant = `${store.tenant}-list`;
    for (let n = 0; n < 7; n += 1) {
      const channel = n === 6 ? 'sms' : 'email';
      await suppressions.add({
        tenant,
        channel,
        addressHash: `h${n}`,
        reason: 'bounced',
        at: noon + Math.floor(n / 3),
      });
    }
    const seen: string[] = [];
    let after: { at: number; addressHash: string } | undefined;
    for (;;) {
      const page = await suppressions.list({ tenant, limit: 2, ...(after === undefined ? {} : { after }) });
      seen.push(...page.map((one) => one.addressHash));
      after = page.at(-1);
      if (page.length < 2) break;
    }
    expect(seen).toEqual(['h6', 'h5', 'h4', 'h3', 'h2', 'h1', 'h0']);
    expect(await suppressions.list({ tenant, channel: 'sms', limit: 9 })).toHaveLength(1);
  });
});

describe('the slots of rate limits', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('gives each of many callers at once a slot of its own, at the rate', async () => {
    const { slots } = store.stores;
    const booked = await Promise.all(
      Array.from({ length: 50 }, () => slots.reserve({ key: 'rate', rate: 10, perMs: 1000, now: noon })),
    );
    expect(booked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => noon + n * 100));
  });

  it('does not save up slots nobody asked for, and keeps limits apart', async () => {
    const { slots } = store.stores;
    const reserve = (key: string, now: number) => slots.reserve({ key, rate: 1, perMs: 1000, now });
    expect(await reserve('a', noon)).toBe(noon);
    expect(await reserve('b', noon)).toBe(noon);
    expect(await reserve('a', noon + 5000)).toBe(noon + 5000);
    expect(await reserve('a', noon + 5000)).toBe(noon + 6000);
  });
});
