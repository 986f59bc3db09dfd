import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Position } from '../../api/ports/views.ts';
import { journeySchema } from '../../domain/journey/definition.ts';
import { tenantSettingsSchema } from '../../domain/workspace/tenant-settings.ts';
import { openTestStore } from '../testing/open-store.ts';
import { noon, sampleEvent, sampleMessage, sampleProfile, sampleRow, sampleRun } from '../testing/samples.ts';

type Store = Awaited<ReturnType<typeof openTestStore>>;

/** All pages of a list, two rows each. */
const pages = async <Row>(input: {
  list: (page: { limit: number; after?: Position }) => Promise<readonly Row[]>;
  at: (row: Row) => Position;
}): Promise<Row[]> => {
  const all: Row[] = [];
  for (let guard = 0; guard < 50; guard += 1) {
    const last = all.at(-1);
    const page = await input.list({ limit: 2, ...(last === undefined ? {} : { after: input.at(last) }) });
    all.push(...page);
    if (page.length < 2) return all;
  }
  throw new Error('The list has no end.');
};

describe('what people look at', () => {
  let store: Store;
  let tenant: string;
  const key = 'cart-recovery';
  beforeAll(async () => {
    store = await openTestStore();
    ({ tenant } = store);
    await publish();
    await fill();
  });
  afterAll(() => store.close());

  const publish = async (): Promise<void> => {
    const definition = journeySchema.parse({
      key,
      name: 'Win back',
      stage: 'retention',
      entry: { on: 'Checkout Started' },
      steps: [{ id: 'think', type: 'wait', for: '1 hour' }],
    });
    const settings = tenantSettingsSchema.parse({
      tenant: 'shop',
      name: 'Shop',
      url: 'https://shop.test',
      currency: 'EUR',
      defaultLocale: 'en',
      timezone: 'Europe/Madrid',
      from: 'Shop <hello@shop.test>',
      postalAddress: '1 Street, Town',
    });
    for (const version of [1, 2]) {
      await store.stores.workspaces.publish({
        base: version - 1,
        workspace: {
          tenant,
          revision: version,
          settings,
          journeys: [
            { key, version, definition, hash: `h${version}`, publishedAt: noon + version, mode: 'live' },
          ],
          rules: [],
          segments: [
            { key: 'vip', name: 'VIP', list: 'vip.csv' },
            { key: 'none', name: 'Nobody', list: 'none.csv' },
          ],
          offers: [],
          messages: [],
          catalog: { products: [] },
          lists: {},
          files: {},
        },
      });
    }
  };

  const fill = async (): Promise<void> => {
    const { stores } = store;
    const runs = [
      { id: 'r1', enteredAt: noon, version: 1, status: 'active', step: 'think', profileId: 'p-1' },
      { id: 'r2', enteredAt: noon, version: 2, status: 'active', step: 'answer', profileId: 'p-2' },
      {
        id: 'r3',
        enteredAt: noon,
        version: 2,
        status: 'ended',
        outcome: 'bought',
        step: null,
        profileId: 'p-1',
      },
      {
        id: 'r4',
        enteredAt: noon + 5,
        version: 2,
        status: 'ended',
        outcome: 'completed',
        step: null,
        profileId: 'p-3',
      },
      {
        id: 'r5',
        enteredAt: noon + 9,
        version: 2,
        status: 'ended',
        outcome: 'held-out',
        step: null,
        profileId: 'p-4',
      },
      {
        id: 'r6',
        enteredAt: noon + 9,
        version: 1,
        status: 'active',
        step: 'think',
        profileId: 'p-1',
        journey: 'other',
      },
    ] as const;
    for (const run of runs) await stores.runs.insert(sampleRun({ tenant, ...run }));
    await stores.runs.convert({ tenant, run: 'r3', at: noon + 3, value: 40, minor: 4000, currency: 'EUR' });
    await stores.ledger.append([
      sampleRow({ tenant, id: 'l1', run: 'r1', kind: 'entered', step: null, at: noon, n: 0 }),
      sampleRow({ tenant, id: 'l2', run: 'r1', kind: 'waiting', step: 'think', at: noon, n: 1 }),
      sampleRow({ tenant, id: 'l3', run: 'r1', kind: 'sent', step: 'remind', at: noon + 1, n: 0 }),
      sampleRow({ tenant, id: 'l4', run: 'r1', kind: 'sent', step: 'remind', visit: 2, at: noon + 2, n: 0 }),
      sampleRow({
        tenant,
        id: 'l5',
        run: 'r3',
        kind: 'sent',
        step: 'remind',
        version: 2,
        at: noon + 2,
        n: 1,
      }),
      sampleRow({
        tenant,
        id: 'l6',
        run: 'r2',
        profileId: 'p-2',
        kind: 'skipped',
        reason: 'capped',
        version: 2,
      }),
      sampleRow({
        tenant,
        id: 'l7',
        run: 'r3',
        kind: 'converted',
        reason: 'goal',
        step: null,
        version: 2,
        at: noon + 3,
        detail: { value: 40, minor: 4000, currency: 'EUR' },
      }),
      sampleRow({
        tenant,
        id: 'l8',
        run: 'r3',
        kind: 'updated',
        step: 'after',
        version: 2,
        at: noon + 4,
      }),
    ]);
    for (let n = 0; n < 5; n += 1) {
      const row = sampleMessage({
        tenant,
        id: `m${n}`,
        profileId: n < 3 ? 'p-1' : 'p-2',
        run: n < 3 ? 'r1' : 'r2',
        plannedAt: noon + Math.floor(n / 2),
      });
      await stores.messages.claim({ row, wall: noon, leaseUntil: noon });
    }
    await stores.messages.settle({ tenant, id: 'm0', status: 'accepted', at: noon, providerId: 'secret' });
    for (let n = 0; n < 6; n += 1) {
      const state = n === 5 ? ('quarantined' as const) : ('pending' as const);
      const event = sampleEvent({
        tenant,
        messageId: `e${n}`,
        receivedAt: noon + Math.floor(n / 2),
        name: n % 2 ? 'A' : 'B',
      });
      await stores.events.insert({ rows: [{ event, state, ...(n === 5 ? {} : { due: noon }) }] });
      const follow = { joined: [], left: [], changed: [], rules: [] };
      if (n > 1 && n < 5)
        await stores.events.assign({ tenant, messageId: `e${n}`, profileId: 'p-1', follow });
      if (n === 2) await stores.events.finish({ tenant, messageId: 'e2', state: 'done' });
    }
    await stores.events.fail({ tenant, messageId: 'e1', error: 'no luck', due: undefined });
    for (let n = 1; n < 6; n += 1) {
      const createdAt = new Date(noon + Math.floor(n / 2)).toISOString();
      const more = { createdAt, segments: n < 3 ? ['vip'] : [], stage: n === 1 ? 'customer' : 'lead' };
      await stores.profiles.insert(
        sampleProfile({ tenant, id: `p-${n}`, ids: [`email:p${n}@shop.test`], ...more }),
      );
    }
    await stores.profiles.insert({ ...sampleProfile({ tenant, id: 'p-old', ids: [] }), mergedInto: 'p-1' });
  };

  const reads = () => store.stores.reads;

  it('shows journeys with how many took part, are in, and converted; who was held out took no part', async () => {
    expect(await reads().journeys({ tenant })).toEqual([
      expect.objectContaining({
        key,
        name: 'Win back',
        version: 2,
        mode: 'live',
        entered: 4,
        active: 2,
        converted: 1,
      }),
    ]);
    expect(await reads().journey({ tenant, key })).toMatchObject({
      entered: 4,
      versions: [
        { version: 2, publishedAt: noon + 2, active: 1 },
        { version: 1, publishedAt: noon + 1, active: 1 },
      ],
    });
    expect(await reads().journey({ tenant, key: 'none' })).toBeUndefined();
    expect((await reads().definition({ tenant, key, version: 1 }))?.key).toBe(key);
    expect(await reads().journeys({ tenant: 'nobody' })).toEqual([]);
  });

  it('counts a funnel: by outcome and step, every passage and every run', async () => {
    const one = { people: 1, runs: 1, total: 1 };
    const funnel = await reads().funnel({ tenant, key });
    expect(funnel).toMatchObject({
      entered: 4,
      people: 3,
      heldOut: 1,
      active: 2,
      converted: 1,
      convertedPeople: 1,
      revenue: [{ currency: 'EUR', minor: 4000 }],
    });
    expect(funnel.outcomes).toEqual(
      expect.arrayContaining([
        { outcome: 'bought', runs: 1 },
        { outcome: 'completed', runs: 1 },
      ]),
    );
    expect(funnel.standing).toHaveLength(2);
    expect(funnel.decisions).toEqual([
      { step: 'after', kind: 'updated', total: 1, runs: 1, people: 1 },
      { step: 'remind', kind: 'sent', total: 3, runs: 2, people: 1 },
      { step: 'remind', kind: 'skipped', reason: 'capped', total: 1, runs: 1, people: 1 },
      { step: 'think', kind: 'waiting', total: 1, runs: 1, people: 1 },
    ]);
    expect(funnel.visits).toEqual([
      { step: 'after', entered: one, passed: one },
      {
        step: 'remind',
        entered: { people: 2, runs: 3, total: 4 },
        passed: { people: 1, runs: 2, total: 3 },
      },
      { step: 'think', entered: one, passed: { people: 0, runs: 0, total: 0 } },
    ]);
    // Who came to a step only after the goal was reached did not reach it by that step.
    expect(funnel.conversions).toEqual([
      { step: 'remind', runs: 1, revenue: [{ currency: 'EUR', minor: 4000 }] },
    ]);
    const second = await reads().funnel({ tenant, key, version: 2 });
    expect(second).toMatchObject({ entered: 3, heldOut: 1, active: 1 });
    expect(await reads().funnel({ tenant, key: 'none' })).toMatchObject({ entered: 0, decisions: [] });
  });

  const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id);

  it('lists runs newest first, page by page, each once, also those of the same instant', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().runs({ tenant, ...page, ...filter }),
        at: (run) => ({ at: run.enteredAt, n: 0, id: run.id }),
      });
    expect(ids(await list({}))).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 'r1']);
    expect(ids(await list({ journey: key }))).toEqual(['r5', 'r4', 'r3', 'r2', 'r1']);
    expect(ids(await list({ journey: key, status: 'active' }))).toEqual(['r2', 'r1']);
    expect(ids(await list({ profileId: 'p-1' }))).toEqual(['r6', 'r3', 'r1']);
    expect(ids(await list({ outcome: 'bought' }))).toEqual(['r3']);
    expect(ids(await list({ step: 'think', version: 1 }))).toEqual(['r6', 'r1']);
    expect(await reads().runs({ tenant: 'nobody', limit: 5 })).toEqual([]);
  });

  it('shows of a run where it stands, and nothing the person said or did', async () => {
    const run = await reads().run({ tenant, id: 'r1' });
    expect(run).toMatchObject({ id: 'r1', state: { frozen: null }, step: 'think' });
    expect(Object.keys(run ?? {})).not.toEqual(expect.arrayContaining(['entry']));
    expect(Object.keys(run?.state ?? {})).toEqual(['frozen']);
    expect(await reads().run({ tenant, id: 'none' })).toBeUndefined();
  });

  it('lists the ledger of a run or a person, newest first, rows of an instant by their order in it', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().decisions({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.at, n: row.n, id: row.id }),
      });
    expect(ids(await list({ run: 'r1' }))).toEqual(['l4', 'l3', 'l2', 'l1']);
    expect(ids(await list({ profileId: 'p-1' }))).toEqual(['l8', 'l7', 'l5', 'l4', 'l3', 'l2', 'l1']);
    expect(await list({ run: 'none' })).toEqual([]);
  });

  it('lists the ledger of everybody by journey, step, kind, reason and period, page by page', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().ledger({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.at, n: row.n, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['l8', 'l7', 'l5', 'l4', 'l3', 'l2', 'l6', 'l1']);
    expect(ids(await list({ journey: key, kinds: ['skipped', 'exited'] }))).toEqual(['l6']);
    expect(ids(await list({ reason: 'capped', step: 'remind' }))).toEqual(['l6']);
    expect(ids(await list({ step: 'remind', kinds: ['sent'], from: noon + 2 }))).toEqual(['l5', 'l4']);
    expect(ids(await list({ kinds: ['sent'], from: noon + 1, to: noon + 2 }))).toEqual(['l3']);
    expect(await list({ journey: 'none' })).toEqual([]);
  });

  it('lists who stands on a step, the last to come first, and nobody who moved on or ended', async () => {
    const list = (step: string, journey = key) =>
      pages({
        list: (page) => reads().standing({ tenant, journey, step, ...page }),
        at: (one) => ({ at: one.since, n: 0, id: one.run }),
      });
    const runsOn = async (step: string) => (await list(step)).map((one) => one.run);
    expect(await runsOn('think')).toEqual(['r1']);
    expect(await runsOn('answer')).toEqual(['r2']);
    const [standing] = await list('think');
    expect(standing).toMatchObject({ profileId: 'p-1', version: 1, since: noon, step: 'think' });
    const { stores } = store;
    const run = sampleRun({ tenant, id: 'r7', journey: 'walk', step: 'one', enteredAt: noon });
    await stores.runs.insert(run);
    expect(await list('one', 'walk')).toHaveLength(1);
    await stores.runs.save({ run: { ...run, step: 'two', rev: 2 }, rev: 1 });
    expect([await list('one', 'walk'), await list('two', 'walk')].map((found) => found.length)).toEqual([
      0, 1,
    ]);
  });

  it('names the journeys in force that send a message', async () => {
    expect(await reads().senders({ tenant, message: 'none' })).toEqual([]);
  });

  it('lists messages by person, run, journey or all, without what only the provider knows', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().messages({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.plannedAt, n: 0, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['m4', 'm3', 'm2', 'm1', 'm0']);
    expect(ids(await list({ profileId: 'p-2' }))).toEqual(['m4', 'm3']);
    expect(ids(await list({ run: 'r1', status: 'sending' }))).toEqual(['m2', 'm1']);
    expect(ids(await list({ journey: key, channel: 'sms' }))).toEqual([]);
    const [accepted] = await list({ status: 'accepted' });
    expect(accepted).toMatchObject({ id: 'm0' });
    expect(accepted).not.toHaveProperty('providerId');
  });

  it('lists events newest first, whatever became of them, and those of one state or person', async () => {
    const list = async (filter: object) => {
      const rows = await pages({
        list: (page) => reads().events({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.receivedAt, n: 0, id: row.messageId }),
      });
      return rows.map((row) => row.messageId);
    };
    expect(await list({})).toEqual(['e5', 'e4', 'e3', 'e2', 'e1', 'e0']);
    expect(await list({ state: 'dead' })).toEqual(['e1']);
    expect(await list({ state: 'quarantined' })).toEqual(['e5']);
    expect(await list({ state: 'pending' })).toEqual(['e4', 'e3', 'e0']);
    expect(await list({ state: 'done' })).toEqual(['e2']);
    expect(await list({ profileId: 'p-1' })).toEqual(['e4', 'e3', 'e2']);
    expect(await list({ name: 'A' })).toEqual(['e5', 'e3', 'e1']);
  });

  it('finds a person by id, by the id of one merged into them, and by identity', async () => {
    expect((await reads().profile({ tenant, id: 'p-old' }))?.id).toBe('p-1');
    expect((await reads().profileWith({ tenant, identity: 'email:p2@shop.test' }))?.id).toBe('p-2');
    expect(await reads().profileWith({ tenant: 'nobody', identity: 'email:p2@shop.test' })).toBeUndefined();
    expect(await reads().profile({ tenant, id: 'none' })).toBeUndefined();
    expect(await reads().profile({ tenant, id: 'p-2' })).not.toHaveProperty('rev');
    expect(await reads().referral('REF-p-2')).toEqual({ tenant, code: 'REF-p-2' });
    expect(await reads().referral('none')).toBeUndefined();
  });

  it('lists people newest first, without those merged away, by segment and stage', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().profiles({ tenant, ...page, ...filter }),
        at: (row) => ({ at: Date.parse(row.createdAt), n: 0, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['p-5', 'p-4', 'p-3', 'p-2', 'p-1']);
    expect(ids(await list({ segment: 'vip' }))).toEqual(['p-2', 'p-1']);
    expect(ids(await list({ stage: 'customer' }))).toEqual(['p-1']);
    expect(await reads().segments({ tenant })).toEqual([
      { key: 'vip', name: 'VIP', kind: 'list', members: 2 },
      { key: 'none', name: 'Nobody', kind: 'list', members: 0 },
    ]);
  });
});
