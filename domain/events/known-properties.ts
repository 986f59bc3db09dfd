import type { JsonObject } from '../json.ts';
import { readAmount } from '../money.ts';
import { note, type Notes } from './ignored.ts';

const orderEvents: ReadonlySet<string> = new Set(['Order Completed', 'Order Updated', 'Order Refunded']);
const namesOrder: ReadonlySet<string> = new Set([...orderEvents, 'Order Cancelled', 'Order Delivered']);
const amounts = ['revenue', 'subtotal', 'subtotal_tax', 'total', 'tax', 'shipping', 'discount'] as const;

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');

const consentEvents: ReadonlySet<string> = new Set(['Consent Granted', 'Consent Withdrawn', 'Unsubscribed']);

const noteConsent = (input: { name: string; properties: JsonObject; notes: Notes }): void => {
  const { name, properties, notes } = input;
  for (const field of ['channel', 'topic'] as const) {
    const value = properties[field];
    if (!isThere(value) || typeof value === 'string' || typeof value === 'number') continue;
    const path = `properties.${field}`;
    const then = name === 'Consent Granted' ? 'so nothing is granted' : 'so everything is withdrawn';
    note({ notes, path, message: `\`${path}\` is not a text, ${then}.` });
  }
};

const isId = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value !== '');

const otherSpellings = ['orderId', 'orderID', 'OrderId', 'orderid', 'order-id', 'Order ID'] as const;

/** The name that is not read under which an order id stands; undefined when there is one that is read, or none at all. */
const misspelt = (properties: JsonObject): string | undefined =>
  isId(properties['order_id']) ? undefined : otherSpellings.find((name) => isId(properties[name]));

/** Whether an event of an order has no id of one, under no name: it is kept, and counts for no order. */
export const lacksOrderId = ({ name, properties }: { name: string; properties: JsonObject }): boolean =>
  namesOrder.has(name) && !isId(properties['order_id']) && misspelt(properties) === undefined;

/** An order id under a name that is not read: the event is kept, and counts for no order. */
const noteOrder = (input: { properties: JsonObject; notes: Notes }): void => {
  const { properties, notes } = input;
  const other = misspelt(properties);
  if (other === undefined) return;
  const path = `properties.${other}`;
  const message = `\`${path}\` is not read as the id of the order. Write \`order_id\`; without it the event counts for no order: no revenue, no points.`;
  note({ notes, path, message });
};

/** Notes what cannot be read of the properties that the engine itself reads: orders, their amounts, what a consent is about. */
export const noteProperties = (input: { name: string; properties: JsonObject; notes: Notes }): void => {
  if (namesOrder.has(input.name)) noteOrder(input);
  if (orderEvents.has(input.name)) noteAmounts(input);
  if (consentEvents.has(input.name)) noteConsent(input);
};

/** Amounts of an order that cannot be read count as not said. */
const noteAmounts = (input: { properties: JsonObject; notes: Notes }): void => {
  const { properties, notes } = input;
  for (const field of amounts) {
    const value = properties[field];
    if (!isThere(value) || readAmount(value) !== undefined) continue;
    const path = `properties.${field}`;
    note({ notes, path, message: `\`${path}\` is not an amount, and counts as not said.` });
  }
  const { currency } = properties;
  if (!isThere(currency) || (typeof currency === 'string' && /^\s*[A-Za-z]{3}\s*$/.test(currency))) return;
  const message =
    typeof currency === 'string'
      ? '`properties.currency` is not a code of ISO 4217, so these amounts are in no sum.'
      : '`properties.currency` is not a text, and counts as not said.';
  note({ notes, path: 'properties.currency', message });
};
