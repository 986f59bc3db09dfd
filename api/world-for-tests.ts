import { CicloError } from '../domain/errors.ts';
import { journeySchema } from '../domain/journey/definition.ts';
import { newProfile, type Profile } from '../domain/profiles/profile.ts';
import { noTally } from '../domain/rehearse/tally.ts';
import type { EngineApiDeps } from '../server/engine-api.ts';
import { bulkJobs, job } from './jobs-for-tests.ts';
import type { SteerJourney } from '../engine/journeys/steer-journey.ts';
import type { PublicSettings } from './ports/pages.ts';
import type { PublishFiles } from '../engine/journeys/publish-files.ts';
import type { Reads } from './ports/reads.ts';
import { tasks } from './tasks-for-tests.ts';
import type {
  DecisionView,
  EventView,
  JourneyDetail,
  MessageView,
  PageOf,
  Position,
  RunView,
} from './ports/views.ts';

const at = (time: string): number => Date.parse(`2026-03-${time}.000Z`);

export const definition = journeySchema.parse({
  key: 'cart',
  name: 'Win back a cart',
  stage: 'retention',
  entry: { on: 'Checkout Started' },
  steps: [
    { id: 'think', type: 'wait', for: '1 hour' },
    { id: 'remind', type: 'send', channel: 'email', message: 'cart-reminder' },
  ],
});

export const journey: JourneyDetail = {
  key: 'cart',
  name: 'Win back a cart',
  stage: 'retention',
  version: 2,
  mode: 'live',
  publishedAt: at('01T00:00:00'),
  entered: 3,
  active: 1,
  converted: 1,
  definition,
  versions: [{ version: 2, publishedAt: at('01T00:00:00'), active: 1 }],
};

export const ana: Profile = {
  ...newProfile({
    id: 'p-ana',
    tenant: 'shop',
    ids: ['user:42', 'email:ana@example.com'],
    referralCode: 'ANA-1234',
    now: at('01T00:00:00'),
  }),
  traits: { email: 'ana@example.com', firstName: 'Ana' },
  consents: { email: { offers: { state: 'granted', at: at('02T00:00:00'), source: 'form' } } },
};

export const runs: readonly RunView[] = [1, 2, 3].map((number) => ({
  id: `run-${number}`,
  journey: 'cart',
  version: 2,
  profileId: 'p-ana',
  entryKey: `cart-${number}`,
  occasion: 1,
  enteredAt: at(`0${number}T10:00:00`),
  status: number === 3 ? 'active' : 'ended',
  ...(number === 3 ? {} : { outcome: 'completed', endedAt: at(`0${number}T12:00:00`) }),
  step: number === 3 ? 'think' : null,
  hears: [],
  parked: number === 3,
  state: { frozen: null },
}));

const row = { run: 'run-3', journey: 'cart', version: 2, profileId: 'p-ana', visit: 1 } as const;
export const decisions: readonly DecisionView[] = [
  { ...row, id: 'd1', at: at('03T10:00:00'), n: 0, kind: 'entered', step: null },
  {
    ...row,
    id: 'd2',
    at: at('03T10:00:00'),
    n: 1,
    kind: 'waiting',
    step: 'think',
    detail: { until: '2026-03-03T11:00:00.000Z' },
  },
  { ...row, id: 'd3', at: at('03T11:00:00'), n: 0, kind: 'waited', step: 'think' },
  {
    ...row,
    id: 'd4',
    at: at('03T11:00:00'),
    n: 1,
    kind: 'sent',
    step: 'remind',
    detail: { channel: 'email', messageId: 'm1' },
  },
];

export const messages: readonly MessageView[] = [
  {
    id: 'm1',
    run: 'run-3',
    journey: 'cart',
    version: 2,
    step: 'remind',
    profileId: 'p-ana',
    channel: 'email',
    message: 'cart-reminder',
    class: 'marketing',
    topic: 'offers',
    subject: 'Your cart is waiting',
    locale: 'en',
    plannedAt: at('03T11:00:00'),
    status: 'accepted',
    attempts: 1,
    acceptedAt: at('03T11:00:01'),
  },
];

export const events: readonly EventView[] = [
  {
    id: 'e1',
    messageId: 'e1',
    type: 'track',
    name: 'Checkout Started',
    timestamp: at('03T09:59:59'),
    receivedAt: at('03T10:00:00'),
    source: 'shopify',
    trust: 'webhook',
    backfill: false,
    properties: { value: 49.9, currency: 'EUR' },
    traits: {},
    profileId: 'p-ana',
    state: 'done',
    attempts: 1,
  },
  {
    id: 'e2',
    messageId: 'e2',
    type: 'track',
    name: 'Odd',
    timestamp: at('02T00:00:00'),
    receivedAt: at('02T00:00:00'),
    source: 'api',
    trust: 'server',
    backfill: false,
    properties: {},
    traits: {},
    state: 'dead',
    attempts: 8,
    error: 'It could not be processed.',
  },
];

