import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';
import { attributeChanges } from '../../domain/profiles/attribute-changes.ts';
import { expireConsents, type Expiry } from '../../domain/profiles/consents.ts';
import { planDates } from '../../domain/profiles/entry-dates.ts';
import type { OutboxItem, Profile } from '../../domain/profiles/profile.ts';
import { withMemory } from '../../domain/rules/decide/membership.ts';
import { segmentChanges } from '../../domain/profiles/segments.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EventStore } from '../events/ports.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { ProfileChange } from './profile-change.ts';
import { profileFacts } from './profile-facts.ts';
import { type WatchedRuns, watchRuns } from './watch-runs.ts';

type Input = {
  readonly before: Profile;
  readonly profile: Profile;
  readonly live: LiveWorkspace;
  readonly change: Pick<ProfileChange, 'id' | 'now' | 'isSilent' | 'tellsChanges' | 'takesIn' | 'datesSince'>;
  readonly events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
  /** The version of a journey that a run is pinned to. */
  readonly journeyOf: LiveWorkspaces['journey'];
  readonly readRecord: ReadRecord;
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
  const given = profileFacts({ profile, live, now: change.now, events: input.events, zone });
  // Many segments ask the same of the store.
  const facts = withMemory(given);
  const segments: string[] = [];
  let recheckAt: number | undefined;
  for (const segment of live.segments) {
    const { isMember, changesAt } = await segment.standing({ ...facts, segments });
    if (isMember) segments.push(segment.key);
    if (changesAt !== undefined) recheckAt = Math.min(recheckAt ?? changesAt, changesAt);
  }
  return { segments, changesAt: recheckAt };
};

/** The runs that are watched, as they stand by what the person is now. */
const watchedOf = async (input: Input & { segments: readonly string[] }): Promise<WatchedRuns> => {
  const { profile, live, change, events, segments, journeyOf, readRecord } = input;
  const { watches = [], tenant, id: profileId } = profile;
  if (watches.length === 0) return { watches, met: [], changesAt: undefined };
  const facts = { ...profileFacts({ profile, live, now: change.now, events }), segments };
  return watchRuns({
    tenant,
    profileId,
    watches,
    facts,
    tells: change.isSilent !== true,
    journeyOf,
    readRecord,
  });
};

/** A consent that reached its end: it ends once, no matter who notices it, at its instant. */
const expiredItem = (input: { profileId: string; said: Expiry['expired'][number] }): Item => {
  const { profileId, said } = input;
  const { channel, topic, consent } = said;
  const { expiresAt, basis = 'express' } = consent;
  return {
    name: ownNames.expired,
    properties: { channel, topic, basis },
    id: hashId(profileId, ownNames.expired, channel, topic, expiresAt ?? 0),
    ...(expiresAt === undefined ? {} : { at: expiresAt }),
  };
};

/** What the change has to tell of: who joined and left, conditions that came to hold, watched attributes, dates that have come. */
const itemsOf = (input: {
  given: Input;
  segments: readonly string[];
  reached: ReturnType<typeof planDates>['reached'];
  met: WatchedRuns['met'];
  expired: Expiry['expired'];
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
    ...input.expired.map((said): Item => expiredItem({ profileId: profile.id, said })),
    ...input.met.map((properties): Item => ({ name: ownNames.met, properties })),
    ...input.reached.map(({ journey, day, at }): Item => ({
      name: ownNames.date,
      properties: { journey, date: day },
      id: hashId(profile.id, ownNames.date, journey, day),
      at,
    })),
  ];
};

/**
 * Works out what depends on a profile that was changed: consents that have expired, its segments, its dates, when to look at it again, and
 * what the engine has to tell of it. An occurrence of a date always has the same id, so it starts a journey once.
 */
