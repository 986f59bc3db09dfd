import type { JsonObject } from '../json.ts';
import type { MessageDefinition } from './message-definition.ts';
import type { MessageContext } from './render-message.ts';

const tenant: JsonObject = {
  name: 'Example Shop',
  url: 'https://shop.example',
  postalAddress: 'Example Shop, 1 Example Street, 12345 Example Town',
  email: 'hello@shop.example',
  timeZone: 'UTC',
  currency: 'EUR',
  locale: 'en',
};

const links: JsonObject = {
  unsubscribe: 'https://links.shop.example/u/sample',
  preferences: 'https://links.shop.example/p/sample',
  view: 'https://links.shop.example/v/sample',
  referral: 'https://links.shop.example/r/SAMPLE',
};

/** The sample of a message as a context: what every context has is filled in where the sample is silent. */
export const sampleContext = (sample: MessageDefinition['sample']): MessageContext => ({
  profile: sample.profile ?? {},
  entry: sample.entry ?? {},
  event: sample.event ?? {},
  steps: sample.steps ?? {},
  tenant: { ...tenant, ...sample.tenant },
  links: { ...links, ...sample.links },
});

const reservedTraits = [
  'address',
  'age',
  'avatar',
  'birthday',
  'company',
  'createdAt',
  'description',
  'email',
  'firstName',
  'gender',
  'id',
  'lastName',
  'locale',
  'name',
  'phone',
  'timezone',
  'title',
  'username',
  'website',
];

const profileNames = ['id', 'stage', 'points', 'referralCode', 'tags', 'segments', 'createdAt', 'lastSeenAt'];
const computedNames = ['orders', 'revenue', 'averageOrder', 'refunded', 'firstOrderAt', 'lastOrderAt'];

/** Full names that exist for everybody, whatever the sample says: Segment's reserved traits and our own. */
export const knownNames: ReadonlySet<string> = new Set([
  ...reservedTraits.map((name) => `profile.traits.${name}`),
  ...profileNames.map((name) => `profile.${name}`),
  ...computedNames.map((name) => `profile.computed.${name}`),
  ...Object.keys(tenant).map((name) => `tenant.${name}`),
  ...['logoUrl', 'phone'].map((name) => `tenant.${name}`),
  ...Object.keys(links).map((name) => `links.${name}`),
]);
