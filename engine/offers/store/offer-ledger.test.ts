import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Ask } from '../../../domain/offers/redemptions/decide-redemption.ts';
import { someAsk, someOffer } from '../../../domain/offers/redemptions/offers-for-tests.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, noTraces } from '../../../test/store/samples.ts';
import type { ActOutcome, LedgerAct } from '../redemptions/acts.ts';
import type { OfferBooks } from '../redemptions/books-port.ts';
import { createCheckOffer } from '../redemptions/check-offer.ts';
import { createOfferLedger } from '../redemptions/ledger.ts';

type Store = Awaited<ReturnType<typeof openTestStore>>;

const zoneOf = async (): Promise<string> => 'Europe/Madrid';
const kindsOf = (outcomes: readonly ActOutcome[]) => {
  const counts = new Map<string, number>();
  for (const { kind } of outcomes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries(counts);
};
const use = (given: Partial<Ask>): LedgerAct => ({ kind: 'use', ask: someAsk(given) });
const order = (n: number | string, given: Partial<Ask> = {}): LedgerAct =>
  use({
    redemption: `${given.offer?.key ?? ''}-${n}`,
    key: `o-${n}`,
    orderId: `o-${n}`,
    person: { profileId: `p-${n}` },
    ...given,
  });

describe('the ledger of offers', () => {
  let store: Store;
  let other: Awaited<ReturnType<Store['beside']>>;
  let time = noon;
  beforeAll(async () => {
    store = await openTestStore();
    other = await store.beside();
  });
  afterAll(async () => {
    await other.close();
    await store.close();
  });

  const ledgerOver = (offerBooks: OfferBooks) =>
    createOfferLedger({ offerBooks, zoneOf, clock: { now: () => time } });
  const openLedger = () => ledgerOver(store.stores.offerBooks);
  const check = (offer: string) =>
    createCheckOffer({ offerBooks: store.stores.offerBooks })({ tenant: store.tenant, offer });
  const usedOf = async (offer: string) =>
    (await store.stores.offerBooks.account({ tenant: store.tenant, offer }))?.account.used;

  it('redeems a budget of 100 exactly 100 times when 200 ask at once, in two processes', async () => {
    const { tenant } = store;
    const offer = someOffer({ key: 'hundred', limits: { perPerson: 1, total: 100 } });
    const ledgers = [openLedger(), ledgerOver(other.stores.offerBooks)] as const;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        (n % 2 === 0 ? ledgers[0] : ledgers[1]).act({ tenant, offer: offer.key, act: order(n, { offer }) }),
      ),
    );
    expect(kindsOf(outcomes)).toEqual({ done: 100, refused: 100 });
    expect(await usedOf(offer.key)).toEqual({ count: 100, discount: 100_000, orderValue: 1_000_000 });
    expect(await check(offer.key)).toEqual({ postings: 100, differences: [] });
  });

  it('holds limits of a person when they ask many times at once', async () => {
    const { tenant } = store;
    const redeem = [{ measure: 'count', most: 2, by: 'person' }] as const;
    const offer = someOffer({ key: 'mine', limits: { perPerson: 9, redeem } });
    const ledger = openLedger();
    const acts = Array.from({ length: 20 }, (_, n) => order(n, { offer, person: { profileId: 'greedy' } }));
    const outcomes = await Promise.all(acts.map((act) => ledger.act({ tenant, offer: offer.key, act })));
    expect(kindsOf(outcomes)).toEqual({ done: 2, refused: 18 });
    const alias = order('alias', { offer, person: { profileId: 'alias', mailbox: 'hash' } });
    const again = order('again', { offer, person: { profileId: 'again', mailbox: 'hash' } });
    const third = order('third', { offer, person: { profileId: 'third', mailbox: 'hash' } });
    const box = [];
    for (const act of [alias, again, third]) box.push(await ledger.act({ tenant, offer: offer.key, act }));
    expect(kindsOf(box)).toEqual({ done: 2, refused: 1 });
  });

  it('uses a coupon once, whatever asks for it at once', async () => {
    const { tenant } = store;
    const offer = someOffer({ key: 'own', code: { pattern: 'OWN-######' } });
    const coupons = [{ issueKey: 'own-1', profileId: 'ana', code: 'OWN-1' }];
    const ledgers = [openLedger(), ledgerOver(other.stores.offerBooks)] as const;
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const act = order(n, { offer, coupons, code: 'OWN-1', person: { profileId: 'ana' } });
        return (n % 2 === 0 ? ledgers[0] : ledgers[1]).act({ tenant, offer: offer.key, act });
      }),
    );
    expect(kindsOf(outcomes)).toEqual({ done: 1, refused: 19 });
  });

  it('frees what a reservation held once its time is over', async () => {
    const { tenant } = store;
    const offer = someOffer({ key: 'held', limits: { perPerson: 1, total: 1 } });
    const ledger = openLedger();
    const reserve = order(1, { offer, act: 'reserve', holdMs: 60_000, orderId: undefined });
    expect((await ledger.act({ tenant, offer: offer.key, act: reserve })).kind).toBe('done');
    const second = order(2, { offer });
    expect((await ledger.act({ tenant, offer: offer.key, act: second })).kind).toBe('refused');
    time += 60_000;
    expect((await ledger.act({ tenant, offer: offer.key, act: second })).kind).toBe('done');
    expect((await ledger.act({ tenant, offer: offer.key, act: order(1, { offer }) })).kind).toBe('refused');
    expect(await check(offer.key)).toMatchObject({ postings: 3, differences: [] });
  });

  it('moves what a merged person used, and leaves what an erased one used nobody’s', async () => {
    const { tenant } = store;
    const offer = someOffer({ key: 'people', limits: { perPerson: 1 } });
    const ledger = openLedger();
    const person = { profileId: 'old' };
    await ledger.act({ tenant, offer: offer.key, act: order('old', { offer, person }) });
    await store.stores.people.merge({ tenant, from: 'old', to: 'new' });
    const asNew = order('new', { offer, person: { profileId: 'new' } });
    expect(await ledger.act({ tenant, offer: offer.key, act: asNew })).toMatchObject({
      reasons: [{ code: 'per-person-limit' }],
    });
    await store.stores.people.erase({ tenant, profileIds: ['new'], traces: noTraces });
    const page = await store.stores.offerBooks.page({ tenant, offer: offer.key, after: '', limit: 10 });
    expect(page.map(({ profileId, orderId }) => [profileId, orderId])).toEqual([
      [expect.stringMatching(/^erased-/), expect.stringMatching(/^erased-/)],
    ]);
    expect(await check(offer.key)).toEqual({ postings: 1, differences: [] });
  });
});
