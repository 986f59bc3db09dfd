import { stepTypes } from '../../journey/steps.ts';
import type { JsonObject } from '../../json.ts';
import type { MessageDefinition } from '../message-definition.ts';
import type { MessageContext } from './render-message.ts';

const tenant: JsonObject = {
  key: 'example-shop',
  name: 'Example Shop',
  url: 'https://shop.example',
  postalAddress: 'Example Shop, 1 Example Street, 12345 Example Town',
  timezone: 'UTC',
  timeZone: 'UTC',
  currency: 'EUR',
  locale: 'en',
};

const links: JsonObject = {
  unsubscribe: 'https://links.shop.example/u/sample',
  preferences: 'https://links.shop.example/p/sample',
  view: 'https://links.shop.example/v/sample',
  selfService: 'https://links.shop.example/a/sample',
  referral: 'https://links.shop.example/r/SAMPLE',
  confirm: 'https://links.shop.example/y/sample',
};

/** The sample of a message as a context: what every context has is filled in where the sample is silent. */
export const sampleContext = (sample: MessageDefinition['sample']): MessageContext => ({
  profile: sample.profile ?? {},
  entry: sample.entry ?? {},
  event: sample.event ?? {},
  record: sample.record ?? {},
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
const computedNames = [
  'orders',
  'revenue',
  'averageOrder',
  'refunded',
  'firstOrderAt',
  'lastOrderAt',
  'purchases',
  'preferredCategory',
  'rfm.group',
];

const productNames = [
  'product_id',
  'sku',
  'category',
  'name',
  'brand',
  'variant',
  'price',
  'quantity',
  'coupon',
  'url',
  'image_url',
];
const orderNames = [
  'order_id',
  'checkout_id',
  'cart_id',
  'affiliation',
  'currency',
  'value',
  'revenue',
  'total',
  'subtotal',
  'shipping',
  'tax',
  'discount',
  'coupon',
  'products',
];
/** What steps give. */
const stepNames = [...stepTypes.values()].flatMap(({ gives }) =>
  gives === undefined || gives === 'anything' ? [] : gives,
);

const fixedNames: ReadonlySet<string> = new Set([
  ...reservedTraits.map((name) => `profile.traits.${name}`),
  ...profileNames.map((name) => `profile.${name}`),
  ...computedNames.map((name) => `profile.computed.${name}`),
  ...Object.keys(tenant).map((name) => `tenant.${name}`),
  ...Object.keys(links).map((name) => `links.${name}`),
]);

const orderFields: ReadonlySet<string> = new Set([
  ...orderNames,
  ...productNames.map((name) => `products[].${name}`),
]);

/** Full names that any message may use; those of an order stand for the event that started the journey. */
export const knownNames: readonly string[] = [
  ...fixedNames,
  ...[...orderFields].map((name) => `entry.properties.${name}`),
].toSorted();

/**
 * True for full names that need not stand in a sample: Segment's reserved traits and e-commerce properties, the
 * results of steps, and what every profile, tenant and set of links has.
 */
export const isKnownName = (name: string): boolean => {
  const [root = '', first = '', ...rest] = name.replaceAll(/\.\d+(?=\.)/g, '[]').split('.');
  const end = rest.join('.');
  if (root === 'steps') return end !== '' && stepNames.includes(end);
  if (root === 'entry' || root === 'event') return first === 'properties' && orderFields.has(end);
  return fixedNames.has(name);
};
