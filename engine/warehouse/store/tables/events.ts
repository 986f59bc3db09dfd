import { own } from '../../../../domain/json.ts';
import { type EventDoc, eventSchema } from '../../../events/store/event-schema.ts';
import { defineTable } from '../define-table.ts';

const textIn = (doc: EventDoc, name: string): string | undefined => {
  const value = own(doc.properties, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : undefined;
};

/** Events, with what of their properties names no person. */
export const eventsTable = defineTable<EventDoc>({
  name: 'events',
  about: 'An event that was dispatched.',
  grain: 'day',
  schema: eventSchema,
  tenant: 'listed.tenant',
  at: 'listed.at',
  // What is not dispatched yet may still be refused; it comes with the next pass.
  only: { state: { $in: ['done', 'recorded'] } },
  rows: (doc) => (doc.profileId === undefined ? [] : [doc]),
  columns: {
    event_id: {
      type: 'text',
      about: 'The id of the event, unique in the tenant.',
      of: (doc) => doc._id.slice(doc.tenant.length + 1),
    },
    profile_id: { type: 'text', about: 'Whom it is about.', isPerson: true, of: (doc) => doc.profileId },
    name: { type: 'text', about: 'The name of the event, such as `Order Completed`.', of: (doc) => doc.name },
    type: {
      type: 'text',
      about: 'Segment’s type of call: `track`, `identify`, `page` and so on.',
      of: (doc) => doc.type,
    },
    source: {
      type: 'text',
      about: 'Where it came from: `api`, `ciclo`, or a plugin instance.',
      of: (doc) => doc.source,
    },
    happened_at: { type: 'time', about: 'When it happened.', of: (doc) => doc.timestamp },
    received_at: {
      type: 'time',
      about: 'When it was received; files are cut by it.',
      of: (doc) => doc.receivedAt,
    },
    product_id: { type: 'text', about: 'The product it is about.', of: (doc) => textIn(doc, 'product_id') },
    category: { type: 'text', about: 'The category it is about.', of: (doc) => textIn(doc, 'category') },
    order_id: { type: 'text', about: 'The order it is about.', of: (doc) => textIn(doc, 'order_id') },
    message_id: { type: 'text', about: 'The message it is about.', of: (doc) => textIn(doc, 'message_id') },
  },
});
