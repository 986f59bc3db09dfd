import { entryRequested } from '../../domain/events/entry-requested.ts';
import { CicloError } from '../../domain/errors.ts';
import { type AcceptedEvent, eventIdOf, type StoredEvent } from '../../domain/events/event.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EventRow, EventStore } from '../events/ports.ts';
import type { ApplyToProfile } from '../events/apply-to-profile.ts';
import type { EnterJourney } from './enter-journey.ts';
import type { Resolved } from '../people/resolve-profile.ts';
import type { Entered } from './entered.ts';

/** Enters the journey an entry request names. Answers undefined when the event is none. */
export const createEnterByRequest = (deps: { enter: EnterJourney }) => {
  return async (input: {
    row: EventRow;
    live: LiveWorkspace;
    profile: Profile;
    now: number;
  }): Promise<Entered | undefined> => {
    const { row, live, profile, now } = input;
    if (row.name !== entryRequested) return undefined;
    const { journey: name, key } = row.properties;
    const journey = typeof name === 'string' ? live.journeys.get(name) : undefined;
    if (journey === undefined) return { kind: 'refused', reason: 'not-live' };
    const given = typeof key === 'string' || typeof key === 'number' ? { key: String(key) } : {};
    return deps.enter({ live, journey, profile, entry: row, cause: row.id, now, ...given });
  };
};

/**
 * Makes the entry that somebody asks for and waits for: the request is stored as an event first, so that a
 * crash in the middle is made good by the sweep, and carried out at once.
 */
export const createEnrol = (deps: {
  events: EventStore;
  clock: Clock;
  live: LiveWorkspaces;
  resolveProfile: (event: StoredEvent) => Promise<Resolved>;
  apply: ApplyToProfile;
  enterByRequest: ReturnType<typeof createEnterByRequest>;
  leaseMs: number;
}) => {
  return async (input: { tenant: string; event: AcceptedEvent }): Promise<Entered> => {
    const { tenant, event } = input;
    const live = await deps.live.of(tenant);
    const name = event.properties['journey'];
    if (typeof name !== 'string' || !live.journeys.has(name)) {
      throw new CicloError({ code: 'not-found', message: `There is no journey ${String(name)}.` });
    }
    const now = deps.clock.now(tenant);
    const stored: StoredEvent = { ...event, id: eventIdOf(event), tenant, receivedAt: now };
    const due = deps.clock.systemTime() + deps.leaseMs;
    await deps.events.insert({ rows: [{ event: stored, state: 'pending', due }] });
    const row: EventRow = { ...stored, state: 'pending', attempts: 0 };
    const person = await deps.resolveProfile(row);
    if (person === 'erased') {
      await deps.events.finish({ tenant, id: row.id, state: 'recorded' });
      throw new CicloError({ code: 'not-found', message: 'There is no such person; they were erased.' });
    }
    const { profile } = (await deps.apply({ rows: [row], person, live, now })).last;
    const entered = await deps.enterByRequest({ row, live, profile, now });
    await deps.events.finish({ tenant, id: row.id, state: 'done' });
    return entered ?? { kind: 'refused', reason: 'not-live' };
  };
};
