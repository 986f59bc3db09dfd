import { expect, it } from 'vitest';

import { toCart } from '../../domain/offers/discount/cart.ts';
import { someAsk, someOffer } from '../../domain/offers/redemptions/offers-for-tests.ts';
import { createMemoryCollections, layoutOf } from '../../platform/mongo/collections/memory.ts';
import { schemas } from '../../server/stores/schemas.ts';
import { createStores } from '../../server/stores/stores.ts';
import { noon } from '../../test/store/samples.ts';
import type { LedgerAct } from './redemptions/acts.ts';
import type { OfferBooks } from './redemptions/books-port.ts';
import { createOfferLedger } from './redemptions/ledger.ts';

const tenant = 'shop';
const offer = someOffer({ limits: { perPerson: 2, total: 4 } });

const redeem = (n: number, profileId: string): LedgerAct => ({
  kind: 'use',
  ask: someAsk({
    act: 'redeem',
    offer,
    redemption: `r-${n}`,
    key: `k-${n}`,
    orderId: `o-${n}`,
    person: { profileId },
    cart: toCart({ currency: 'EUR', orderValue: 10_000 }),
  }),
});

/** The books, and which of their reads were asked for. */
const watched = (books: OfferBooks) => {
  const reads: string[] = [];
  const note = (name: string): void => void reads.push(name);
  const offerBooks: OfferBooks = {
    ...books,
    accounts: (input) => (note('accounts'), books.accounts(input)),
    ofPeople: (input) => (note(`people ${[...input.profiles].join(' ')}`), books.ofPeople(input)),
  };
  return { offerBooks, read: () => reads.splice(0) };
};

const open = () => {
  const { offerBooks: books } = createStores({
    collections: createMemoryCollections(layoutOf(schemas, { isStrict: true })),
  });
  const { offerBooks, read } = watched(books);
  const over = (of: OfferBooks) =>
    createOfferLedger({ offerBooks: of, clock: { now: () => noon }, zoneOf: async () => 'Europe/Madrid' });
  const act = async (ledger: ReturnType<typeof over>, n: number, who: string) =>
    (await ledger.act({ tenant, offer: offer.key, act: redeem(n, who) })).kind;
  return { read, act, ledger: over(offerBooks), other: over(books) };
};

it('the next act on an offer reads only what is new: not its account, and nobody twice', async () => {
  const { read, act, ledger } = open();
  expect([await act(ledger, 1, 'ana'), read()]).toEqual(['done', ['accounts', 'people ana']]);
  expect([await act(ledger, 2, 'ben'), read()]).toEqual(['done', ['people ben']]);
  expect([await act(ledger, 3, 'ana'), read()]).toEqual(['done', []]);
  expect([await act(ledger, 4, 'ana'), read()]).toEqual(['refused', []]);
  expect([await act(ledger, 1, 'ana'), read()]).toEqual(['done-before', []]);
});

it('what another process wrote counts at once, for what is done and for what is refused', async () => {
  const { read, act, ledger, other } = open();
  expect(await act(ledger, 1, 'ana')).toBe('done');
  for (const n of [2, 3]) expect(await act(other, n, 'ben')).toBe('done');
  read();
  expect(await act(ledger, 4, 'ben')).toBe('refused');
  expect(read()).toContain('accounts');
  expect(await act(ledger, 5, 'cleo')).toBe('done');
  expect(await act(other, 6, 'cleo')).toBe('refused');
  expect(await act(ledger, 6, 'ana')).toBe('refused');
});

it('an order that the shop reports becomes the redemption of what its customer reserved under the shared code', async () => {
  const { ledger, other } = open();
  const person = { profileId: 'ana' };
  const named = { redemption: 'cart-7', key: 'cart-7', orderId: undefined };
  const ask = someAsk({ act: 'reserve', offer, person, ...named });
  const reserved = await ledger.act({ tenant, offer: offer.key, act: { kind: 'use', ask } });
  expect(reserved.kind).toBe('done');
  const noted = await other.act({
    tenant,
    offer: offer.key,
    act: {
      kind: 'fact',
      fact: {
        offer: offer.key,
        redemption: 'order-7',
        orderId: 'o-7',
        code: 'TEN',
        coupons: [],
        person,
        currency: 'EUR',
        discount: 500,
        orderValue: 5000,
        lines: [],
      },
    },
  });
  expect(noted).toMatchObject({ kind: 'done', redemption: { id: 'cart-7', state: 'redeemed' } });
});
