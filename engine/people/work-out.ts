import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';
import { attributeChanges } from '../../domain/profiles/attribute-changes.ts';
import { planDates } from '../../domain/profiles/entry-dates.ts';
import type { OutboxItem, Profile } from '../../domain/profiles/profile.ts';
import { segmentChanges } from '../../domain/profiles/segments.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventStore } from '../events/ports.ts';
import type { ProfileChange } from './profile-change.ts';
import { profileFacts } from './profile-facts.ts';

type Input = {
  readonly before: Profile;
  readonly profile: Profile;
  readonly live: LiveWorkspace;
  readonly change: Pick<ProfileChange, 'id' | 'now' | 'isSilent' | 'tellsChanges' | 'takesIn' | 'datesSince'>;
  readonly events: Pick<EventStore, 'summarise'>;
};

type Item = {
  readonly name: string;
  readonly properties: JsonObject;
  readonly id?: string;
  readonly at?: number;
};

const membershipsOf = async (
  input: Input,
): Promise<{ readonly segments: readonly string[]; readonly changesAt: number | undefined }> => {
  const { profile, live, change } = input;
  if (live.segments.length === 0) return { segments: [], changesAt: undefined };
  // Memberships are worked out in the zone of the business, as queries over everybody are.
  const zone = live.published.settings.timezone;
  const facts = profileFacts({ profile, live, now: change.now, events: input.events, zone });
  const segments: string[] = [];
  let recheckAt: number | undefined;
  for (const segment of live.segments) {
    const { isMember, changesAt } = await segment.membership({ ...facts, segments });
    if (isMember) segments.push(segment.key);
    if (changesAt !== undefined) recheckAt = Math.min(recheckAt ?? changesAt, changesAt);
  }
  return { segments, changesAt: recheckAt };
};

/** What the change has to tell of: who joined and left, watched attributes, dates that have come. */
const itemsOf = (input: {
  given: Input;
  segments: readonly string[];
  reached: ReturnType<typeof planDates>['reached'];
}): readonly Item[] => {
  const { before, profile, live, change } = input.given;
  const { takesIn } = change;
  const known = [...new Set([...profile.segments, ...(takesIn?.segments ?? [])])];
  const { joined, left } = segmentChanges({ before: known, after: input.segments });
  const isTold = change.isSilent !== true;
  const paths = change.tellsChanges === true ? live.watched : [];
  const changes = attributeChanges({ before, after: profile, paths }).filter(
    ({ path }) =>
      takesIn === undefined ||
      attributeChanges({ before: takesIn, after: profile, paths: [path] }).length > 0,
  );
  return [
    ...(isTold ? joined : []).map((segment): Item => ({ name: 'Segment Joined', properties: { segment } })),
    ...(isTold ? left : []).map((segment): Item => ({ name: 'Segment Left', properties: { segment } })),
    ...changes.map(({ path, from, to }): Item => ({
      name: ownNames.attribute,
      properties: { attribute: path, from, to },
    })),
    ...input.reached.map(({ journey, day, at }): Item => ({
      name: ownNames.date,
      properties: { journey, date: day },
      id: hashId(profile.id, ownNames.date, journey, day),
      at,
    })),
  ];
};

/**
 * Works out what depends on a profile that was changed: its segments, its dates, when to look at it again, and
 * what the engine has to tell of it. An occurrence of a date always has the same id, so it starts a journey once.
 */
export const workOut = async (input: Input): Promise<Profile> => {
  const { profile, live, change } = input;
  const { segments, changesAt } = await membershipsOf(input);
  const { now, datesSince: since } = change;
  const entries = live.dateEntries;
  const zone = entries.length === 0 ? live.published.settings.timezone : zoneOfProfile({ profile, live });
  const { dates, reached } = planDates({ profile, entries, zone, now, since });
  const due = [...(changesAt === undefined ? [] : [changesAt]), ...Object.values(dates).map(({ at }) => at)];
  const outbox = itemsOf({ given: input, segments, reached }).map((item): OutboxItem => ({
    id: item.id ?? hashId(profile.id, change.id, item.name, JSON.stringify(item.properties)),
    name: item.name,
    properties: item.properties,
    at: item.at ?? now,
  }));
  const { recheckAt: _recheck, dates: _dates, ...rest } = profile;
  return {
    ...rest,
    segments,
    ...(due.length === 0 ? {} : { recheckAt: Math.min(...due) }),
    ...(Object.keys(dates).length === 0 ? {} : { dates }),
    outbox: [...profile.outbox, ...outbox],
  };
};

/** What an event always changes of a profile. */
const always: ReadonlySet<string> = new Set(['lastSeenAt', 'applied']);

/**
 * Whether all that `workOut` would work out is as it was: nothing else of the profile changed since it was worked out at the
 * same instant, and no segment looks at the rest.
 */
export const isWorkedOut = (input: { before: Profile; after: Profile; live: LiveWorkspace }): boolean => {
  const before = new Map(Object.entries(input.before));
  const after = Object.entries(input.after);
  const isAsBefore = ([name, value]: readonly [string, unknown]): boolean =>
    before.get(name) === value || always.has(name);
  const isSameProfile = after.length === before.size && after.every(isAsBefore);
  return isSameProfile && !input.live.segments.some((segment) => segment.looksAtEvents);
};

const workedOut = ({ segments, recheckAt, dates, outbox }: Profile): string =>
  JSON.stringify([segments, recheckAt, Object.entries(dates ?? {}).toSorted(), outbox.length]);

/** Whether segments, dates and what is to be told came out as they were. */
export const isSame = (before: Profile, after: Profile): boolean => workedOut(before) === workedOut(after);
