import { newProfile, type Profile } from '../../domain/profiles/profile.ts';
import { toProfileDoc } from '../../engine/people/store/profile-doc.ts';
import { addPeople, track } from '../measures.ts';
import { type AnyDoc, connectPlain, seed } from '../seed.ts';
import type { Stage } from '../stage.ts';

const tenant = 'bench';
const minute = 60_000;
const day = 86_400_000;
const names = ['Product Viewed', 'Page Viewed', 'Product Added', 'Checkout Started', 'Order Completed'];
const countries = ['ES', 'DE', 'FR', 'PT', 'IT'];

const idOf = (n: number): string => `page-${n}`;

const profileOf = (n: number, now: number): Profile => {
  const email = `p${n}@example.com`;
  const fresh = newProfile({
    id: idOf(n),
    tenant,
    ids: [`user:page${n}`, `email:${email}`],
    referralCode: `PAGE${n}`,
    now: now - (n % 700) * day,
  });
  return {
    ...fresh,
    traits: { email, firstName: `Ana ${n}`, country: countries[n % countries.length] ?? 'ES' },
    consents: { email: { '*': { state: 'granted', at: now, source: 'shop' } } },
    computed: {
      ...fresh.computed,
      orders: n % 7,
      lastOrderAt: new Date(now - (n % 400) * day).toISOString(),
    },
    stage: n % 3 === 0 ? 'customer' : 'lead',
    segments: n % 4 === 0 ? ['loyal'] : [],
  };
};

const eventOf = (n: number, people: number, now: number): AnyDoc => {
  const id = `server:page-${n}`;
  const name = names[n % names.length] ?? '';
  const at = now - (n % 20_000) * 9 * minute;
  const profileId = idOf((n * 7919) % people);
  return {
    _id: `${tenant}:${id}`,
    tenant,
    messageId: `page-${n}`,
    type: 'track',
    name,
    properties: { product_id: `p-${n % 1000}`, value: n % 200, currency: 'EUR' },
    traits: {},
    context: {},
    externalIds: [],
    timestamp: at,
    receivedAt: at,
    source: 'api',
    trust: 'server',
    backfill: false,
    profileId,
    state: 'done',
    of: { name, at },
    listed: { tenant, at, id, name },
  };
};

const messageOf = (n: number, people: number, now: number): AnyDoc => {
  const at = now - (n % 20_000) * 9 * minute;
  return {
    _id: `${tenant}:page-m${n}`,
    id: `page-m${n}`,
    tenant,
    profileId: idOf(n % people),
    run: `page-r${n % people}`,
    journey: n % 2 === 0 ? 'parked' : 'immediate',
    version: 1,
    step: 'hello',
    channel: 'email',
    message: 'welcome',
    class: 'marketing',
    topic: 'news',
    subject: 'Welcome',
    locale: 'en',
    plannedAt: at,
    acceptedAt: at,
    status: 'accepted',
    attempts: 1,
    ...(n % 3 === 0 ? { openedAt: at + minute } : {}),
    ...(n % 9 === 0 ? { clickedAt: at + 2 * minute } : {}),
  };
};

const kinds = ['entered', 'waited', 'sent', 'exited'];

const decisionOf = (n: number, people: number, now: number): AnyDoc => {
  const place = n % kinds.length;
  return {
    _id: `${tenant}:page-l${n}`,
    id: `page-l${n}`,
    tenant,
    profileId: idOf(Math.floor(n / kinds.length) % people),
    run: `page-r${Math.floor(n / kinds.length) % people}`,
    journey: 'parked',
    version: 1,
    n: place,
    at: now - (n % 20_000) * 9 * minute,
    kind: kinds[place] ?? '',
    step: place === 0 ? null : place === 1 ? 'sleep' : 'hello',
    visit: 1,
  };
};

const orderOf = (n: number, people: number, now: number): AnyDoc => ({
  _id: `${tenant}:page-o${n}`,
  tenant,
  orderId: `page-o${n}`,
  profileId: idOf(n % people),
  placedAt: now - (n % 20_000) * 9 * minute,
  money: { at: now, rank: 0, by: 'x', currency: 'EUR', revenue: 5000, discount: 0 },
  goods: {
    at: now,
    rank: 0,
    by: 'x',
    lines: [{ productId: `p-${n % 1000}`, quantity: 1, price: 5000, cost: 2000 }],
  },
});

/** Documents like one the engine made, under other ids. */
const copiesOf = (sample: AnyDoc, people: number, now: number) => {
  return (n: number): AnyDoc => {
    const at = new Date(now - (n % 20_000) * 9 * minute).toISOString();
    const id = `page-d${n}`;
    return { ...sample, _id: `${tenant}:${id}`, id, createdAt: at, updatedAt: at, person: idOf(n % people) };
  };
};

/**
 * Fills the shop of the benchmarks with so many people and events, and messages, decisions, orders and deals in proportion: a few of
 * each go through the engine, the rest is written as documents in large groups.
 */
export const fillShop = async (input: { stage: Stage; people: number; events: number }): Promise<void> => {
  const { stage, people, events } = input;
  const { engine } = stage.assembled;
  const now = Date.now();
  await addPeople({ stage, prefix: 'parked', count: 50 });
  await engine.accept({
    tenant,
    events: Array.from({ length: 50 }, (_, n) => track({ userId: `parked${n}`, name: 'Parked' })),
  });
  await engine.dispatcher.idle();
  const actor = { kind: 'key', id: 'bench' } as const;
  const data = { name: 'Roof', amount: { minor: 120_000, currency: 'EUR' } };
  await engine.changeRecords.create({ tenant, kind: 'deal', id: 'page-deal', actor, given: { data } });
  const connection = await connectPlain(stage);
  const all = (name: string) => connection.collection<AnyDoc>(name);
  const sample = await all('records').findOne({ _id: `${tenant}:page-deal` });
  if (sample === null) throw new Error('There is no deal to copy.');
  const writes = [
    {
      name: 'profiles',
      count: people,
      docOf: (n: number): AnyDoc => ({ ...toProfileDoc({ profile: profileOf(n, now), rev: 1, writer: '' }) }),
    },
    { name: 'events', count: events, docOf: (n: number) => eventOf(n, people, now) },
    { name: 'messages', count: people * 2, docOf: (n: number) => messageOf(n, people, now) },
    { name: 'ledger', count: people * 4, docOf: (n: number) => decisionOf(n, people, now) },
    { name: 'orders', count: people, docOf: (n: number) => orderOf(n, people, now) },
    { name: 'records', count: people, docOf: copiesOf(sample, people, now) },
  ];
  for (const { name, count, docOf } of writes) {
    console.error(`  ${count.toLocaleString('en')} ${name}`);
    await seed({ collection: all(name), count, docOf });
  }
  await connection.close();
};
