import { reachOf } from '../../domain/events/event.ts';
import type { PlayInput, SimulatedEvent } from '../../domain/simulate/simulation.ts';
import { entryRequested } from '../../domain/events/entry-requested.ts';
import type { EventRow } from '../events/ports.ts';
import { suppressedFor, toSimulatedEvent } from './person-facts.ts';
import { type PersonPlay, personNow, type Setting } from './try-people.ts';

const historyMax = 1000;
const standInMax = 100;

/** What somebody did that could start the journey, as if it came again as long after now as it was before. */
const comingAgain = async (input: Setting & { profileId: string }): Promise<readonly EventRow[]> => {
  const { deps, query, profileId } = input;
  const { audience, tenant, journey, from, until } = query;
  if (audience.kind !== 'events') return [];
  const { names, segment } = audience;
  const rows = await deps.dryRunReads.eventsOf({ tenant, profileId, names, from, until, limit: standInMax });
  return rows.filter(
    (row) =>
      reachOf(row) === 'fires' &&
      (row.name !== entryRequested || row.properties['journey'] === journey) &&
      (segment === undefined || !row.name.startsWith('Segment ') || row.properties['segment'] === segment),
  );
};

/**
 * The person before they did it: who enters by the change of an attribute has changed it by now.
 */
const undone = (input: {
  profile: PlayInput['profile'];
  rows: readonly EventRow[];
}): PlayInput['profile'] => {
  const { profile, rows } = input;
  const changes = rows.toReversed().flatMap((row) => row.follow?.changed ?? []);
  const traits = Object.fromEntries(changes.map(({ name, from }) => [name, from]));
  return {
    ...profile,
    traits: Object.assign({}, profile.traits, traits),
    traitTimes: { ...profile.traitTimes, ...Object.fromEntries(changes.map(({ name }) => [name, 0])) },
  };
};

/**
 * A person in a dry run. Those of a segment, or with a date, are played as they are, from now on. Where an event starts
 * the journey nobody can know who will cause it: those who did of late stand in for those who will, each at the same
 * distance from now, and what they had in the journey before does not count against them.
 */
export const dryRunPerson: PersonPlay = async (input) => {
  const { deps, stage, query, now, asked, profileId, before } = input;
  const found = await personNow(input);
  if (found === undefined) return undefined;
  const { tenant, from, until, audience } = query;
  const shift = until - from;
  const rows = await comingAgain(input);
  const isStandIn = audience.kind === 'events';
  if (isStandIn && rows.length === 0) return undefined;
  const { entry } = stage.journey.definition;
  const profile = 'attribute' in entry ? undone({ profile: found, rows }) : found;
  const history =
    asked.length === 0
      ? []
      : await deps.dryRunReads.eventsOf({
          tenant,
          profileId,
          names: asked,
          from: 0,
          until,
          limit: historyMax,
        });
  const events = rows.map((row): SimulatedEvent => ({
    ...toSimulatedEvent(row),
    messageId: `${row.messageId}:again`,
    timestamp: row.timestamp + shift,
    receivedAt: row.receivedAt + shift,
  }));
  return {
    profile,
    history: history.map(toSimulatedEvent),
    events,
    start: now,
    entriesUntil: now + shift,
    suppressed: await suppressedFor({ deps, stage, profile }),
    records: before.records.get(profileId) ?? [],
    ...(isStandIn
      ? {}
      : { issued: before.issued.get(profileId) ?? {}, earlier: before.runs.get(profileId) ?? [] }),
  };
};
