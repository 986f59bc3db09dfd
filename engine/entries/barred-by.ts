import type { Json } from '../../domain/json.ts';
import type { EventStore } from '../events/ports.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import { openSession, recordOfRun, type Session } from '../runs/burst/session.ts';
import { exitHolding } from '../runs/burst/watch.ts';
import type { Refused } from './entered.ts';

type Asked = Pick<Session, 'live' | 'journey' | 'profile' | 'run' | 'now'>;

/** Why somebody does not enter by what is so already: there is no such record, or an exit holds. */
export const createBarredBy = (deps: { readonly readRecord: ReadRecord; readonly events: EventStore }) => {
  return async (
    input: Asked,
  ): Promise<{ readonly reason: Refused['reason']; readonly because?: Json } | undefined> => {
    const { journey, run } = input;
    const record = await recordOfRun({ readRecord: deps.readRecord, journey, run });
    if (journey.recordKind !== undefined && record === undefined) return { reason: 'no-record' };
    const session = openSession({ ...input, tenant: run.tenant, record, isStored: false });
    const ended = await exitHolding({ session, events: deps.events });
    return ended === undefined ? undefined : { reason: 'exit-holds', because: ended.because };
  };
};
