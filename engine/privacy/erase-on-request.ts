import { type AcceptedEvent, eventIdOf, type StoredEvent } from '../../domain/events/event.ts';
import { namedBy } from '../../domain/privacy/traces.ts';
import { hasOtherStrongId } from '../../domain/privacy/whom-to-erase.ts';
import type { Clock } from '../clock/clock.ts';
import type { AuditTrail } from '../../api/ports/audit.ts';
import type { KeepSentIds } from '../feeds/keep-sent-ids.ts';
import type { AuditActor, AuditStore } from '../access/audit-port.ts';
import type { EventRow, EventStore, WithdrawnEvents } from '../events/ports.ts';
import type { PeopleStore, Removed } from './people-port.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { ErasePerson } from './erase-person.ts';

/** The event that asks for an erasure. */
export const eraseRequested = 'Privacy Erase Requested';

/** Whether an event has somebody erased; what stands in web pages cannot ask for it. */
export const asksErasure = (row: Pick<EventRow, 'name' | 'trust'>): boolean =>
  row.name === eraseRequested && row.trust !== 'public';

type Deps = {
  readonly erase: ErasePerson;
  readonly people: Pick<PeopleStore, 'family'>;
  readonly profiles: Pick<ProfileStore, 'withIds'>;
  readonly events: Pick<EventStore, 'insert'>;
  readonly withdrawnEvents: WithdrawnEvents;
  readonly audit: AuditStore & Pick<AuditTrail, 'list'>;
  readonly keepSentIds: KeepSentIds;
  readonly clock: Clock;
  /** Longer than what was under way when the person was erased may still write of them. */
  readonly lookAgainMs: number;
};

/** What was erased: the profiles, and how many documents of which collection. */
export type Erased = { readonly profileIds: readonly string[]; readonly removed: Removed };

/** Somebody who asks and waits; the line of the audit trail about the id they named is theirs to write. */
export type Asker = { readonly actor: AuditActor; readonly named: string };

export type EraseOnRequest = (row: EventRow, by?: Asker) => Promise<Erased>;

/** The event of the engine's own that has a profile erased; it names nothing but the opaque id. */
export const eraseEvent = (input: { messageId: string; profileId: string; now: number }): AcceptedEvent => ({
  messageId: input.messageId,
  type: 'track',
  name: eraseRequested,
  externalIds: [],
  properties: {},
  traits: {},
  context: {},
  timestamp: input.now,
  source: 'ciclo',
  trust: 'engine',
  backfill: false,
  profileId: input.profileId,
});

const againMark = 'again:';

/** Whether a request of erasure is the second look at somebody who was erased. */
export const isSecondLook = (row: Pick<EventRow, 'messageId'>): boolean =>
  row.messageId.startsWith(againMark);

/**
 * Makes the carrying out of a request of erasure, no matter who asks and however old the request is: every profile it names is
 * erased, but one that has another strong identity of a kind it names, which is another person. Nobody is made by it. The
 * request goes last: until then a crash has it carried out again. What was under way meanwhile may have written once more,
 * so that everything is looked through a second time a while later.
 */
export const createEraseOnRequest = (deps: Deps): EraseOnRequest => {
  const { clock } = deps;

  const namedIn = async (row: EventRow): Promise<readonly string[]> => {
    const { tenant, profileId } = row;
    if (profileId !== undefined) return [profileId];
    const { ids } = namedBy(row);
    const found = await deps.profiles.withIds({ tenant, ids });
    return found.filter((one) => !hasOtherStrongId({ named: ids, ids: one.ids })).map(({ id }) => id);
  };

  /** With those that were merged into the ones that are named. */
  const profilesOf = async (row: EventRow): Promise<readonly string[]> => {
    const { tenant } = row;
    const families = (await namedIn(row)).map((profileId) => deps.people.family({ tenant, profileId }));
    return [...new Set((await Promise.all(families)).flat())];
  };

  const lookAgain = async (input: { tenant: string; profileIds: readonly string[] }): Promise<void> => {
    const { tenant, profileIds } = input;
    if (profileIds.length === 0) return;
    const due = clock.systemTime() + deps.lookAgainMs;
    const rows = profileIds.map((profileId) => {
      const event = eraseEvent({ messageId: `${againMark}${profileId}`, profileId, now: clock.now(tenant) });
      const stored: StoredEvent = { ...event, id: eventIdOf(event), tenant, receivedAt: clock.now(tenant) };
      return { event: stored, state: 'pending' as const, due };
    });
    await deps.events.insert({ rows });
  };

  /** Whether the trail says of a profile that it was erased. */
  const isNoted = async (tenant: string, subject: string): Promise<boolean> =>
    (await deps.audit.list({ tenant, action: 'profile.erase', subject, limit: 1 })).length > 0;

  /** A line for each profile: anyone who got data of one of them has to know that it went. */
  const note = async (input: { row: EventRow; erased: Erased; by: Asker | undefined }): Promise<void> => {
    const { row, erased, by } = input;
    const { tenant } = row;
    for (const profileId of erased.profileIds) {
      if (profileId === by?.named) continue;
      // What the first look noted before a crash, or the asker wrote, is not said twice.
      if (isSecondLook(row) && (await isNoted(tenant, profileId))) continue;
      await deps.audit.append({
        tenant,
        at: clock.systemTime(),
        actor: by?.actor ?? { kind: 'engine', id: row.trust === 'engine' ? 'privacy' : row.source },
        action: 'profile.erase',
        subject: profileId,
        details: erased.removed,
        once: `${profileId}:${row.id}:${row.receivedAt}`,
      });
    }
  };

  return async (row, by) => {
    const { tenant, id } = row;
    const profileIds = await profilesOf(row);
    const isSecond = isSecondLook(row);
    // Before anything goes: whatever a crash leaves is found by it, also when nothing leads there any more.
    if (!isSecond) await lookAgain({ tenant, profileIds });
    await deps.keepSentIds({ tenant, profileIds });
    const asked = row.profileId === undefined ? namedBy(row) : { ids: [], orders: [] };
    const now = clock.now(tenant);
    const removed = await deps.erase({ tenant, profileIds, asked, now });
    const erased = { profileIds, removed };
    await note({ row, erased, by });
    await deps.withdrawnEvents.remove({ tenant, id });
    return erased;
  };
};
