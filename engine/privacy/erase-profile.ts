import { eventIdOf, type StoredEvent } from '../../domain/events/event.ts';
import type { Clock } from '../clock/clock.ts';
import type { AuditActor } from '../access/audit-port.ts';
import type { EventStore } from '../events/ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { Tombstones } from './tombstones.ts';
import { mainProfileOf } from './main-profile.ts';
import { type Erased, type EraseOnRequest, eraseEvent } from './erase-on-request.ts';

/** Undefined: there is no such person, and there never was. Somebody who was erased before is erased again, which removes nothing. */
export type EraseProfile = (input: {
  tenant: string;
  profileId: string;
  by: AuditActor;
}) => Promise<Erased | undefined>;

/**
 * Makes the erasure that somebody asks for and waits for: the request is stored as an event first, so that the sweep
 * finishes what a crash left, and carried out at once. Anyone who asks writes the line of the audit trail.
 */
export const createEraseProfile = (deps: {
  profiles: Pick<ProfileStore, 'get'>;
  events: Pick<EventStore, 'insert'>;
  tombstones: Pick<Tombstones, 'hasProfile'>;
  onRequest: EraseOnRequest;
  clock: Clock;
  leaseMs: number;
}): EraseProfile => {
  const { clock } = deps;
  return async ({ tenant, profileId: asked, by }) => {
    const profileId = await mainProfileOf({ profiles: deps.profiles, tenant, profileId: asked });
    if (profileId === undefined) {
      const wasErased = await deps.tombstones.hasProfile({ tenant, profileId: asked });
      return wasErased ? { profileIds: [], removed: {} } : undefined;
    }
    const now = clock.now(tenant);
    const event = eraseEvent({ messageId: `erase:${profileId}`, profileId, now });
    const stored: StoredEvent = { ...event, id: eventIdOf(event), tenant, receivedAt: now };
    await deps.events.insert({
      rows: [{ event: stored, state: 'pending', due: clock.systemTime() + deps.leaseMs }],
    });
    return deps.onRequest({ ...stored, state: 'pending', attempts: 0 }, { actor: by, named: asked });
  };
};
