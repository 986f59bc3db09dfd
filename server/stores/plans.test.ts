import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import {
  coveredPart,
  filtersOf,
  isRange,
  looking,
  stagesIn,
  winning,
  type Sent,
} from '../../test/store/plan-of.ts';
import { askedOfAllShards } from '../../test/store/asked-of-all-shards.ts';
import { reachOf } from '../../test/store/shards.ts';
import { openServerStore } from '../../test/store/open-store.ts';
import {
  noon,
  sampleEvent,
  sampleMessage,
  sampleProfile,
  sampleRow,
  sampleRun,
} from '../../test/store/samples.ts';

const erasedTraces = {
  named: { ids: ['email:p-9@shop.test', 'user:p-9'], orders: ['order-of-p-9'] },
  addresses: [{ tenant: 'any', channel: 'email', addressHashes: ['hash-of-p-9'] as const }],
};

describe('the plans of what is asked at every event', () => {
  const sent: Sent[] = [];
  let store: Awaited<ReturnType<typeof openServerStore>>;
  /**
   * SecantusDB's Python server says COLLSCAN for a filter with clauses beyond the index it then uses all the
   * same; there only the clauses the index covers are explained.
   */
  let explainsAll = true;
  beforeAll(async () => {
    store = await openServerStore({
      onCommand: (event) => sent.push({ name: event.commandName, command: event.command }),
    });
    await fill();
    const build = await store.connection.db?.command({ buildInfo: 1 });
    explainsAll = build?.['secantusVersion'] === undefined || build['buildEnvironment'] !== undefined;
  });
  afterAll(() => store.close());

  const follow = { joined: [], left: [], changed: [], rules: [] };

  const fill = async (): Promise<void> => {
    const { stores, tenant } = store;
    for (let n = 0; n < 30; n += 1) {
      const id = `p-${n}`;
      await stores.profiles.insert(sampleProfile({ tenant, id, recheckAt: noon + n }));
      await stores.events.insert({
        rows: [{ event: sampleEvent({ tenant, messageId: `e-${n}` }), state: 'pending', due: noon + n }],
      });
      await stores.events.assign({ tenant, id: `e-${n}`, profileId: id, follow });
      await stores.runs.insert(
        sampleRun({ tenant, id: `r-${n}`, profileId: id, hears: ['A'], wakeAt: noon + n }),
      );
      await stores.ledger.append([sampleRow({ tenant, id: `l-${n}`, profileId: id })]);
      await stores.messages.claim({
        row: sampleMessage({ tenant, id: `m-${n}`, profileId: id }),
        claim: 'c',
        systemTime: noon,
        leaseUntil: noon,
      });
      const task = { tenant, profileId: id, run: null, journey: 'cart-recovery', title: 'Call' };
      await stores.tasks.add({ ...task, id: `t-${n}`, createdAt: noon + n });
      await stores.orders.change({ tenant, profileId: id, order: { orderId: `o-${n}` } });
    }
  };

  /** What a call sends that scans a collection instead of an index. */
  const scans = async (call: () => Promise<unknown>): Promise<readonly unknown[]> => {
    sent.length = 0;
    await call();
    const asked = sent.filter((one) => looking.has(one.name));
    expect(asked.length).toBeGreaterThan(0);
    const found: unknown[] = [];
    for (const one of asked) {
      const collection = store.connection.collection(String(one.command[one.name]));
      for (const filter of filtersOf(one)) {
        const covered = isObject(filter) ? coveredPart({ collection: collection.name, filter }) : {};
        // Ranges of ids and of elements are answered by an index elsewhere; that server scans for them.
        if (!explainsAll && isRange(covered)) continue;
        const explained = explainsAll && isObject(filter) ? filter : covered;
        const plan = winning(await collection.find(explained).explain('queryPlanner'));
        const stages = stagesIn(plan);
        const isIndexed =
          stages.some((stage) => /IXSCAN|IDHACK|EOF/.test(stage)) && !stages.includes('COLLSCAN');
        if (!isIndexed) found.push({ collection: collection.name, filter, stages });
      }
    }
    return found;
  };

  const profileId = 'p-3';
  const calls: Record<string, () => Promise<unknown>> = {
    'an event by id': () => store.stores.events.get({ tenant: store.tenant, id: 'e-1' }),
    'events by ids': () => store.stores.events.many({ tenant: store.tenant, ids: ['e-1', 'e-2'] }),
    'whom an event is about': () =>
      store.stores.events.assign({ tenant: store.tenant, id: 'e-1', profileId, follow }),
    'an event that is done': () =>
      store.stores.events.finish({ tenant: store.tenant, id: 'e-1', state: 'done' }),
    'an event that failed': () =>
      store.stores.events.fail({ tenant: store.tenant, id: 'e-2', error: 'x', due: noon }),
    'an event given up': () =>
      store.stores.events.fail({ tenant: store.tenant, id: 'e-2', error: 'x', due: undefined }),
    'events that are due': () =>
      store.stores.events.takeDue({ systemTime: noon + 9, lease: noon + 99, limit: 5 }),
    'events of a person since': () =>
      store.stores.events.since({
        tenant: store.tenant,
        profileId,
        names: ['Order Completed'],
        happened: 0,
        arrived: 0,
        limit: 5,
      }),
    'events of a person of a name': () =>
      store.stores.events.summarise({
        tenant: store.tenant,
        profileId,
        query: { name: 'Order Completed', until: noon, zone: 'UTC' },
      }),
    'events of a merged person': () =>
      store.stores.people.merge({ tenant: store.tenant, from: 'p-30', to: profileId }),
    'a profile by id': () => store.stores.profiles.get({ tenant: store.tenant, profileId }),
    'profiles by identity': () =>
      store.stores.profiles.withIds({ tenant: store.tenant, ids: ['user:p-1', 'user:p-2'] }),
    'a profile replaced': () =>
      store.stores.profiles.replace({
        profile: sampleProfile({ tenant: store.tenant, id: profileId }),
        rev: 0,
      }),
    'pressure booked': () =>
      store.stores.profiles.reserveCap({
        tenant: store.tenant,
        profileId,
        rev: 1,
        pressure: { id: 'm', at: noon, channel: 'email', topic: 'offers' },
        keepFrom: 0,
      }),
    'pressure taken back': () =>
      store.stores.profiles.releaseCap({ tenant: store.tenant, profileId, id: 'm' }),
    'an outbox emptied': () =>
      store.stores.profiles.clearOutbox({ tenant: store.tenant, profileId, ids: ['x'] }),
    'profiles to look at again': () =>
      store.stores.profiles.dueForRecheck({ tenant: store.tenant, now: noon, limit: 5 }),
    'an order changed': () =>
      store.stores.orders.change({ tenant: store.tenant, profileId, order: { orderId: 'o-1' } }),
    'the orders of a person': () => store.stores.orders.of({ tenant: store.tenant, profileId }),
    'an order by id': () => store.stores.orders.get({ tenant: store.tenant, orderId: 'o-1' }),
    'a run by id': () => store.stores.runs.get({ tenant: store.tenant, run: 'r-1' }),
    'runs before an entry': () =>
      store.stores.runs.before({
        tenant: store.tenant,
        journey: 'cart-recovery',
        profileId,
        entryKey: '',
        cause: 'e-1',
      }),
    'a place taken': () =>
      store.stores.places.take({
        tenant: store.tenant,
        journey: 'j',
        run: 'r-1',
        windows: [{ kind: 'total', window: 'total', max: 5 }],
      }),
    'a place refused': async () => {
      const windows = [{ kind: 'hour', window: 'h', max: 1 }] as const;
      for (const run of ['a', 'b', 'c'])
        await store.stores.places.take({ tenant: store.tenant, journey: 'k', run, windows });
    },
    'the jobs of a tenant': () => store.stores.entryJobs.of(store.tenant),
    'people with an order, page by page': () =>
      store.stores.values.buyers({ tenant: store.tenant, after: 'p-1', limit: 5 }),
    'what customers are measured against': () => store.stores.values.get(store.tenant),
    'everybody, page by page': () =>
      store.stores.audience.everybody({ tenant: store.tenant, after: 'p-1', limit: 5 }),
    'the members of a segment': () =>
      store.stores.audience.members({ tenant: store.tenant, segment: 's', after: 'p-1', limit: 5 }),
    'a run saved': () =>
      store.stores.runs.save({ run: sampleRun({ tenant: store.tenant, id: 'r-1', rev: 2 }), rev: 1 }),
    'a run converted': () => store.stores.runs.convert({ tenant: store.tenant, run: 'r-1', at: noon }),
    'runs that hear': () => store.stores.runs.hearing({ tenant: store.tenant, profileId, event: 'A' }),
    'runs that are due': () => store.stores.runs.due({ tenant: store.tenant, now: noon, limit: 5 }),
    'runs of a person': () => store.stores.runs.activeOf({ tenant: store.tenant, profileId }),
    'an effect settled': () =>
      store.stores.effects.settle({
        tenant: store.tenant,
        run: 'r-1',
        effect: { kind: 'send', step: 's', visit: 1 },
        result: { kind: 'failed', reason: 'x' },
        at: noon,
      }),
    'exposures that hear': () =>
      store.stores.exposures.hearing({ tenant: store.tenant, profileId, event: 'Order Completed' }),
    'exposures of a merged person': () =>
      store.stores.people.merge({ tenant: store.tenant, from: 'p-30', to: profileId }),
    'when an arm was full': () =>
      store.stores.exposureSums.nth({ tenant: store.tenant, experiment: 'x', arm: 'a', n: 1 }),
    'the sums of an experiment': () =>
      store.stores.exposureSums.counts({ tenant: store.tenant, experiment: 'x', currency: 'EUR' }),
    'whether an experiment is decided': () =>
      store.stores.decided.get({ tenant: store.tenant, experiment: 'x' }),
    'who stands on a step': () =>
      store.stores.standingReads.standing({
        tenant: store.tenant,
        journey: 'cart-recovery',
        step: 'think',
        limit: 5,
      }),
    'a funnel': () => store.stores.funnelReads.funnel({ tenant: store.tenant, key: 'cart-recovery' }),
    'whom a reason excluded': () =>
      store.stores.decisionReads.ledger({
        tenant: store.tenant,
        journey: 'cart-recovery',
        kinds: ['skipped'],
        reason: 'capped',
        from: noon,
        limit: 5,
      }),
    'who turned a person away': () =>
      store.stores.decisionReads.decisions({
        tenant: store.tenant,
        profileId: 'p-1',
        journeys: ['cart-recovery', 'welcome'],
        kinds: ['not-entered'],
        limit: 5,
      }),
    'a message claimed again': () =>
      store.stores.messages.claim({
        row: sampleMessage({ tenant: store.tenant, id: 'm-1' }),
        claim: 'c',
        systemTime: noon + 9,
        leaseUntil: noon + 99,
      }),
    'a message settled': () =>
      store.stores.messages.settle({
        tenant: store.tenant,
        id: 'm-1',
        claim: 'c',
        status: 'accepted',
        at: noon,
      }),
    'an address suppressed': () =>
      store.stores.suppressions.find({ tenant: store.tenant, channel: 'email', addressHashes: ['h'] }),
    'a message marked': () => store.stores.messages.mark({ tenant: store.tenant, id: 'm-1', mark: 'bounce' }),
    'messages that bounced': () =>
      store.stores.guardCounts.marked({
        tenant: store.tenant,
        journey: 'cart-recovery',
        mark: 'bounce',
        from: noon,
        limit: 5,
      }),
    'messages of a journey since': () =>
      store.stores.guardCounts.messages({
        tenant: store.tenant,
        journey: 'cart-recovery',
        statuses: ['accepted'],
        from: noon,
        limit: 5,
      }),
    'what failed in a journey since': () =>
      store.stores.guardCounts.decided({
        tenant: store.tenant,
        journey: 'cart-recovery',
        kinds: ['failed', 'sent'],
        from: noon,
        limit: 5,
      }),
    'who entered a journey since': () =>
      store.stores.guardCounts.entered({
        tenant: store.tenant,
        journey: 'cart-recovery',
        from: noon,
        to: noon + 9,
        limit: 5,
      }),
    'the first entry of a journey': () =>
      store.stores.guardCounts.firstEntry({ tenant: store.tenant, journey: 'cart-recovery' }),
    'the trips of a journey': () =>
      store.stores.trips.list({ tenant: store.tenant, journey: 'cart-recovery', limit: 5 }),
    'who waits for a channel': () =>
      store.stores.held.page({ tenant: store.tenant, channel: 'email', after: 'r-1', limit: 5 }),
    'how many wait for a channel': () =>
      store.stores.held.count({ tenant: store.tenant, channel: 'email', limit: 5 }),
    'a slot booked': () => store.stores.slots.reserve({ key: 'k', rate: 1, perMs: 1, now: noon }),
    'a coupon issued': () =>
      store.stores.offers.issue({
        coupon: { tenant: store.tenant, offer: 'o', profileId, issueKey: 'k', issuedAt: noon },
        codes: ['C'],
        shared: false,
        total: 5,
        perPerson: 5,
        worth: 1,
        totalValue: 100,
      }),
    'a coupon of a person': () =>
      store.stores.offers.find({ tenant: store.tenant, offer: 'o', profileId: 'p1' }),
    'a coupon of a code': () =>
      store.stores.offers.find({ tenant: store.tenant, code: 'C', profileId: 'p1' }),
    'what the ledger of an offer says of an order': () =>
      store.stores.offerBooks.about({
        tenant: store.tenant,
        offers: ['o', 'o-2'],
        redemptions: ['r-1'],
        coupons: ['k'],
        orderIds: ['o-1'],
      }),
    'what people used of an offer': () =>
      store.stores.offerBooks.ofPeople({
        tenant: store.tenant,
        offers: ['o', 'o-2'],
        profiles: ['p1'],
        mailboxes: ['m1'],
      }),
    'reservations that end': () =>
      store.stores.offerBooks.due({
        tenant: store.tenant,
        offer: 'o',
        after: { at: 0, id: '' },
        until: noon,
        limit: 10,
      }),
    'what an order used of offers': () =>
      store.stores.offerBooks.ofOrder({ tenant: store.tenant, orderId: 'o-1' }),
    'the account of an offer': () => store.stores.offerBooks.account({ tenant: store.tenant, offer: 'o' }),
    'the accounts of offers': () =>
      store.stores.offerBooks.accounts({ tenant: store.tenant, offers: ['o', 'o-2'] }),
    'a coupon released': () => store.stores.offers.release({ tenant: store.tenant, orderId: 'o-1' }),
    'open tasks': () => store.stores.taskReads.tasks({ tenant: store.tenant, state: 'open', limit: 5 }),
    'tasks of a journey, page by page': () =>
      store.stores.taskReads.tasks({
        tenant: store.tenant,
        journey: 'cart-recovery',
        after: { at: noon, n: 0, id: 't-1' },
        limit: 5,
      }),
    'tasks of everybody': () => store.stores.taskReads.tasks({ tenant: store.tenant, limit: 5 }),
    'tasks about a person': () =>
      store.stores.taskReads.tasks({ tenant: store.tenant, profileId, state: 'done', limit: 5 }),
    'a task that is done': () =>
      store.stores.tasks.finish({
        tenant: store.tenant,
        id: 't-1',
        at: noon,
        output: { outcome: 'done' },
      }),
    'tasks of a merged person': () =>
      store.stores.people.merge({ tenant: store.tenant, from: 'p-30', to: profileId }),
    'the advocate of a code': () =>
      store.stores.referrals.advocate({ tenant: store.tenant, code: 'REF-p-1' }),
    'people by the beginnings of words': () =>
      store.stores.profiles.found({ tenant: store.tenant, begins: [['ana'], ['per']], limit: 5 }),
    'records by the beginnings of words': () =>
      store.stores.records.found({ tenant: store.tenant, begins: [['wroof', 'proof']], limit: 5 }),
    'the revision in force': () => store.stores.workspaces.revision(store.tenant),
    'deliveries that are due': () =>
      store.stores.deliveryStore.takeDue({ systemTime: noon, lease: noon + 9, limit: 5 }),
    'deliveries that could not be read': () =>
      store.stores.deliveryReads.list({ tenant: store.tenant, state: 'dead', limit: 5 }),
    'deliveries of a tenant': () => store.stores.deliveryReads.list({ tenant: store.tenant, limit: 5 }),
    'deliveries that wait': () =>
      store.stores.deliveryReads.list({ tenant: store.tenant, state: 'pending', limit: 5 }),
    'deliveries put back': () =>
      store.stores.deliveryStore.requeueAll({ tenant: store.tenant, state: 'dead', limit: 5, due: noon }),
    'events put back': () =>
      store.stores.stuckEvents.requeueAll({ tenant: store.tenant, state: 'dead', limit: 5, due: noon }),
    'what is stuck': () => store.stores.countStuck({ tenant: store.tenant, limit: 5, overdueBefore: noon }),
    'jobs that are due': () => store.stores.jobs.takeDue({ systemTime: noon, lease: noon + 9, limit: 5 }),
    'jobs of a tenant': () => store.stores.jobs.list({ tenant: store.tenant, limit: 5 }),
    'runs of a journey under way, page by page': () =>
      store.stores.selectionStore.page({
        tenant: store.tenant,
        filter: { journey: 'cart-recovery' },
        after: { enteredAt: noon, id: 'r-1' },
        limit: 5,
      }),
    'how many stand where': () =>
      store.stores.selectionStore.standing({ tenant: store.tenant, filter: { journey: 'cart-recovery' } }),
    'messages of a run to cancel': () =>
      store.stores.messages.cancel({
        tenant: store.tenant,
        profileId,
        run: 'r-1',
        systemTime: noon,
        reason: 'run-stopped',
      }),
    'messages of a run that were not sent': () =>
      store.stores.messages.unsent({ tenant: store.tenant, profileId, run: 'r-1' }),
    'rows of the ledger by id': () => store.stores.ledger.present({ tenant: store.tenant, ids: ['l-1'] }),
    'everything of an erased person': () =>
      store.stores.people.erase({ tenant: store.tenant, profileIds: ['p-9'], traces: erasedTraces }),
  };

  it('name ids or are asked of all shards as listed, and are given up in time where they sum up', async () => {
    const toAll: string[] = [];
    const endless: string[] = [];
    for (const [name, call] of Object.entries(calls)) {
      sent.length = 0;
      await call();
      const reached = new Set(sent.filter((one) => looking.has(one.name)).flatMap(reachOf));
      expect([name, reached.has('refused')]).toEqual([name, false]);
      if (reached.has('all')) toAll.push(name);
      const sums = sent.filter((one) => ['aggregate', 'count', 'distinct'].includes(one.name));
      // The server gives up before the socket is cut.
      if (sums.some(({ command }) => typeof command['maxTimeMS'] !== 'number')) endless.push(name);
    }
    expect(endless).toEqual([]);
    expect(toAll.toSorted()).toEqual(askedOfAllShards.toSorted());
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`finds ${name} by an index`, async () => {
      expect(await scans(call)).toEqual([]);
    });
  }
});
