import { toEventFact } from '../../domain/events/event.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { attributeFits } from '../../domain/journey/attribute-fits.ts';
import type { RecordEntry } from '../../domain/journey/definition.ts';
import { recordNewsFits } from '../../domain/journey/record-entry.ts';
import { textAt } from '../../domain/journey/reduce/match-event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import { toJson } from '../../domain/json.ts';
import { hashId } from '../../domain/hash.ts';
import { readPath } from '../../domain/rules/path.ts';
import { profileFacts } from '../people/profile-facts.ts';
import type { LiveJourney, LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventRow, EventStore, Follow } from '../events/ports.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { EnterJourney } from './enter-journey.ts';
import type { RefuseEntry, TurnedAway } from './refuse-entry.ts';

type Input = { row: EventRow; live: LiveWorkspace; profile: Profile; follow: Follow; now: number };

/** Whether what the engine tells of a record is what the journey starts by. */
const recordFits = (journey: LiveJourney, entry: RecordEntry, row: EventRow): boolean => {
  const { kind, act, changed, from, to, fits } = row.properties;
  const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const news = { kind, act, from, to, changed: listed(changed), fits: listed(fits) };
  return recordNewsFits({ journey: journey.key, entry, news });
};

/** Whether what the engine tells itself is about this journey. */
const ownFits = (journey: LiveJourney, row: EventRow): boolean => {
  const { entry } = journey.definition;
  if ('record' in entry) return row.trust === 'engine' && recordFits(journey, entry, row);
  if (row.name === ownNames.present || 'date' in entry || 'schedule' in entry) {
    return row.trust === 'engine' && row.properties['journey'] === journey.key;
  }
  return !('segment' in entry) || row.properties['segment'] === entry.segment;
};

type Change = { readonly from: unknown; readonly to: unknown };

/** How the attribute of an entry was changed; undefined when it was not. */
const changeOf = (path: string, input: Input): Change | undefined => {
  const { row, follow } = input;
  if (row.name === ownNames.attribute && row.trust === 'engine') {
    const { attribute, from, to } = row.properties;
    return attribute === path ? { from, to } : undefined;
  }
  const name = /^\$\.traits\.([\w-]+)/.exec(path)?.[1];
  const change = follow.changed.find((one) => one.name === (name ?? path));
  if (change === undefined || name === undefined) return change;
  const within = (value: unknown): unknown =>
    readPath({ value: { traits: { [name]: value } }, path }) ?? null;
  return { from: within(change.from), to: within(change.to) };
};

/** Whether the attribute an entry names was changed from and to what it asks. */
const changeFits = (journey: LiveJourney, input: Input): boolean => {
  const { entry } = journey.definition;
  if (!('attribute' in entry)) return true;
  const change = changeOf(entry.attribute, input);
  return change !== undefined && attributeFits({ entry, ...change });
};

/** The occurrence that starts the journey, the same for everybody it is one person to; else the event itself. */
const causeOf = (journey: LiveJourney, row: EventRow): string => {
  const { date, occurrence } = row.properties;
  if (row.trust !== 'engine') return row.id;
  if (row.name === ownNames.date) return hashId('date', journey.key, String(date));
  if (row.name === ownNames.schedule) return hashId('schedule', journey.key, String(occurrence));
  return row.id;
};

type Deps = {
  readonly enter: EnterJourney;
  readonly events: EventStore;
  readonly refuseEntry: RefuseEntry;
  readonly readRecord: ReadRecord;
};

/** Journeys the event is for, by priority. */
const startedBy = (input: Input): readonly LiveJourney[] => {
  const { row, live, follow } = input;
  const byName = live.entriesByEvent.get(row.name) ?? [];
  const isOwn = row.name === ownNames.attribute;
  const byChange = isOwn || follow.changed.length === 0 ? [] : live.entriesByEvent.get(ownNames.attribute);
  return [...byName, ...(byChange ?? [])]
    .filter((journey) => ownFits(journey, row) && changeFits(journey, input))
    .toSorted((a, b) => b.definition.priority - a.definition.priority);
};

/** Undefined when the `where` of the entry holds, or there is none. */
const turnedByWhere = async (
  input: Input & { deps: Deps; journey: LiveJourney },
): Promise<TurnedAway | undefined> => {
  const { deps, journey, row, live, profile, now } = input;
  if (journey.entryWhere === undefined) return undefined;
  const fact = toEventFact(row);
  const own = profileFacts({ profile, live, now, events: deps.events });
  const id = textAt({ value: fact, path: '$.properties.record' }) ?? '';
  const asked = { tenant: live.tenant, kind: journey.recordKind, id, profileId: profile.id };
  const record = await deps.readRecord(asked);
  const { matched, because } = await journey.entryWhere.decide({
    facts: { ...own, event: fact, entry: fact, ...(record === undefined ? {} : { record }) },
  });
  if (matched !== null) return undefined;
  const { tenant } = live;
  return {
    tenant,
    journey,
    profileId: profile.id,
    reason: 'where',
    at: now,
    entry: row,
    because: toJson(because),
  };
};

/** Makes the part of the dispatch that starts journeys: those an event of this name can start, by priority. */
export const createEnterByEvent = (deps: Deps) => {
  return async (input: Input): Promise<void> => {
    const { row, live, profile, now } = input;
    const turned: TurnedAway[] = [];
    for (const journey of startedBy(input)) {
      const away = await turnedByWhere({ ...input, deps, journey });
      if (away !== undefined) {
        turned.push(away);
        continue;
      }
      const isPresent = row.name === ownNames.present;
      await deps.enter({
        live,
        journey,
        profile,
        entry: row,
        cause: causeOf(journey, row),
        now,
        // Who joined since it went live has come in already.
        ...(isPresent ? { onceSince: journey.publishedAt } : {}),
      });
    }
    await deps.refuseEntry(turned);
  };
};
