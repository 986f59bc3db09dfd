import type { EventRow } from '../ports.ts';
import type { Trust } from '../../../domain/events/event.ts';
import { idIn } from '../../../platform/mongo/keys.ts';
import type { EventDoc } from './event-schema.ts';

/** How far an event is believed; of those stored before it was noted, the engine's own and those of servers. */
export const trustOf = (doc: Pick<EventDoc, 'trust' | 'source'>): Trust =>
  doc.trust ?? (doc.source === 'ciclo' ? 'engine' : 'server');

/** The id of an event, which its document has within `_id`: events of before sources were told apart, too. */
export const eventIdIn = (doc: Pick<EventDoc, '_id' | 'tenant'>): string => idIn(doc._id, doc.tenant);

/** The event as the engine knows it, without what only the store needs. */
export const toEventRow = (doc: EventDoc): EventRow => {
  const {
    _id,
    of: _of,
    listed: _listed,
    interest: _interest,
    stuck: _stuck,
    lease: _lease,
    holder: _holder,
    overAt: _overAt,
    ...row
  } = doc;
  return { ...row, id: eventIdIn(doc), trust: trustOf(doc) };
};
