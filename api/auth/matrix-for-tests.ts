import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isObject } from '../../domain/json.ts';
import { adminScopes, type Scope } from '../../domain/keys/key.ts';
import { type Role, roles } from '../../domain/objects/access.ts';
import { createPostMakers, quietSquare } from './posts-for-tests.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { createEngineApi } from '../../server/engine-api.ts';
import { createOperatorApp } from '../operator-app.ts';
import { createApprovalMaker, createFormerMaker } from './approval-maker-for-tests.ts';
import { createBroadcastMaker } from './broadcast-maker-for-tests.ts';
import { allBut, cart, json, rowsOf, startOfShop, startShop, textOf } from '../shop-for-tests.ts';
import { createTeamMakers, seedTeam } from './team-for-tests.ts';
import { quietAccounts, quietCrm, quietShelf } from './quiet-plugins-for-tests.ts';

const deal = {
  key: 'deal',
  name: 'Deal',
  title: 'name',
  person: 'contact',
  fields: {
    name: { type: 'text', required: true, searchable: true, personal: false, max: 200 },
    contact: { type: 'person' },
    seats: { type: 'number', integer: true, sortable: true },
  },
};

/** What stands in the development inbox. */
const someMail = {
  n: 1,
  messageId: '<some@shop.example>',
  from: 'shop@shop.example',
  to: ['ana@example.com'],
  subject: 'Welcome',
  html: '<p>Welcome</p>',
  text: 'Welcome',
  date: '2026-01-01T00:00:00.000Z',
  headers: { subject: 'Welcome' },
};

const steps = [{ id: 'call', type: 'task', title: 'Call', wait: true, timeout: '300 days' }];
const spring = {
  key: 'spring',
  name: 'Spring',
  kind: 'percentage',
  value: 10,
  code: { shared: 'SPRING' },
};

const files = {
  'programs/club.json': {
    key: 'club',
    name: 'Club',
    memberships: [{ key: 'plus', name: 'Plus' }],
    rewards: [{ key: 'mug', name: 'A mug', points: 1, gives: { product: 'mug' } }],
  },
  'objects/deal.json': deal,
  'offers/spring.json': spring,
  'journeys/called.json': { ...cart, key: 'called', entry: { on: 'Call Wanted' }, steps },
  'journeys/steered.json': { ...cart, key: 'steered' },
  'journeys/drained.json': { ...cart, key: 'drained' },
  'journeys/stopped.json': { ...cart, key: 'stopped' },
};

type Shop = Awaited<ReturnType<typeof startShop>>;

const idIn = async (answer: Promise<Response>): Promise<string> => textOf((await json(answer))['id']);

/** Drafts in review, a lead, a campaign, an event that takes registrations, and quotes: a draft, and one that was sent. */
const createSalesMakers = (shop: Shop) => {
  const quote = () =>
    idIn(
      shop.call('POST', '/api/records/quote', {
        data: {
          number: randomUUID(),
          validUntil: '2099-01-01',
          lines: [{ quantity: 1, price: { minor: 100, currency: 'EUR' } }],
        },
      }),
    );
  return {
    broadcast: createBroadcastMaker(shop),
    approval: createApprovalMaker(shop),
    formerPublication: createFormerMaker(shop),
    quote,
    sentQuote: async () => {
      const id = await quote();
      await shop.call('POST', `/api/records/quote/${id}/send`);
      return id;
    },
    campaign: () => idIn(shop.call('POST', '/api/records/campaign', { data: { name: 'Spring' } })),
    event: () =>
      idIn(
        shop.call('POST', '/api/records/event', {
          data: { name: 'Fair', startsAt: '2099-01-01T08:00:00Z' },
          stage: 'open',
        }),
      ),
    lead: () =>
      idIn(
        shop.call('POST', '/api/records/lead', {
          data: { name: 'Lea', email: `${randomUUID()}@lead.example` },
        }),
      ),
  };
};

/** Imports in each state in which something is done with one. */
const createImportMakers = (shop: Shop) => {
  // It answers before what it begins is done.
  const atOnce = shop.callWith(() => ({}));
  const newImport = (): Promise<string> => idIn(shop.call('POST', '/api/imports', { kind: 'profiles' }));
  const sentImport = async (): Promise<string> => {
    const id = await newImport();
    await shop.call('PUT', `/api/imports/${id}/parts/0`, { userId: 'sent' });
    return id;
  };
  const startedImport = async (): Promise<string> => {
    const id = await sentImport();
    await atOnce('POST', `/api/imports/${id}/start`, {});
    return id;
  };
  return {
    newImport,
    sentImport,
    startedImport,
    pausedImport: async (): Promise<string> => {
      const id = await startedImport();
      await atOnce('POST', `/api/imports/${id}/pause`, {});
      return id;
    },
  };
};

