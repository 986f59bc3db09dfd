import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addressHashes } from '../send/reach.ts';
import { createKeyring } from '../../../platform/secrets/keyring.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleMessage } from '../../../test/store/samples.ts';

describe('the store of messages', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const claim = (id: string, input: { claim?: string; systemTime?: number; leaseUntil?: number } = {}) => {
    const { claim: holder = randomUUID(), systemTime = noon, leaseUntil = noon + 60_000 } = input;
    return store.stores.messages.claim({
      row: sampleMessage({ tenant: store.tenant, id }),
      claim: holder,
      systemTime,
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
    expect((await claim('lost', { systemTime: noon + 59_999 })).kind).toBe('taken');
    const told = await Promise.all(
      Array.from({ length: 10 }, () =>
        claim('lost', { systemTime: noon + 60_000, leaseUntil: noon + 120_000 }),
      ),
    );
    expect(told.filter((one) => one.kind === 'claimed')).toEqual([{ kind: 'claimed', attempts: 2 }]);
  });

  it('lets a message be tried again that is to be, and never one that was accepted', async () => {
    const { messages } = store.stores;
    await claim('again', { claim: 'a' });
    const first = { ...at('again'), claim: 'a' };
    const second = { ...at('again'), claim: 'b' };
    expect(await messages.settle({ ...first, status: 'retrying', at: noon, reason: 'busy' })).toBe('settled');
    expect(await messages.get(at('again'))).toMatchObject({ status: 'retrying', reason: 'busy' });
    expect(await claim('again', { claim: 'b' })).toEqual({ kind: 'claimed', attempts: 2 });
    await messages.settle({ ...second, status: 'accepted', at: noon + 5, providerId: 'x-1' });
    expect(await messages.settle({ ...second, status: 'rejected', at: noon + 6, reason: 'late' })).toBe(
      'lost',
    );
    const row = await messages.get(at('again'));
    expect(row).toMatchObject({ status: 'accepted', acceptedAt: noon + 5, providerId: 'x-1', attempts: 2 });
    expect(row).not.toHaveProperty('reason');
    expect(row).not.toHaveProperty('leaseUntil');
    expect((await claim('again', { systemTime: noon + 999_999 })).kind).toBe('taken');
  });

  it('lets only the attempt that has a message say how it ended; that it was accepted is true no matter who has it', async () => {
    const { messages } = store.stores;
    await claim('held', { claim: 'a' });
    await claim('held', { claim: 'b', systemTime: noon + 60_000, leaseUntil: noon + 120_000 });
    const slow = { ...at('held'), claim: 'a', at: noon + 60_001 };
    expect(await messages.renew({ ...slow, leaseUntil: noon + 999_999 })).toBe('lost');
    for (const status of ['retrying', 'rejected', 'cancelled'] as const) {
      expect(await messages.settle({ ...slow, status, reason: 'late' })).toBe('lost');
    }
    expect(await messages.get(at('held'))).toMatchObject({ status: 'sending', claim: 'b', attempts: 2 });
    expect(await messages.settle({ ...slow, status: 'accepted', providerId: 'x-1' })).toBe('settled');
    expect(await messages.settle({ ...slow, claim: 'b', status: 'retrying', reason: 'busy' })).toBe('lost');
    expect(await messages.get(at('held'))).toMatchObject({ status: 'accepted', providerId: 'x-1' });
  });

  it.each([
    ['retrying', 'busy', 'cancelled', 'stopped'],
    ['retrying', 'no-reply', 'cancelled', 'unknown-outcome'],
    ['accepted', undefined, 'accepted', undefined],
  ] as const)(
    'that is cancelled while an attempt has it and ends %s (%s), is %s (%s)',
    async (ends, why, stands, reason) => {
      const { messages } = store.stores;
      const id = `called-off-${ends}-${why}`;
      await claim(id, { claim: 'mine' });
      const row = await messages.get(at(id));
      const { run = '', profileId = '' } = row ?? {};
      const which = { ...at(id), run, profileId, systemTime: noon };
      expect(await messages.cancel({ ...which, reason: 'stopped' })).toBe(0);
      const given = why === undefined ? {} : { reason: why };
      await messages.settle({ ...at(id), claim: 'mine', status: ends, at: noon, ...given });
      expect(await messages.get(at(id))).toMatchObject({ status: stands });
      expect((await messages.get(at(id)))?.reason).toBe(reason);
    },
  );

  it('keeps an attempt whose lease is renewed from being taken over', async () => {
    const { messages } = store.stores;
    await claim('renewed', { claim: 'a' });
    const renewal = { ...at('renewed'), claim: 'a', leaseUntil: noon + 120_000 };
    expect(await messages.renew(renewal)).toBe('renewed');
    expect((await claim('renewed', { systemTime: noon + 90_000 })).kind).toBe('taken');
    expect((await claim('renewed', { systemTime: noon + 120_000 })).kind).toBe('claimed');
  });

  it('takes a claim for carried out that is made once more by whom has it', async () => {
    await claim('repeated', { claim: 'a' });
    expect(await claim('repeated', { claim: 'a' })).toEqual({ kind: 'claimed', attempts: 1 });
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
    await store.stores.people.merge({ tenant: store.tenant, from: 'p-1', to: 'p-2' });
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
    const address = { tenant: store.tenant, channel: 'email', addressHashes: ['h'] } as const;
    expect(await suppressions.find(address)).toBeUndefined();
    await suppressions.add({ ...address, reason: 'bounced', at: noon });
    await suppressions.add({ ...address, reason: 'complained', at: noon + 1 });
    expect(await suppressions.find(address)).toEqual({ addressHash: 'h', reason: 'bounced', at: noon });
    expect(await suppressions.find({ ...address, channel: 'sms' })).toBeUndefined();
    expect(await suppressions.remove(address)).toBe(true);
    expect(await suppressions.remove(address)).toBe(false);
    expect(await suppressions.find(address)).toBeUndefined();
  });

  it('finds, adds once and removes what was written before the secret was rotated', async () => {
    const { suppressions } = store.stores;
    const tenant = `${store.tenant}-rotated`;
    const under = (secrets: readonly [string, ...string[]]) => {
      const address = { tenant, channel: 'email', address: 'ana@example.com' };
      return {
        tenant,
        channel: 'email',
        addressHashes: addressHashes({ keyring: createKeyring({ secrets }), ...address }),
      };
    };
    const before = under(['the secret of yesterday']);
    const rotated = under(['the secret of today', 'the secret of yesterday']);
    await suppressions.add({ ...before, reason: 'bounced', at: noon });
    await suppressions.add({ ...rotated, reason: 'complained', at: noon + 1 });
    const first = { addressHash: before.addressHashes[0], reason: 'bounced', at: noon };
    expect(await suppressions.find(rotated)).toEqual(first);
    expect(await suppressions.list({ tenant, limit: 9 })).toHaveLength(1);
    expect(await suppressions.remove(rotated)).toBe(true);
    expect(await suppressions.find(before)).toBeUndefined();
  });

  it('lists them newest first, page by page, without losing or repeating one of the same instant', async () => {
    const { suppressions } = store.stores;
    const tenant = `${store.tenant}-list`;
    for (let n = 0; n < 7; n += 1) {
      const channel = n === 6 ? 'sms' : 'email';
      await suppressions.add({
        tenant,
        channel,
        addressHashes: [`h${n}`],
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
