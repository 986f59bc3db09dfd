import { CicloError } from '../../domain/errors.ts';
import type { AcceptedEvent, StoredEvent } from '../../domain/events/event.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Clock } from '../clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventRow, EventStore } from '../ports/events.ts';
import type { ProfileRow } from '../ports/profiles.ts';
import type { Applied } from './apply-to-profile.ts';
import type { EnterJourney } from './enter-journey.ts';
import type { Entered } from './entered.ts';

/** The event that asks for an entry by name; `properties.journey` says which, `properties.key` what about. */
export const entryRequested = 'Journey Entry Requested';

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
    return deps.enter({ live, journey, profile, entry: row, cause: row.messageId, now, ...given });
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
  resolveProfile: (event: StoredEvent) => Promise<ProfileRow>;
  apply: (input: { row: EventRow; person: ProfileRow; live: LiveWorkspace; now: number }) => Promise<Applied>;
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
    const stored: StoredEvent = { ...event, tenant, receivedAt: now };
    const due = deps.clock.wall() + deps.leaseMs;
    await deps.events.insert({ rows: [{ event: stored, state: 'pending', due }] });
    const row: EventRow = { ...stored, state: 'pending', attempts: 0 };
    const person = await deps.resolveProfile(row);
    const { profile } = await deps.apply({ row, person, live, now });
    const entered = await deps.enterByRequest({ row, live, profile, now });
    await deps.events.finish({ tenant, messageId: event.messageId, state: 'done' });
    return entered ?? { kind: 'refused', reason: 'not-live' };
  };
};
