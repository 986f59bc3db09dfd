import type { Position } from '../../api/ports/views.ts';
import { journeySchema } from '../../domain/journey/definition.ts';
import { tenantSettingsSchema } from '../../domain/workspace/tenant-settings.ts';
import { openTestStore } from './open-store.ts';
import { noon, sampleEvent, sampleMessage, sampleProfile, sampleRow, sampleRun } from './samples.ts';

type Store = Awaited<ReturnType<typeof openTestStore>>;

/** The journey most of what is in the store is about. */
export const key = 'cart-recovery';

const publish = async ({ stores, tenant }: Store): Promise<void> => {
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
    await stores.workspaces.publish({
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
        programs: [],
        objects: [],
        messages: [],
        catalog: { products: [] },
        lists: {},
        files: {},
      },
    });
  }
};

const fillRuns = async ({ stores, tenant }: Store): Promise<void> => {
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
};

const fillLedger = async ({ stores, tenant }: Store): Promise<void> => {
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
};

const fillMessages = async ({ stores, tenant }: Store): Promise<void> => {
  for (let n = 0; n < 5; n += 1) {
    const row = sampleMessage({
      tenant,
      id: `m${n}`,
      profileId: n < 3 ? 'p-1' : 'p-2',
      run: n < 3 ? 'r1' : 'r2',
      plannedAt: noon + Math.floor(n / 2),
    });
    await stores.messages.claim({ row, claim: 'c', systemTime: noon, leaseUntil: noon });
  }
  await stores.messages.settle({
    tenant,
    id: 'm0',
    claim: 'c',
    status: 'accepted',
    at: noon,
    providerId: 'secret',
  });
};

const fillEvents = async ({ stores, tenant }: Store): Promise<void> => {
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
    if (n > 1 && n < 5) await stores.events.assign({ tenant, id: `e${n}`, profileId: 'p-1', follow });
    if (n === 2) await stores.events.finish({ tenant, id: 'e2', state: 'done' });
  }
  await stores.events.fail({ tenant, id: 'e1', error: 'no luck', due: undefined });
};

const fillProfiles = async ({ stores, tenant }: Store): Promise<void> => {
  for (let n = 1; n < 6; n += 1) {
    const createdAt = new Date(noon + Math.floor(n / 2)).toISOString();
    const more = { createdAt, segments: n < 3 ? ['vip'] : [], stage: n === 1 ? 'customer' : 'lead' };
    await stores.profiles.insert(
      sampleProfile({ tenant, id: `p-${n}`, ids: [`email:p${n}@shop.test`], ...more }),
    );
  }
  await stores.profiles.insert({ ...sampleProfile({ tenant, id: 'p-old', ids: [] }), mergedInto: 'p-1' });
};

/** A store with a little of everything that people look at: two versions of a journey, and what four people did. */
export const openFilledStore = async (): Promise<Store> => {
  const store = await openTestStore();
  for (const fill of [publish, fillRuns, fillLedger, fillMessages, fillEvents, fillProfiles])
    await fill(store);
  return store;
};

/** All pages of a list, two rows each. */
export const pages = async <Row>(input: {
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

/** The ids of rows. */
export const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id);
