import { subscriptionRequested } from '../../domain/events/public-names.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import { createLinks } from '../../domain/messages/links/links.ts';
import { newProfile, type Profile } from '../../domain/profiles/profile.ts';
import { createPigeon, pigeonPost } from '../../test/harness/pigeon.ts';
import { sampleMessage, sampleRun } from '../../test/store/samples.ts';
import { createApi, linkKeys, publicUrl, startOfTests } from '../api-for-tests.ts';

export const ana: Profile = {
  ...newProfile({
    id: 'p-ana',
    tenant: 'shop',
    ids: ['user:42', 'email:ana@example.com'],
    referralCode: 'ANA-1234',
    now: startOfTests,
  }),
  traits: { email: 'ana@example.com', firstName: 'Ana' },
  consents: { email: { offers: { state: 'granted', at: startOfTests, source: 'form' } } },
};

/** What the pages show of the shop. */
export const settings = {
  name: 'Tent & Lamp <Shop>',
  url: 'https://shop.example/welcome?utm_source=friend',
  defaultLocale: 'en',
  postalAddress: 'Main Street 1, Town',
  topics: {
    offers: {
      name: { en: 'Offers', es: 'Ofertas' },
      description: { en: 'Discounts, once a week' },
      default: 'opt-in',
    },
    news: { name: 'News', default: 'opt-out' },
  },
} as const;

/** The logo of the shop, where a test says it has one. */
export const logo = '<svg xmlns="http://www.w3.org/2000/svg"/>';

/** Eva asked for the topic `offers`, and has yet to confirm it. */
const asked: StoredEvent = {
  id: 'asked-1',
  tenant: 'shop',
  messageId: 'asked-1',
  type: 'track',
  name: subscriptionRequested,
  externalIds: [],
  properties: { email: 'eva@example.com', topic: 'offers', locale: 'en' },
  traits: {},
  context: {},
  timestamp: startOfTests,
  receivedAt: startOfTests,
  source: 'api',
  trust: 'server',
  backfill: false,
};

export const links = createLinks({ keys: linkKeys, publicUrl });
export const owner = { tenant: 'shop', messageId: 'm1', profileId: ana.id, at: startOfTests / 1000 };
export const topic = { ...owner, topic: 'offers', channel: 'email' };
export const target = 'https://shop.example/cart?id=1&x=ñ';

export const human = {
  'user-agent':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15',
};

export type Api = Awaited<ReturnType<typeof createApi>>;

/** The API of a shop that writes by mail and text message; Ana was sent the message `m1`, and Eva has asked for its offers. */
export const startVisits = async (
  over: Parameters<typeof createApi>[0] = {},
  more: { brand?: object } = {},
): Promise<Api> => {
  const files = {
    'messages/written/message.json': pigeonPost.files['messages/short/message.json'],
    'messages/written/body.hbs': pigeonPost.files['messages/short/body.hbs'],
    'brand/logo.svg': logo,
    'journeys/welcome.json': {
      key: 'welcome',
      name: 'Welcome',
      stage: 'retention',
      entry: { on: 'Signed Up' },
      steps: [{ id: 'hello', type: 'send', channel: 'email', message: 'welcome', topic: 'offers' }],
    },
  };
  const api = await createApi(over, {
    files,
    plugins: [...builtInPlugins, createPigeon()],
    settings: { ...settings, plugins: pigeonPost.plugins, ...more },
  });
  await api.stores.profiles.insert(ana);
  await api.stores.events.insert({ rows: [{ event: asked, state: 'done' }] });
  const sent = { tenant: 'shop', journey: 'welcome', profileId: ana.id } as const;
  await api.stores.runs.insert(sampleRun({ ...sent, id: 'r-ana', step: 'hello' }));
  const row = sampleMessage({ ...sent, id: 'm1', run: 'r-ana', step: 'hello', message: 'welcome' });
  const systemTime = api.systemTime();
  await api.stores.messages.claim({ row, claim: 'c', systemTime, leaseUntil: systemTime });
  return api;
};

export const visit = (api: Api, url: string, init: RequestInit = {}) =>
  api.app.request(url, { headers: human, ...init });

export const submit = (
  api: Api,
  url: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
) => {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) body.append(name, value);
  return visit(api, url, { method: 'POST', body });
};

export const noted = (api: Api) =>
  api.probe.events.map(({ event }) => ({ name: event.name, ...event.properties }));