/** The page of rows a store would answer, newest first. */
const pageOf = <T>(input: { rows: readonly T[]; page: PageOf; positionOf: (row: T) => Position }): T[] => {
  const { after, limit } = input.page;
  const key = (one: Position) => [one.at, one.n, one.id] as const;
  const newer = (a: Position, b: Position): number => {
    const [left, right] = [key(a), key(b)];
    return right[0] - left[0] || right[1] - left[1] || (left[2] < right[2] ? 1 : left[2] > right[2] ? -1 : 0);
  };
  return input.rows
    .toSorted((a, b) => newer(input.positionOf(a), input.positionOf(b)))
    .filter((one) => after === undefined || newer(after, input.positionOf(one)) < 0)
    .slice(0, limit);
};

const isShop = (tenant: string): boolean => tenant === 'shop';
const fits = <T>(wanted: T | undefined, value: T | undefined): boolean =>
  wanted === undefined || wanted === value;

const reads: Reads = {
  journeys: async ({ tenant }) => (isShop(tenant) ? [journey] : []),
  journey: async ({ tenant, key }) => (isShop(tenant) && key === 'cart' ? journey : undefined),
  definition: async ({ tenant, key, version }) =>
    isShop(tenant) && key === 'cart' && version === 2 ? definition : undefined,
  funnel: async () => ({
    entered: 3,
    people: 1,
    heldOut: 0,
    active: 1,
    converted: 1,
    convertedPeople: 1,
    revenue: [{ currency: 'EUR', minor: 4990 }],
    outcomes: [{ outcome: 'completed', runs: 2 }],
    turnedAway: [{ reason: 'where', people: 2 }],
    standing: [{ step: 'think', runs: 1 }],
    visits: [
      {
        step: 'think',
        entered: { people: 1, runs: 3, total: 3 },
        passed: { people: 1, runs: 2, total: 2 },
      },
      {
        step: 'remind',
        entered: { people: 1, runs: 2, total: 2 },
        passed: { people: 1, runs: 1, total: 1 },
      },
      { step: 'gone', entered: { people: 1, runs: 1, total: 1 }, passed: { people: 1, runs: 1, total: 1 } },
    ],
    conversions: [{ step: 'remind', runs: 1, revenue: [{ currency: 'EUR', minor: 4990 }] }],
    decisions: [
      { step: 'think', kind: 'waited', total: 2, runs: 2, people: 1 },
      { step: 'remind', kind: 'sent', total: 1, runs: 1, people: 1 },
      { step: 'remind', kind: 'skipped', reason: 'no-consent', total: 1, runs: 1, people: 1 },
      { step: 'gone', kind: 'sent', total: 1, runs: 1, people: 1 },
    ],
  }),
  runs: async ({ tenant, journey: key, status, profileId, ...page }) =>
    pageOf({
      rows: runs.filter(
        (run) =>
          isShop(tenant) &&
          fits(key, run.journey) &&
          fits(status, run.status) &&
          fits(profileId, run.profileId),
      ),
      page,
      positionOf: (run) => ({ at: run.enteredAt, n: 0, id: run.id }),
    }),
  run: async ({ tenant, id }) => (isShop(tenant) ? runs.find((run) => run.id === id) : undefined),
  decisions: async ({ tenant, run, profileId, journeys, kinds, ...page }) =>
    pageOf({
      rows: decisions.filter(
        (one) =>
          isShop(tenant) &&
          fits(run, one.run) &&
          fits(profileId, one.profileId) &&
          (journeys?.includes(one.journey) ?? true) &&
          (kinds?.includes(one.kind) ?? true),
      ),
      page,
      positionOf: (one) => ({ at: one.at, n: one.n, id: one.id }),
    }),
  ledger: async ({ tenant, journey: key, step, kinds, reason, from = 0, to = Infinity, ...page }) =>
    pageOf({
      rows: decisions.filter(
        (one) =>
          isShop(tenant) &&
          fits(key, one.journey) &&
          fits(step, one.step ?? undefined) &&
          fits(reason, one.reason) &&
          (kinds ?? [one.kind]).includes(one.kind) &&
          one.at >= from &&
          one.at < to,
      ),
      page,
      positionOf: (one) => ({ at: one.at, n: one.n, id: one.id }),
    }),
  standing: async ({ tenant, journey: key, step, ...page }) =>
    pageOf({
      rows: runs
        .filter((run) => isShop(tenant) && run.journey === key && run.step === step)
        .map((run) => ({ ...run, run: run.id, step, visit: 1, since: run.enteredAt })),
      page,
      positionOf: (one) => ({ at: one.since, n: 0, id: one.run }),
    }),
  senders: async ({ tenant, message }) =>
    isShop(tenant) && message === 'cart-reminder' ? [{ key: 'cart', definition }] : [],
  messages: async ({ tenant, profileId, status, ...page }) =>
    pageOf({
      rows: messages.filter(
        (one) => isShop(tenant) && fits(profileId, one.profileId) && fits(status, one.status),
      ),
      page,
      positionOf: (one) => ({ at: one.plannedAt, n: 0, id: one.id }),
    }),
  tasks,
  events: async ({ tenant, profileId, state, name, ...page }) =>
    pageOf({
      rows: events.filter(
        (one) =>
          isShop(tenant) && fits(profileId, one.profileId) && fits(state, one.state) && fits(name, one.name),
      ),
      page,
      positionOf: (one) => ({ at: one.receivedAt, n: 0, id: one.messageId }),
    }),
  profile: async ({ tenant, id }) => (isShop(tenant) && id === ana.id ? ana : undefined),
  profileWith: async ({ tenant, identity }) =>
    isShop(tenant) && ana.ids.includes(identity) ? ana : undefined,
  profiles: async ({ tenant }) => (isShop(tenant) ? [ana] : []),
  segments: async ({ tenant }) =>
    isShop(tenant) ? [{ key: 'loyal', name: 'Loyal', kind: 'rule', members: 7 }] : [],
};

