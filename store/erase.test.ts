import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { schemas } from './models.ts';
import { openTestStore } from './testing/open-store.ts';
import { noon, sampleEvent, sampleMessage, sampleProfile, sampleRow, sampleRun } from './testing/samples.ts';

describe('the erasure of a person', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  /** Leaves a trace of a person in every collection that can have one. */
  const live = async (id: string) => {
    const { stores, tenant } = store;
    const mail = `${id}@secret.test`;
    const follow = { joined: [], left: [], changed: [], rules: [] };
    const effect = { kind: 'action', step: `call-${id}`, visit: 1 } as const;
    await stores.profiles.insert(
      sampleProfile({ tenant, id, ids: [`email:${mail}`], traits: { email: mail } }),
    );
    await stores.events.insert({
      rows: [
        { event: sampleEvent({ tenant, messageId: `e-${id}`, userId: id }), state: 'pending', due: noon },
      ],
    });
    await stores.events.assign({ tenant, messageId: `e-${id}`, profileId: id, follow });
    await stores.deliveries.insert({
      delivery: {
        id: `d-${id}`,
        tenant,
        instance: 'shop',
        webhook: 'orders',
        dedupeKey: `d-${id}`,
        request: { method: 'POST', path: '/', query: {}, headers: {}, rawBody: Buffer.from(mail) },
        receivedAt: noon,
      },
      due: noon,
    });
    await stores.deliveries.finish({ tenant, id: `d-${id}`, messageIds: [`e-${id}`] });
    await stores.orders.change({ tenant, profileId: id, order: { orderId: `o-${id}` } });
    await stores.runs.insert(sampleRun({ tenant, id: `r-${id}`, profileId: id, hears: ['A'] }));
    await stores.ledger.append([sampleRow({ tenant, id: `l-${id}`, profileId: id, run: `r-${id}` })]);
    await stores.effects.firstTried({ tenant, run: `r-${id}`, effect, at: noon });
    await stores.commands.add({ tenant, id: `c-${id}`, run: `r-${id}`, command: { kind: 'skip' }, at: noon });
    await stores.tasks.add({ id: `t-${id}`, tenant, profileId: id, run: null, title: mail, createdAt: noon });
    const row = sampleMessage({ tenant, id: `m-${id}`, profileId: id });
    await stores.messages.claim({ row, wall: noon, leaseUntil: noon });
    await stores.offers.issue({
      coupon: { tenant, offer: 'ten', profileId: id, issueKey: `k-${id}`, issuedAt: noon },
      codes: [`TEN-${id}`],
      shared: false,
      total: 2,
      perPerson: 1,
      worth: undefined,
      totalValue: undefined,
    });
    await stores.offers.redeem({ tenant, code: `TEN-${id}`, orderId: `o-${id}`, at: noon });
    const referral = { tenant, code: 'C', state: 'qualified' as const, at: noon };
    await stores.referrals.add({ ...referral, orderId: `x-${id}`, advocate: id, friend: 'p-somebody' });
    await stores.referrals.add({ ...referral, orderId: `y-${id}`, advocate: 'p-somebody', friend: id });
  };

  const documents = async (): Promise<string> => {
    const all = await Promise.all(
      Object.values(schemas).map((schema) =>
        store.connection
          .collection(schema.get('collection') ?? '')
          .find()
          .toArray(),
      ),
    );
    return JSON.stringify(all.flat());
  };

  it('leaves no trace of them in any collection but their suppressed address, and all of others', async () => {
    const { stores, tenant } = store;
    await live('p-gone');
    await live('p-stays');
    await stores.profiles.insert({
      ...sampleProfile({ tenant, id: 'p-alias', ids: [], mergedIds: ['email:old@secret.test'] }),
      mergedInto: 'p-gone',
    });
    const suppressed = { tenant, channel: 'email', addressHash: 'hash-of-gone' };
    await stores.suppressions.add({ ...suppressed, reason: 'bounced', at: noon });
    const before = await documents();
    expect(before).toContain('p-gone@secret.test');

    await stores.erase({ tenant, profileId: 'p-gone' });
    const after = await documents();
    for (const word of [
      '"p-gone"',
      'p-gone@',
      ':p-gone"',
      'o-p-gone',
      'p-alias',
      'old@secret.test',
      'r-p-gone',
    ]) {
      expect(after).not.toContain(word);
    }
    expect(after).not.toContain(Buffer.from('p-gone@secret.test').toString('base64'));
    expect(await stores.suppressions.find(suppressed)).toBeDefined();
    expect(after.split('p-stays').length).toBe(before.split('p-stays').length);
  });

  it('may be repeated, and leaves the budget of an offer spent', async () => {
    const { stores, tenant } = store;
    await stores.erase({ tenant, profileId: 'p-gone' });
    const more = await stores.offers.issue({
      coupon: { tenant, offer: 'ten', profileId: 'p-new', issueKey: 'k-new', issuedAt: noon },
      codes: ['TEN-new'],
      shared: false,
      total: 2,
      perPerson: 1,
      worth: undefined,
      totalValue: undefined,
    });
    expect(more).toEqual({ kind: 'refused', reason: 'budget-used-up' });
  });
});
