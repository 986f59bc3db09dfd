import { isObject } from '../json.ts';
import { type AcceptedEvent, reachOf } from './event.ts';
import { note, type Notes } from './ignored.ts';
import { lacksOrderId } from './known-properties.ts';
import { isOwed } from './owed.ts';

/** A date, or a date and a time, with nothing behind it that names a zone. */
const withoutZone = /^\s*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?\s*$/;

const lacksZone = (value: unknown): value is string => typeof value === 'string' && withoutZone.test(value);

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A time without a zone; with a time of sending without one as well, only the difference of the two counts. */
const noteZone = (input: { call: unknown; sentAt?: unknown; notes: Notes }): void => {
  const { call, notes } = input;
  if (!isObject(call)) return;
  const path = isSaid(call['timestamp']) ? 'timestamp' : 'originalTimestamp';
  if (!lacksZone(call[path]) || lacksZone(isSaid(call['sentAt']) ? call['sentAt'] : input.sentAt)) return;
  const message = `\`${path}\` has no zone, and was read as UTC. Write ISO 8601 with a zone, such as 2026-03-29T09:30:00+02:00.`;
  note({ notes, path, message });
};

/**
 * What the caller of the tracking API is told of a call that was read wholly and may still mean something else than they
 * think: a time without a zone, a time far ahead, an order without an id. Events from elsewhere are not asked: a connected
 * system cannot change what it sends. `sentAt` is that of the batch.
 */
export const edgeNotes = (input: {
  call: unknown;
  event: AcceptedEvent;
  sentAt?: unknown;
  /** On the tenant's clock. */
  receivedAt: number;
}): Notes => {
  const { event, receivedAt } = input;
  const { name, properties, ignored = [] } = event;
  const notes: Notes = [];
  if (!ignored.some(({ path }) => path === 'timestamp')) noteZone({ ...input, notes });
  if (!isOwed(event) && reachOf({ ...event, receivedAt }) === 'quarantined') {
    const message =
      '`timestamp` is more than 24 hours ahead: the event is set aside and starts nothing until somebody looks at it (`GET /api/events?state=quarantined`).';
    note({ notes, path: 'timestamp', message });
  }
  if (lacksOrderId({ name, properties })) {
    const path = 'properties.order_id';
    const message = `\`${name}\` has no \`order_id\`: it counts for no order, so there is no revenue and there are no points.`;
    note({ notes, path, message });
  }
  return notes;
};