export const settings: PublicSettings = {
  name: 'Tent & Lamp <Shop>',
  url: 'https://shop.example/welcome?utm_source=friend',
  defaultLocale: 'en',
  postalAddress: 'Main Street 1, Town',
  channels: ['email', 'sms'],
  topics: {
    offers: {
      name: { en: 'Offers', es: 'Ofertas' },
      description: { en: 'Discounts, once a week' },
      default: 'opt-in',
    },
    news: { name: 'News', default: 'opt-out' },
  },
};

/** The journey `cart` has no experiment. */
const results: EngineApiDeps['results'] = {
  experiments: async ({ tenant, journey: key }) => (isShop(tenant) && key === 'cart' ? [] : undefined),
  lift: async ({ tenant, journey: key }) => (isShop(tenant) && key === 'cart' ? [] : undefined),
  everything: async () => undefined,
};

const nobodyKnows = (key: string) => new CicloError({ code: 'not-found', message: `No journey ${key}.` });

const steer: SteerJourney = async ({ tenant, journey: key, steering }) => {
  if (!isShop(tenant) || key !== 'cart') throw nobodyKnows(key);
  if (steering.kind !== 'freeze') return { mode: 'live', people: 0, entering: 0 };
  const { entries } = steering;
  return {
    mode: 'live',
    frozen: { id: 'freeze-1', at: at('05T00:00:00'), entries },
    job,
    people: 1,
    entering: 0,
  };
};

const publishFiles: PublishFiles = async () => ({
  revision: 1,
  changes: [],
  journeys: [],
  records: [],
  entering: 0,
  warnings: [],
});
const asked = { channel: 'email', address: 'eva@example.com', topic: 'offers', locale: 'en' } as const;

/** Two tenants: `shop` has one of everything, `other` has nothing. */
export const createWorld = () => {
  const enrolled = new Map<string, string>();
  const pages: EngineApiDeps['pages'] = {
    settings: async (tenant) => (isShop(tenant) ? settings : undefined),
    person: async ({ tenant, profileId }) =>
      isShop(tenant) && profileId === ana.id ? { consents: ana.consents } : undefined,
    message: async ({ messageId }) =>
      messageId === 'm1' ? { html: '<!DOCTYPE html><p>Your cart</p>' } : undefined,
    subscription: async ({ id }) => (id === 'asked-1' ? asked : undefined),
    referral: async (code) =>
      code.toUpperCase() === 'ANA-1234' ? { tenant: 'shop', code: 'ANA-1234' } : undefined,
  };
  const enrol: EngineApiDeps['enrol'] = async ({ journey: key, dedupeKey }) => {
    const before = enrolled.get(dedupeKey);
    if (before !== undefined) return { kind: 'entered', run: before };
    if (key !== 'cart') return { kind: 'refused', reason: 'not-live' };
    const run = `run-made-${enrolled.size + 1}`;
    enrolled.set(dedupeKey, run);
    return { kind: 'entered', run };
  };
  const command: EngineApiDeps['command'] = async ({ tenant, run, id }) =>
    isShop(tenant) && runs.some((one) => one.id === run) ? { id } : undefined;
  const retryEvent: EngineApiDeps['retryEvent'] = async ({ tenant, id }) => {
    const event = isShop(tenant) ? events.find((one) => one.id === id) : undefined;
    if (event === undefined) return 'not-found';
    return event.state === 'dead' ? 'requeued' : 'not-stuck';
  };
  const rehearsed: EngineApiDeps['rehearsals']['dryRun'] = async ({ tenant, key, sample }) => {
    if (!isShop(tenant) || key !== 'cart') {
      throw new CicloError({ code: 'not-found', message: 'There is no such journey.' });
    }
    const from = at('01T00:00:00');
    const tally = { ...noTally, people: Math.min(1, sample) };
    return {
      kind: 'rehearsed',
      part: { journey: definition, from, until: from, tally, budgets: [], people: [] },
    };
  };
  const rehearsals: EngineApiDeps['rehearsals'] = {
    dryRun: rehearsed,
    replay: rehearsed,
    lint: async (query) => {
      await rehearsed({ ...query, days: 1, sample: 1 });
      return [];
    },
  };
  return { reads, results, pages, enrol, command, retryEvent, bulkJobs, steer, publishFiles, rehearsals };
};