export const workOut = async (given: Input): Promise<Profile> => {
  const { live, change } = given;
  const { consents, expired, nextAt } = expireConsents({
    consents: given.profile.consents,
    now: change.now,
  });
  const profile = { ...given.profile, consents };
  const input = { ...given, profile };
  const { segments, changesAt } = await membershipsOf(input);
  const { now, datesSince: since } = change;
  const entries = live.dateEntries;
  const zone = entries.length === 0 ? live.published.settings.timezone : zoneOfProfile({ profile, live });
  const watched = await watchedOf({ ...input, segments });
  const { dates, reached } = planDates({ profile, entries, zone, now, since });
  const flips = [changesAt, watched.changesAt, nextAt].filter((at) => at !== undefined);
  const due = [...flips, ...Object.values(dates).map(({ at }) => at)];
  const outbox = itemsOf({ given: input, segments, reached, met: watched.met, expired }).map(
    (item): OutboxItem => ({
      id: item.id ?? hashId(profile.id, change.id, item.name, JSON.stringify(item.properties)),
      name: item.name,
      properties: item.properties,
      at: item.at ?? now,
    }),
  );
  const { recheckAt: _recheck, dates: _dates, watches: _watches, ...rest } = profile;
  return {
    ...rest,
    segments,
    ...(isForSyncs({ before: input.before, profile, segments, live }) ? { syncAt: now } : {}),
    ...(due.length === 0 ? {} : { recheckAt: Math.min(...due) }),
    ...(Object.keys(dates).length === 0 ? {} : { dates }),
    ...(watched.watches.length === 0 ? {} : { watches: watched.watches }),
    outbox: [...profile.outbox, ...outbox],
  };
};

/** Whether people are followed into other systems: by a sync, by a feed of profiles, or by an audience. */
const isFollowed = ({ syncs = {}, feeds = {} }: LiveWorkspace['published']['settings']): boolean =>
  Object.keys(syncs).length > 0 ||
  Object.values(feeds).some(({ rows }) => rows === 'profiles' || rows === 'audience');

/** Whether something changed that a sync or a feed may bring to another system. */
const isForSyncs = (input: {
  before: Profile;
  profile: Profile;
  segments: readonly string[];
  live: LiveWorkspace;
}): boolean => {
  const { before, profile, segments, live } = input;
  if (!isFollowed(live.published.settings)) return false;
  return (
    before.traits !== profile.traits ||
    before.consents !== profile.consents ||
    before.computed !== profile.computed ||
    before.ids !== profile.ids ||
    before.tags !== profile.tags ||
    before.stage !== profile.stage ||
    before.points !== profile.points ||
    before.restricted !== profile.restricted ||
    before.segments.join(' ') !== segments.join(' ')
  );
};

/** What an event always changes of a profile; of visits nothing but their number, which stands elsewhere, is asked. */
const always: ReadonlySet<string> = new Set(['lastSeenAt', 'applied', 'visits']);

/**
 * Whether all that `workOut` would work out is as it was: nothing else of the profile changed since it was worked out at the
 * same instant, and no segment or watched condition looks at the rest.
 */
export const isWorkedOut = (input: { before: Profile; after: Profile; live: LiveWorkspace }): boolean => {
  const before = new Map(Object.entries(input.before));
  const after = Object.entries(input.after);
  const isAsBefore = ([name, value]: readonly [string, unknown]): boolean =>
    before.get(name) === value || always.has(name);
  const isSameProfile = after.length === before.size && after.every(isAsBefore);
  const watches = input.after.watches ?? [];
  return (
    isSameProfile &&
    !input.live.segments.some((segment) => segment.looksAtEvents) &&
    !watches.some((watch) => watch.looksAtEvents)
  );
};

const workedOut = ({ segments, recheckAt, dates, watches, outbox }: Profile): string =>
  JSON.stringify([segments, recheckAt, Object.entries(dates ?? {}).toSorted(), watches ?? [], outbox.length]);

/** Whether segments, dates, watched runs and what is to be told came out as they were. */
export const isSame = (before: Profile, after: Profile): boolean => workedOut(before) === workedOut(after);