/** A job, and dry runs, ended and under way. */
const createOperationMakers = (shop: Shop) => {
  const atOnce = shop.callWith(() => ({}));
  return {
    dryRun: () => idIn(shop.call('POST', '/api/dry-runs', { journey: 'cart' })),
    dryRunUnderWay: () => idIn(atOnce('POST', '/api/dry-runs', { journey: 'cart' })),
    job: () => idIn(atOnce('POST', '/api/jobs', { do: { kind: 'skip' }, who: { journey: 'called' } })),
  };
};

/** Coupons that were used, and referrals, for routes that use them up. */
const createIncentiveMakers = (shop: Shop) => {
  const { tenant, opened } = shop;
  let made = 0;
  return {
    /** An offer that an order has used. */
    redeemed: async (): Promise<string> => {
      const cart = { currency: 'EUR', orderValue: 5000 };
      const person = { userId: 'ana' };
      const body = { code: 'SPRING', cart, person, orderId: 'order-1' };
      await shop.call('POST', '/api/offers/spring/redeem', body);
      return 'spring';
    },
    /** A reward that somebody got. */
    redemption: async (): Promise<string> => {
      const body = { person: { userId: 'ana' }, program: 'club', reward: 'mug' };
      const { redemption } = await json(shop.call('POST', '/api/points/redeem', body));
      return isObject(redemption) ? textOf(redemption['id']) : '';
    },
    /** A referral that waits for the team, or one that was denied. */
    referral: async (state: 'held' | 'denied' = 'held'): Promise<string> => {
      const id = `referral-${(made += 1)}`;
      const sides = { code: 'ANA', advocate: 'p-advocate', friend: `p-friend-${id}` };
      const row = { tenant, id, ...sides, state, at: startOfShop, history: [], told: 0 };
      await opened.stores.referrals.add({ ...row, orderId: `order-of-${id}` });
      return id;
    },
  };
};

/** Each call makes one of its own, for routes that use up what they are called for. */
const createMakers = (shop: Shop) => {
  const { tenant, opened, engine } = shop;
  let made = 0;
  const next = (): string => String((made += 1));
  const product = async (): Promise<string> => {
    const id = `product-${next()}`;
    await shop.call('POST', '/api/products', { products: [{ id, title: 'Fern' }] });
    return id;
  };
  const person = async (): Promise<string> => {
    const userId = `passer-by-${next()}`;
    await shop.identify(userId, {});
    return shop.profileId(userId);
  };
  return {
    person,
    ...createImportMakers(shop),
    product,
    /** Of two who became one: the profile, and the one that was merged into it. */
    merged: async () => {
      const [userId, anonymousId] = [`sam-${next()}`, `tablet-${next()}`];
      await shop.identify(userId, {});
      await shop.send({ name: 'identify', type: 'identify', anonymousId });
      const [visitor] = await opened.stores.profiles.withIds({ tenant, ids: [`anon:${anonymousId}`] });
      await shop.send({ name: 'identify', type: 'identify', userId, anonymousId });
      return { id: await shop.profileId(userId), from: visitor?.id ?? '' };
    },
    /** Something of a sync that somebody has to look at. */
    syncIssue: async (): Promise<string> => {
      const issue = { tenant, sync: 'people', code: 'odd', message: 'Odd.', at: startOfShop };
      await opened.stores.syncIssues.note({ ...issue, theirs: `odd-${next()}` });
      const [found] = await opened.stores.syncIssues.list({ tenant, sync: 'people', limit: 1 });
      return found?.id ?? '';
    },
    deadEvent: () => shop.stuckEvent(`Odd ${next()}`),
    deadDelivery: async (): Promise<string> => {
      const id = `delivery-${next()}`;
      const request = { method: 'POST', path: '/', query: {}, headers: {}, rawBody: new Uint8Array() };
      await opened.stores.deliveryStore.insert({
        delivery: {
          id,
          tenant,
          instance: 'store',
          webhook: 'main',
          dedupeKey: id,
          request,
          receivedAt: startOfShop,
        },
        due: engine.systemTime() + 3_600_000,
      });
      await opened.stores.deliveryStore.fail({ tenant, id, error: 'unreadable', due: undefined });
      return id;
    },
    ...createOperationMakers(shop),
    ...createTeamMakers(shop),
    record: () => idIn(shop.call('POST', '/api/records/deal', { data: { name: 'Passing' } })),
    ...createPostMakers(shop),
    ...createSalesMakers(shop),
    ...createIncentiveMakers(shop),
  };
};

/** A message with a file in a conversation with a person. */
const seedConversation = async (shop: Shop, profileId: string) => {
  const { tenant, opened, engine } = shop;
  const { conversations, conversationMessages, conversationFiles } = opened.stores;
  const [conversation, message, file] = ['c-1', 'i-1', 'f-1'];
  const common = { tenant, profileId, channel: 'email', address: 'email:ana@example.com', subject: 'Hi' };
  const row = {
    ...common,
    id: conversation,
    matter: 's:hi',
    state: 'open' as const,
    tags: [],
    records: [],
    openedAt: startOfShop,
    lastAt: startOfShop,
    tells: [],
    rev: 0,
  };
  await conversations.insert({ row, systemTime: engine.systemTime() });
  const kept = { id: file, name: 'a.txt', type: 'text/plain', size: 1 };
  await conversationMessages.insert({
    row: {
      ...common,
      id: message,
      conversation,
      direction: 'in',
      text: 'Hello',
      files: [kept],
      at: startOfShop,
    },
  });
  const bytes = new Uint8Array([65]);
  const { address } = common;
  await conversationFiles.put({ tenant, file, conversation, profileId, address, bytes });
  return { conversation, message, file };
};

