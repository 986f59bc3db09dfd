import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CapWindow } from '../../../domain/journey/entry-caps.ts';
import type { ClaimDoc, HolderDoc } from '../../claims/store/claim-schema.ts';
import { openTestStore } from '../../../test/store/open-store.ts';

describe('the places of the caps of a journey', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let other: Awaited<ReturnType<typeof store.beside>>;
  beforeAll(async () => {
    store = await openTestStore();
    other = await store.beside();
  });
  afterAll(async () => {
    await other.close();
    await store.close();
  });

  const hour = (name: string, max: number): CapWindow => ({
    kind: 'hour',
    window: name,
    max,
    ends: Date.now(),
  });
  const total = (max: number): CapWindow => ({ kind: 'total', window: 'total', max });

  const rush = async (input: {
    journey: string;
    people: number;
    windows: readonly CapWindow[];
    prefix?: string;
  }) => {
    const { journey, people, windows, prefix = 'r' } = input;
    const answers = await Promise.all(
      Array.from({ length: people }, (_person, n) =>
        (n % 2 === 0 ? store : other).stores.places.take({
          tenant: store.tenant,
          journey,
          run: `${journey}-${prefix}${n}`,
          windows,
        }),
      ),
    );
    return answers.filter((answer) => answer.kind === 'taken').length;
  };

  it('are never more than there are, and never fewer, when two processes take them at once', async () => {
    expect(await rush({ journey: 'a', people: 60, windows: [total(7)] })).toBe(7);
    expect(await rush({ journey: 'a', people: 20, windows: [total(7)], prefix: 's' })).toBe(0);
  });

  it('are the same for the same run, however often it asks', async () => {
    expect(await rush({ journey: 'b', people: 1, windows: [total(1)] })).toBe(1);
    expect(await rush({ journey: 'b', people: 1, windows: [total(1)] })).toBe(1);
    expect(await rush({ journey: 'b', people: 2, windows: [total(1)] })).toBe(1);
  });

  it('that a run claimed and never took go to others once it stood still for long', async () => {
    const { collections, tenant } = store;
    const journey = 'dead';
    await collections
      .named<HolderDoc>('entryPlaces')
      .insertOne({ _id: `${tenant}:gone`, by: 'x', draftAt: new Date(Date.now() - 3_600_000) });
    await collections
      .named<ClaimDoc>('entryPlaceClaims')
      .insertOne({ _id: `${tenant}:${journey}:total#000000001`, of: `${tenant}:gone`, by: 'x' });
    expect(await rush({ journey, people: 9, windows: [total(2)] })).toBe(2);
  });

  it('hold in every window at once, and a number nobody used is found again', async () => {
    const first = [hour('h1', 5), total(8)];
    expect(await rush({ journey: 'c', people: 30, windows: first })).toBe(5);
    expect(await rush({ journey: 'c', people: 30, windows: [hour('h2', 5), total(8)], prefix: 's' })).toBe(3);
    const raised = [hour('h2', 5), total(20)];
    expect(await rush({ journey: 'c', people: 30, windows: raised, prefix: 't' }), 'more of them now').toBe(
      2,
    );
    const answer = await store.stores.places.take({
      tenant: store.tenant,
      journey: 'c',
      run: 'c-late',
      windows: raised,
    });
    expect(answer).toEqual({ kind: 'full', cap: 'hour' });
  });
});
