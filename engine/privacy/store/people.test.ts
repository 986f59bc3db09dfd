import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Schema } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { Traces } from '../../../domain/privacy/traces.ts';
import { isObject } from '../../../domain/json.ts';
import { schemas } from '../../../server/stores/schemas.ts';
import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import { openServerStore, openTestStore } from '../../../test/store/open-store.ts';
import {
  noon,
  sampleEvent,
  sampleMessage,
  sampleProfile,
  sampleRow,
  sampleRun,
} from '../../../test/store/samples.ts';

const onServer = inject('storeBackend') === 'server';
const folder = join(import.meta.dirname, '../..');

/** Every schema that a file of the folder makes, whether or not somebody uses it. */
const madeSchemas = async (): Promise<readonly Schema[]> => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('-schema.ts'));
  const modules: readonly unknown[] = await Promise.all(
    files.map((name): Promise<unknown> => import(pathToFileURL(join(folder, name)).href)),
  );
  return modules
    .flatMap((one) => (isObject(one) ? Object.values(one) : []))
    .filter((one) => one instanceof Schema);
};

describe('what a collection declares', () => {
  const names = schemas.map(collectionOf);

  it('is declared by every schema there is, and every schema is used', async () => {
    const made = await madeSchemas();
    expect(made.map(collectionOf).toSorted()).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  it.runIf(onServer)('is declared for every collection that is in the database', async () => {
    const store = await openServerStore();
    try {
      const { tenant } = store;
      await store.stores.slots.reserve({ key: `${tenant}:x`, rate: 1, perMs: 1, now: noon });
      const standing = await store.connection.listCollections();
      expect(standing.length).toBeGreaterThan(20);
      expect(standing.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
    } finally {
      await store.close();
    }
  });

  it('names a person where there is a field for one, and a reason where there is none', () => {
    const about = ['profileId', 'run', 'advocate', 'friend', 'traits'];
    for (const schema of schemas) {
      const { person } = schema;
      const hasField = about.some((field) => schema.path(field) !== undefined);
      if (hasField) expect([collectionOf(schema), person.person]).toEqual([collectionOf(schema), 'rows']);
      if (person.person === 'none') expect(person.why).toMatch(/\w.+\.$/);
    }
  });
});

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
        {
          event: { ...sampleEvent({ tenant, messageId: `e-${id}`, userId: id }), delivery: `d-${id}` },
          state: 'pending',
          due: noon,
        },
        {
          event: sampleEvent({
            tenant,
            messageId: `dead-${id}`,
            externalIds: [{ kind: 'email', value: mail }],
          }),
          state: 'dead',
        },
      ],
    });
    await stores.events.assign({ tenant, id: `e-${id}`, profileId: id, follow });
    await stores.deliveryStore.insert({
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
    await stores.deliveryStore.finish({ tenant, id: `d-${id}` });
    await stores.deliveryStore.insert({
      delivery: {
        id: `u-${id}`,
        tenant,
        instance: 'shop',
        webhook: 'orders',
        dedupeKey: `u-${id}`,
        request: {
          method: 'POST',
          path: '/',
          query: {},
          headers: {},
          rawBody: Buffer.from(`{"to":"${mail}"}`),
        },
        receivedAt: noon,
      },
      due: noon,
    });
    await stores.deliveryStore.fail({ tenant, id: `u-${id}`, error: 'not understood', due: undefined });
    const kept = { tenant, route: 'POST /api/runs', key: `enter ${mail}` };
    await stores.idempotency.begin({ ...kept, bodyHash: 'x', systemTime: noon, leaseUntil: noon });
    await stores.idempotency.keep({ ...kept, answer: { status: 200, body: '{}' }, systemTime: Date.now() });
    await stores.circuitStore.open({
      tenant,
      instance: `mail-${id}`,
      openedAt: noon,
      why: `451 <${mail}> later`,
      tries: 0,
      probeAt: noon,
    });
    await stores.orders.change({ tenant, profileId: id, order: { orderId: `o-${id}` } });
    await stores.runs.insert(sampleRun({ tenant, id: `r-${id}`, profileId: id, hears: ['A'] }));
    await stores.ledger.append([sampleRow({ tenant, id: `l-${id}`, profileId: id, run: `r-${id}` })]);
    await stores.effects.settle({
      tenant,
      run: `r-${id}`,
      effect,
      result: { kind: 'failed', reason: 'x' },
      at: noon,
    });
    await stores.commands.add({ tenant, id: `c-${id}`, run: `r-${id}`, command: { kind: 'skip' }, at: noon });
    await stores.tasks.add({ id: `t-${id}`, tenant, profileId: id, run: null, title: mail, createdAt: noon });
    const address = { tenant, channel: 'email', addressHashes: [`hash-of-${id}`] } as const;
    const booking = { id: `m-${id}`, at: noon, channel: 'email', topic: 'offers', isMarketing: true };
    await stores.contacts.save({ address, contact: { bookings: [booking], consents: {} }, rev: -1 });
    const row = { ...sampleMessage({ tenant, id: `m-${id}`, profileId: id }), addressHash: `hash-of-${id}` };
    await stores.messages.claim({ row, claim: 'c', systemTime: noon, leaseUntil: noon });
    await stores.offers.issue({
      coupon: { tenant, offer: 'ten', profileId: id, issueKey: `k-${id}`, issuedAt: noon },
      codes: [`TEN-${id}`],
      shared: false,
      total: 2,
      perPerson: 1,
      worth: undefined,
      totalValue: undefined,
    });
    await stores.offers.use({ tenant, issueKey: `k-${id}`, orderId: `o-${id}`, at: noon });
    await stores.selfServiceEnds.end({ tenant, profileId: id, at: Math.floor(Date.now() / 1000) });
    const referral = { tenant, code: 'C', state: 'qualified' as const, at: noon, history: [], told: 0 };
    await stores.referrals.add({ ...referral, id: `x-${id}`, advocate: id, friend: 'p-somebody' });
    await stores.referrals.add({ ...referral, id: `y-${id}`, advocate: 'p-somebody', friend: id });
  };

  const traces: Traces = {
    named: { ids: ['email:p-gone@secret.test'], orders: ['o-p-gone', 'o-asked'] },
    addresses: [],
  };

  const documents = async (): Promise<string> => {
    const all = await Promise.all(
      schemas.map((schema) => store.collections.named(collectionOf(schema)).find({}).toArray()),
    );
    return JSON.stringify(all.flat());
  };

  it('is preceded by an export of all of it: in pages of any size the same rows in the same order', async () => {
    const { stores, tenant } = store;
    await live('p-reads');
    const profileIds = ['p-none', 'p-reads'];
    const start = { collection: 0, skip: 0 };
    const { rows: all, next: end } = await stores.people.export({
      tenant,
      profileIds,
      from: start,
      limit: 500,
    });
    expect(end).toBeUndefined();
    expect(new Set(all.map(({ collection }) => collection)).size).toBeGreaterThan(10);
    for (const limit of [1, 3, all.length - 1, all.length]) {
      const rows: (typeof all)[number][] = [];
      for (let from: typeof start | undefined = start; from !== undefined;) {
        const page = await stores.people.export({ tenant, profileIds, from, limit });
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        rows.push(...page.rows);
        from = page.next;
      }
      expect(rows).toEqual(all);
    }
  });

  it('leaves no trace of them in any collection but their suppressed address, and all of others', async () => {
    const { stores, tenant } = store;
    await live('p-gone');
    await live('p-stays');
    await stores.profiles.insert({
      ...sampleProfile({ tenant, id: 'p-alias', ids: [], mergedIds: ['email:old@secret.test'] }),
      mergedInto: 'p-gone',
    });
    const suppressed = { tenant, channel: 'email', addressHashes: ['hash-of-gone'] } as const;
    await stores.suppressions.add({ ...suppressed, reason: 'bounced', at: noon });
    const before = await documents();
    expect(before).toContain('p-gone@secret.test');

    // Named by the request alone, under a profile that nothing else leads to.
    await stores.orders.change({ tenant, profileId: 'p-other', order: { orderId: 'o-asked' } });
    const family = await stores.people.family({ tenant, profileId: 'p-gone' });
    expect(family).toEqual(['p-alias', 'p-gone']);
    const removed = await stores.people.erase({ tenant, profileIds: family, traces });
    const after = await documents();
    expect(removed).toMatchObject({
      profiles: 2,
      events: 2,
      deliveries: 2,
      identities: 1,
      idempotencyKeys: 1,
      circuits: 1,
      contacts: 1,
      runs: 1,
      effects: 1,
      referrals: 2,
    });
    for (const word of [
      '"p-gone"',
      'p-gone@',
      ':p-gone"',
      'o-p-gone',
      'o-asked',
      'p-alias',
      'old@secret.test',
      'r-p-gone',
      'm-p-gone',
    ]) {
      expect(after).not.toContain(word);
    }
    expect(after).not.toContain(Buffer.from('p-gone@secret.test').toString('base64'));
    expect(await stores.suppressions.find(suppressed)).toBeDefined();
    expect(after.split('p-stays').length).toBe(before.split('p-stays').length);
  });

  it('may be repeated, and leaves the budget of an offer spent, and its coupons used', async () => {
    const { stores, tenant } = store;
    await stores.people.erase({ tenant, profileIds: ['p-gone'], traces });
    const [coupon] = await stores.offers.find({ tenant, code: 'TEN-p-gone', profileId: 'p-new' });
    expect(coupon?.orderId, 'stays used, though nobody can tell by which order').toMatch(/^erased-/);
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
