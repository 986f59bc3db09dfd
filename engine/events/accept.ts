import { type AcceptedEvent, eventIdOf, reachOf } from '../../domain/events/event.ts';
import { settledTime } from '../../domain/events/owed.ts';
import type { Clock } from '../clock/clock.ts';
import type { EventRow, EventStore } from './ports.ts';

export type Accept = (input: {
  tenant: string;
  events: readonly AcceptedEvent[];
}) => Promise<{ readonly duplicates: ReadonlySet<string> }>;

/**
 * Makes the one way in for events: they are stored, then handed to the dispatcher of this process. When it
 * answers, nothing of them can be lost.
 */
export const createAccept = (deps: {
  events: EventStore;
  clock: Clock;
  /** Gets what was stored just now, and is new. */
  dispatch: (rows: readonly EventRow[]) => void;
  /** A sweeper takes an event over when the process that accepted it has not dispatched it after this long. */
  leaseMs: number;
}): Accept => {
  return async ({ tenant, events }) => {
    const receivedAt = deps.clock.now(tenant);
    const due = deps.clock.systemTime() + deps.leaseMs;
    const seen = new Set<string>();
    const rows: EventRow[] = [];
    for (const event of events) {
      const id = eventIdOf(event);
      if (seen.has(id)) continue;
      seen.add(id);
      const stored = settledTime({ ...event, id, tenant, receivedAt });
      const isSetAside = reachOf(stored) === 'quarantined';
      rows.push({
        ...stored,
        state: isSetAside ? 'quarantined' : 'pending',
        attempts: 0,
        ...(isSetAside ? {} : { due }),
      });
    }
    const { duplicates } = await deps.events.insert({
      rows: rows.map((row) => ({
        event: row,
        state: row.state,
        ...(row.due === undefined ? {} : { due: row.due }),
      })),
    });
    const fresh = rows.filter((row) => row.state === 'pending' && !duplicates.has(row.id));
    if (fresh.length > 0) deps.dispatch(fresh);
    return { duplicates };
  };
};
