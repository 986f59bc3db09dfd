import { toEventFact } from '../../domain/events/event.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { readPath } from '../../domain/rules/path.ts';
import { profileFacts } from '../profiles/change-profile.ts';
import type { LiveJourney, LiveWorkspace } from '../live/live-workspace.ts';
import type { EventRow, EventStore, Follow } from '../ports/events.ts';
import type { EnterJourney } from './enter-journey.ts';

type Input = { row: EventRow; live: LiveWorkspace; profile: Profile; follow: Follow; now: number };

const segmentFits = (journey: LiveJourney, row: EventRow): boolean => {
  const { entry } = journey.definition;
  return !('segment' in entry) || row.properties['segment'] === entry.segment;
};

/** Whether the attribute an entry names was changed by this event from and to what it asks. */
const attributeFits = (journey: LiveJourney, input: Input): boolean => {
  const { entry } = journey.definition;
  if (!('attribute' in entry)) return true;
  const name = /^\$\.traits\.([\w-]+)/.exec(entry.attribute)?.[1];
  const change = input.follow.changed.find((one) => one.name === name);
  if (change === undefined) return false;
  const root = (value: unknown) => ({ traits: { [name ?? '']: value } });
  const from = readPath({ value: root(change.from), path: entry.attribute }) ?? null;
  const to = readPath({ value: root(change.to), path: entry.attribute }) ?? null;
  if (from === to) return false;
  return (entry.from === undefined || entry.from === from) && (entry.to === undefined || entry.to === to);
};

/** Makes the part of the dispatch that starts journeys: those an event of this name can start. */
export const createEnterByEvent = (deps: { enter: EnterJourney; events: EventStore }) => {
  return async (input: Input): Promise<void> => {
    const { row, live, profile, now } = input;
    const byName = live.entriesByEvent.get(row.name) ?? [];
    const byTrait = input.follow.changed.length > 0 ? (live.entriesByEvent.get('Trait Changed') ?? []) : [];
    for (const journey of [...byName, ...byTrait]) {
      if (!segmentFits(journey, row) || !attributeFits(journey, input)) continue;
      if (journey.entryWhere !== undefined) {
        const facts = {
          ...profileFacts({ profile, live, now, events: deps.events }),
          event: toEventFact(row),
          entry: toEventFact(row),
        };
        if ((await journey.entryWhere.decide({ facts })).matched === null) continue;
      }
      await deps.enter({ live, journey, profile, entry: row, cause: row.messageId, now });
    }
  };
};
