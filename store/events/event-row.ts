import type { EventRow } from '../../activities/ports/events.ts';
import type { EventDoc } from '../schemas/event.ts';

/** The event as the engine knows it, without what only the store needs. */
export const toEventRow = (doc: EventDoc): EventRow => {
  const { _id, of: _of, listed: _listed, stuck: _stuck, lease: _lease, ...row } = doc;
  return row;
};
