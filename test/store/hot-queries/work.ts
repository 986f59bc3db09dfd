import { noon } from '../samples.ts';
import type { Queries } from './queries.ts';

const profileId = 'p-3';

const offers: Queries = {
  'a coupon issued': ({ stores, tenant }) =>
    stores.offers.issue({
      coupon: { tenant, offer: 'o', profileId, issueKey: 'k', issuedAt: noon },
      codes: ['C'],
      shared: false,
      total: 5,
      perPerson: 5,
      worth: 1,
      totalValue: 100,
    }),
  'a coupon of a person': ({ stores, tenant }) => stores.offers.find({ tenant, offer: 'o', profileId: 'p1' }),
  'a coupon of a code': ({ stores, tenant }) => stores.offers.find({ tenant, code: 'C', profileId: 'p1' }),
  'what the ledger of an offer says of an order': ({ stores, tenant }) =>
    stores.offerBooks.about({
      tenant,
      offers: ['o', 'o-2'],
      redemptions: ['r-1'],
      coupons: ['k'],
      orderIds: ['o-1'],
    }),
  'what people used of an offer': ({ stores, tenant }) =>
    stores.offerBooks.ofPeople({
      tenant,
      offers: ['o', 'o-2'],
      profiles: ['p1'],
      mailboxes: ['m1'],
    }),
  'reservations that end': ({ stores, tenant }) =>
    stores.offerBooks.due({
      tenant,
      offer: 'o',
      after: { at: 0, id: '' },
      until: noon,
      limit: 10,
    }),
  'what an order used of offers': ({ stores, tenant }) =>
    stores.offerBooks.ofOrder({ tenant, orderId: 'o-1' }),
  'the account of an offer': ({ stores, tenant }) => stores.offerBooks.account({ tenant, offer: 'o' }),
  'the accounts of offers': ({ stores, tenant }) =>
    stores.offerBooks.accounts({ tenant, offers: ['o', 'o-2'] }),
  'a coupon released': ({ stores, tenant }) => stores.offers.release({ tenant, orderId: 'o-1' }),
};

const tasks: Queries = {
  'open tasks': ({ stores, tenant }) => stores.taskReads.tasks({ tenant, state: 'open', limit: 5 }),
  'tasks of a journey, page by page': ({ stores, tenant }) =>
    stores.taskReads.tasks({
      tenant,
      journey: 'cart-recovery',
      after: { at: noon, n: 0, id: 't-1' },
      limit: 5,
    }),
  'tasks of everybody': ({ stores, tenant }) => stores.taskReads.tasks({ tenant, limit: 5 }),
  'tasks about a person': ({ stores, tenant }) =>
    stores.taskReads.tasks({ tenant, profileId, state: 'done', limit: 5 }),
  'a task that is done': ({ stores, tenant }) =>
    stores.tasks.finish({
      tenant,
      id: 't-1',
      at: noon,
      output: { outcome: 'done' },
    }),
  'the advocate of a code': ({ stores, tenant }) => stores.referrals.advocate({ tenant, code: 'REF-p-1' }),
};

const work: Queries = {
  'the revision in force': ({ stores, tenant }) => stores.workspaces.revision(tenant),
  'deliveries that are due': ({ stores }) =>
    stores.deliveryStore.takeDue({ systemTime: noon, lease: noon + 9, limit: 5 }),
  'deliveries that could not be read': ({ stores, tenant }) =>
    stores.deliveryReads.list({ tenant, state: 'dead', limit: 5 }),
  'deliveries of a tenant': ({ stores, tenant }) => stores.deliveryReads.list({ tenant, limit: 5 }),
  'deliveries that wait': ({ stores, tenant }) =>
    stores.deliveryReads.list({ tenant, state: 'pending', limit: 5 }),
  'deliveries put back': ({ stores, tenant }) =>
    stores.deliveryStore.requeueAll({ tenant, state: 'dead', limit: 5, due: noon }),
  'events put back': ({ stores, tenant }) =>
    stores.stuckEvents.requeueAll({ tenant, state: 'dead', limit: 5, due: noon }),
  'what is stuck': ({ stores, tenant }) => stores.countStuck({ tenant, limit: 5, overdueBefore: noon }),
  'jobs that are due': ({ stores }) => stores.jobs.takeDue({ systemTime: noon, lease: noon + 9, limit: 5 }),
  'jobs of a tenant': ({ stores, tenant }) => stores.jobs.list({ tenant, limit: 5 }),
};

/** What is asked of offers, tasks and of what waits. */
export const workQueries: Queries = { ...offers, ...tasks, ...work };
