import type { AuditTrail, AuditView } from '../../../api/ports/audit.ts';
import type { EventView } from '../../../api/ports/views.ts';
import type { EventReads } from '../../events/reads-port.ts';
import { eraseRequested, isSecondLook } from '../../privacy/erase-on-request.ts';
import type { Operation, OperationState } from '../operation.ts';
import { type OperationSource, placed } from '../source.ts';

const stateOf = ({ state, attempts }: EventView): OperationState => {
  if (state === 'dead' || state === 'refused') return 'failed';
  return attempts > 0 ? 'running' : 'queued';
};

const underWay = (event: EventView): Operation => ({
  id: event.id,
  kind: 'erasure',
  what: isSecondLook(event) ? 'again' : undefined,
  profile: event.profileId,
  state: stateOf(event),
  done: 0,
  failed: 0,
  createdAt: event.receivedAt,
});

const ended = ({ id, subject, details = {}, at }: AuditView): Operation => ({
  id,
  kind: 'erasure',
  profile: subject,
  state: 'done',
  done: Object.values(details).reduce((sum: number, one) => sum + (typeof one === 'number' ? one : 0), 0),
  failed: 0,
  share: 1,
  createdAt: at,
  endedAt: at,
});

/** Erasures that are asked for and not done: their request goes when they are, and so does that of the second look. */
export const erasuresUnderWay = (events: EventReads): OperationSource => ({
  kinds: ['erasure'],
  list: async (page) => {
    // Those that wait and those that failed are few, and have indexes of their own.
    const [pending, dead] = await Promise.all(
      (['pending', 'dead'] as const).map((state) => events.events({ ...page, name: eraseRequested, state })),
    );
    return [...(pending ?? []), ...(dead ?? [])]
      .map((event) => placed(underWay(event)))
      .toSorted((a, b) => b.position.at - a.position.at || (a.position.id < b.position.id ? 1 : -1))
      .slice(0, page.limit);
  },
});

/** Erasures that are done, by their lines of the audit log. */
export const erasuresDone = (audit: Pick<AuditTrail, 'list'>): OperationSource => ({
  kinds: ['erasure'],
  list: async (page) =>
    (await audit.list({ ...page, action: 'profile.erase' })).map((line) => placed(ended(line))),
});
