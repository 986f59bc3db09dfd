import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { noContact } from '../../../domain/gate/contact.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('what is kept by address', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const addressOf = (...hashes: [string, ...string[]]) =>
    ({ tenant: store.tenant, channel: 'email', addressHashes: hashes }) as const;
  const booking = (id: string) => ({ id, at: noon, channel: 'email', topic: 'offers', isMarketing: true });

  it('lets one of many write at a revision, also the first time', async () => {
    const { contacts } = store.stores;
    const address = addressOf('one');
    for (const rev of [-1, 0]) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_one, n) =>
          contacts.save({ address, contact: { bookings: [booking(`m${n}`)], consents: {} }, rev }),
        ),
      );
      expect(answers.filter((answer) => answer === 'saved')).toHaveLength(1);
      const kept = await contacts.get(address);
      expect(kept).toMatchObject({ rev: rev + 1, bookings: [{ id: `m${answers.indexOf('saved')}` }] });
    }
  });

  it('takes a booking back, and no other', async () => {
    const { contacts } = store.stores;
    const address = addressOf('two');
    await contacts.save({
      address,
      contact: { bookings: [booking('a'), booking('b')], consents: {} },
      rev: -1,
    });
    for (let times = 0; times < 2; times += 1) await contacts.release({ ...address, id: 'a' });
    expect(await contacts.get(address)).toEqual({ bookings: [booking('b')], consents: {}, rev: 1 });
  });

  it('knows after a rotation what was written under the earlier secret', async () => {
    const { contacts } = store.stores;
    const consents = { '*': { state: 'withdrawn', at: 5, source: 'link' } } as const;
    await contacts.save({
      address: addressOf('old'),
      contact: { bookings: [booking('a')], consents },
      rev: -1,
    });
    const rotated = addressOf('new', 'old');
    expect(await contacts.get(rotated)).toEqual({ bookings: [booking('a')], consents, rev: -1 });
    await contacts.save({ address: rotated, contact: { ...noContact, bookings: [booking('b')] }, rev: -1 });
    const { bookings } = await contacts.get(rotated);
    expect(bookings.map(({ id }) => id).toSorted()).toEqual(['a', 'b']);
    expect(await contacts.get(addressOf('nobody'))).toEqual({ ...noContact, rev: -1 });
  });
});
