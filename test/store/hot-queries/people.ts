import { noon, sampleProfile } from '../samples.ts';
import type { Queries } from './queries.ts';

const profileId = 'p-3';
const follow = { joined: [], left: [], changed: [], rules: [] };
const erasedTraces = {
  named: { ids: ['email:p-9@shop.test', 'user:p-9'], orders: ['order-of-p-9'] },
  addresses: [{ tenant: 'any', channel: 'email', addressHashes: ['hash-of-p-9'] as const }],
};

const events: Queries = {
  'an event by id': ({ stores, tenant }) => stores.events.get({ tenant, id: 'e-1' }),
  'events by ids': ({ stores, tenant }) => stores.events.many({ tenant, ids: ['e-1', 'e-2'] }),
  'whom an event is about': ({ stores, tenant }) =>
    stores.events.assign({ tenant, id: 'e-1', profileId, follow }),
  'an event that is done': ({ stores, tenant }) => stores.events.finish({ tenant, id: 'e-1', state: 'done' }),
  'an event that failed': ({ stores, tenant }) =>
    stores.events.fail({ tenant, id: 'e-2', error: 'x', due: noon }),
  'an event given up': ({ stores, tenant }) =>
    stores.events.fail({ tenant, id: 'e-2', error: 'x', due: undefined }),
  'events that are due': ({ stores }) =>
    stores.events.takeDue({ systemTime: noon + 9, lease: noon + 99, limit: 5 }),
  'events of a person since': ({ stores, tenant }) =>
    stores.events.since({
      tenant,
      profileId,
      names: ['Order Completed'],
      happened: 0,
      arrived: 0,
      limit: 5,
    }),
  'events of a person of a name': ({ stores, tenant }) =>
    stores.events.summarise({
      tenant,
      profileId,
      query: { name: 'Order Completed', until: noon, zone: 'UTC' },
    }),
};

const people: Queries = {
  'events of a merged person': ({ stores, tenant }) =>
    stores.people.merge({ tenant, from: 'p-30', to: profileId }),
  'a profile by id': ({ stores, tenant }) => stores.profiles.get({ tenant, profileId }),
  'profiles by identity': ({ stores, tenant }) =>
    stores.profiles.withIds({ tenant, ids: ['user:p-1', 'user:p-2'] }),
  'a profile replaced': ({ stores, tenant }) =>
    stores.profiles.replace({
      profile: sampleProfile({ tenant, id: profileId }),
      rev: 0,
    }),
  'pressure booked': ({ stores, tenant }) =>
    stores.profiles.reserveCap({
      tenant,
      profileId,
      rev: 1,
      pressure: { id: 'm', at: noon, channel: 'email', topic: 'offers' },
      keepFrom: 0,
    }),
  'pressure taken back': ({ stores, tenant }) => stores.profiles.releaseCap({ tenant, profileId, id: 'm' }),
  'an outbox emptied': ({ stores, tenant }) => stores.profiles.clearOutbox({ tenant, profileId, ids: ['x'] }),
  'profiles to look at again': ({ stores, tenant }) =>
    stores.profiles.dueForRecheck({ tenant, now: noon, limit: 5 }),
  'who has a push device': ({ stores, tenant }) => stores.profiles.withPushDevice({ tenant, device: 'd-1' }),
  'an order changed': ({ stores, tenant }) =>
    stores.orders.change({ tenant, profileId, order: { orderId: 'o-1' } }),
  'the orders of a person': ({ stores, tenant }) => stores.orders.of({ tenant, profileId }),
  'an order by id': ({ stores, tenant }) => stores.orders.get({ tenant, orderId: 'o-1' }),
  'exposures of a merged person': ({ stores, tenant }) =>
    stores.people.merge({ tenant, from: 'p-30', to: profileId }),
  'tasks of a merged person': ({ stores, tenant }) =>
    stores.people.merge({ tenant, from: 'p-30', to: profileId }),
  'people by the beginnings of words': ({ stores, tenant }) =>
    stores.profiles.found({ tenant, begins: [['ana'], ['per']], limit: 5 }),
  'records by the beginnings of words': ({ stores, tenant }) =>
    stores.records.found({ tenant, begins: [['wroof', 'proof']], limit: 5 }),
  'everything of an erased person': ({ stores, tenant }) =>
    stores.people.erase({ tenant, profileIds: ['p-9'], traces: erasedTraces }),
};

const entries: Queries = {
  'a place taken': ({ stores, tenant }) =>
    stores.places.take({
      tenant,
      journey: 'j',
      run: 'r-1',
      windows: [{ kind: 'total', window: 'total', max: 5 }],
    }),
  'a place refused': async ({ stores, tenant }) => {
    const windows = [{ kind: 'hour', window: 'h', max: 1 }] as const;
    for (const run of ['a', 'b', 'c']) await stores.places.take({ tenant, journey: 'k', run, windows });
  },
  'the jobs of a tenant': ({ stores, tenant }) => stores.entryJobs.of(tenant),
  'people with an order, page by page': ({ stores, tenant }) =>
    stores.values.buyers({ tenant, after: 'p-1', limit: 5 }),
  'what customers are measured against': ({ stores, tenant }) => stores.values.get(tenant),
  'everybody, page by page': ({ stores, tenant }) =>
    stores.audience.everybody({ tenant, after: 'p-1', limit: 5 }),
  'the members of a segment': ({ stores, tenant }) =>
    stores.audience.members({ tenant, segment: 's', after: 'p-1', limit: 5 }),
};

/** What is asked at every event of events, people and entries. */
export const peopleQueries: Queries = {
  ...events,
  ...people,
  ...entries,
};
