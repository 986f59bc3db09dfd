import { own } from '../../domain/json.ts';
import type { FollowRecord } from '../records/follow-port.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import { eventKind, type Places, registrationKind, registrationStages } from './settle-places.ts';

const eventIdOf = (row: RecordRow | undefined): string | undefined => {
  const event = row === undefined ? undefined : own(row.data, 'event');
  return typeof event === 'string' ? event : undefined;
};

/**
 * Makes what follows from changes of registrations and events: a new one gets its place or waits, one that is cancelled, deleted or moved to
 * another event gives its place to the first who waits, and an event with more places or a new life takes in those who wait.
 */
export const createFollowRegistration =
  // Read when something follows: records are told of by the telling that this is a part of.
  (use: { readonly records: Pick<RecordStore, 'get'>; readonly eventPlaces: Places }): FollowRecord =>
    async ({ tenant, kind, id, changes }) => {
      const changed = new Map(changes.map((one) => [one.field, one]));
      if (kind === eventKind) {
        if (['places', 'stage', 'deletedAt'].some((field) => changed.has(field)))
          await use.eventPlaces.settle({ tenant, event: id });
        return;
      }
      if (kind !== registrationKind) return;
      if (!['stage', 'event', 'deletedAt'].some((field) => changed.has(field))) return;
      const before = changed.get('event')?.from;
      if (typeof before === 'string')
        await use.eventPlaces.release({ tenant, event: before, registration: id });
      const row = await use.records.get({ tenant, id });
      const event = eventIdOf(row);
      if (row === undefined || event === undefined) return;
      const named = { tenant, event, registration: id };
      if (row.deletedAt !== undefined || row.stage === registrationStages.cancelled)
        return use.eventPlaces.release(named);
      if (row.stage === registrationStages.waiting) return use.eventPlaces.settle({ tenant, event });
      return use.eventPlaces.hold(named);
    };