/** The session of a new user of each role, as the header that brings it. */
const seedSessions = async (shop: Shop): Promise<ReadonlyMap<Role, string>> => {
  const { tenant, engine } = shop;
  const cookies = new Map<Role, string>();
  for (const role of roles) {
    const email = `${role}@shop.example`;
    await shop.call('POST', '/api/users', { email, name: role, role });
    const { token } = await engine.signIn.makeLink({ tenant, email });
    const found = await engine.signIn.withLink({ tenant, token });
    cookies.set(role, (found?.cookies ?? []).map((one) => one.split(';')[0]).join('; '));
  }
  return cookies;
};

/** Ana, who stands in the journey `cart` and has a task, a conversation, a dead event and delivery, and two deals. */
const seed = async (shop: Shop, makers: ReturnType<typeof createMakers>) => {
  const { tenant, opened } = shop;
  await shop.entered('ana');
  const ana = await shop.profileId('ana');
  const [run] = await opened.stores.runs.activeOf({ tenant, profileId: ana });
  await shop.track('ana', 'Call Wanted');
  const points = { program: 'club', action: 'award', points: 1_000_000 };
  await shop.call('POST', '/api/points', { person: { id: ana }, ...points });
  const card = await json(shop.call('POST', '/api/gift-cards', { amount: 1_000_000, currency: 'EUR' }));
  const code = textOf(card['code']);
  const paid = { code, amount: 500_000, currency: 'EUR' };
  const { redemption } = await json(shop.call('POST', '/api/gift-cards/redeem', paid));
  const [task] = rowsOf(await json(shop.call('GET', '/api/tasks')), 'tasks');
  return {
    ana,
    giftCard: { code, redemption: textOf(redemption) },
    run: run?.id ?? '',
    task: textOf(task?.['id']),
    event: await makers.deadEvent(),
    delivery: await makers.deadDelivery(),
    deals: [await makers.record(), await makers.record()] as const,
    user: await seedTeam(shop),
    ...(await seedConversation(shop, ana)),
    sessions: await seedSessions(shop),
  };
};

/**
 * Starts the production API on the engine in memory, with a tenant that has one of everything, a second tenant that has
 * nothing, and a key that lacks each scope.
 */
export const startMatrix = async () => {
  const warehouseDir = await mkdtemp(join(tmpdir(), 'ciclo-matrix-'));
  const warehouseFolder = createWarehouseFolder({ dir: warehouseDir });
  const shop = await startShop({
    files,
    warehouseFolder,
    plugins: [quietCrm, quietAccounts, quietSquare, quietShelf],
    devMailbox: { list: () => [someMail], get: (n) => (n === someMail.n ? someMail : undefined) },
    settings: {
      surveys: { liked: { method: 'nps', question: 'How likely?' } },
      forms: { newsletter: { title: 'Newsletter', topic: 'news' } },
      plugins: {
        mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' } } },
        crm: { use: 'quiet-crm', config: {} },
        accounts: { use: 'quiet-accounts', config: {} },
        square: { use: 'quiet-square', config: {} },
        shelf: { use: 'quiet-shelf', config: {} },
      },
      feeds: { lake: { plugin: 'shelf', rows: 'events' } },
      syncs: {
        people: { plugin: 'crm', object: 'contacts', fields: [{ ours: 'email', theirs: 'email' }] },
      },
    },
  });
  const makers = createMakers(shop);
  const things = await seed(shop, makers);
  const lacking = new Map<Scope, string>();
  for (const scope of adminScopes) lacking.set(scope, await shop.keyWith(allBut(scope)));
  const endless = { perSecond: 1e9, burst: 1e9 };
  const deps = { ...shop.deps, hosts: [], rateLimits: { attempts: endless, admin: endless } };
  const app = createEngineApi(deps);
  const api = { app, objects: () => deps.objectsOf(shop.tenant) };
  return {
    ...things,
    makers,
    deps,
    /** It answers at once; what a call leads to is done later. */
    app,
    operator: createOperatorApp({ ...deps, api, version: '0.0.0-test' }),
    linkKeys: shop.engine.keyring,
    keys: {
      ...shop.keys,
      admin: shop.keys.api,
      reader: await shop.keyWith(['read', 'records:read', 'personal-data']),
      other: await shop.keyWith(adminScopes, 'another'),
      lacking: (scope: Scope): string => lacking.get(scope) ?? '',
    },
    files: await shop.files(),
    close: async () => {
      await shop.close();
      await warehouseFolder.close();
      await rm(warehouseDir, { recursive: true, force: true });
    },
  };
};
