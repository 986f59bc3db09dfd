import { hashId } from '../../domain/hash.ts';
import { CicloError } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { type OutboxItem, type Profile, wasApplied, withApplied } from '../../domain/profiles/profile.ts';
import { segmentChanges } from '../../domain/profiles/segments.ts';
import type { FactSource } from '../../domain/rules/facts.ts';
import { zoneOfProfile } from '../burst/session.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventStore } from '../ports/events.ts';
import type { ProfileRow, ProfileStore } from '../ports/profiles.ts';

export type ProfileChange = {
  readonly tenant: string;
  readonly profileId: string;
  /** What makes the change; the same id changes the profile once. */
  readonly id: string;
  readonly now: number;
  /** Gives the changed profile; called again with a newer one when somebody else wrote in between. */
  readonly apply: (profile: Profile) => Profile | Promise<Profile>;
  /** Called with the changed profile before it is written. */
  readonly beforeWrite?: (changed: Profile) => Promise<void>;
  /** The profile as it was just read, to spare reading it again. */
  readonly known?: ProfileRow;
  /** History being imported: segments are kept up, but nobody is told of joining or leaving. */
  readonly isSilent?: boolean;
};

export type ChangeProfile = (change: ProfileChange) => Promise<Profile>;

const triesMax = 30;

/** The facts conditions about a person alone are decided by. */
export const profileFacts = (input: {
  profile: Profile;
  live: LiveWorkspace;
  now: number;
  events: EventStore;
}): FactSource => {
  const { profile, live, now } = input;
  return {
    now,
    zone: zoneOfProfile({ profile, live }),
    profile,
    segments: profile.segments,
    events: (query) => input.events.summarise({ tenant: profile.tenant, profileId: profile.id, query }),
  };
};

const withSegments = async (input: {
  profile: Profile;
  live: LiveWorkspace;
  change: ProfileChange;
  events: EventStore;
}): Promise<Profile> => {
  const { profile, live, change } = input;
  if (live.segments.length === 0) return profile;
  // Memberships are worked out in the zone of the business, as queries over everybody are.
  const zone = live.published.settings.timezone;
  const facts = { ...profileFacts({ profile, live, now: change.now, events: input.events }), zone };
  const after: string[] = [];
  let recheckAt: number | undefined;
  for (const segment of live.segments) {
    const { isMember, changesAt } = await segment.membership({ ...facts, segments: after });
    if (isMember) after.push(segment.key);
    if (changesAt !== undefined) recheckAt = Math.min(recheckAt ?? changesAt, changesAt);
  }
  const { joined, left } = segmentChanges({ before: profile.segments, after });
  const item = (name: string, segment: string): OutboxItem => ({
    id: hashId(profile.id, change.id, name, segment),
    name,
    properties: { segment },
    at: change.now,
  });
  const told = [
    ...joined.map((segment) => item('Segment Joined', segment)),
    ...left.map((segment) => item('Segment Left', segment)),
  ];
  const { recheckAt: _before, ...rest } = profile;
  return {
    ...rest,
    segments: after,
    ...(recheckAt === undefined ? {} : { recheckAt }),
    outbox: change.isSilent === true ? profile.outbox : [...profile.outbox, ...told],
  };
};

/** An event of the engine's own about a known person. */
export const ownEvent = (input: { item: OutboxItem; profileId: string }): AcceptedEvent => ({
  messageId: input.item.id,
  type: 'track',
  name: input.item.name,
  externalIds: [],
  properties: input.item.properties,
  traits: {},
  context: {},
  timestamp: input.item.at,
  source: 'ciclo',
  backfill: false,
  profileId: input.profileId,
});

/**
 * Makes the one way in which profiles change: read, change, work out the segments, write if nobody else did,
 * else again. What the engine has to tell (joined, left) is written with the profile and brought in after,
 * so that a crash between loses nothing.
 */
export const createChangeProfile = (deps: {
  profiles: ProfileStore;
  events: EventStore;
  live: LiveWorkspaces;
  accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
}): ChangeProfile => {
  const flush = async (profile: Profile): Promise<Profile> => {
    if (profile.outbox.length === 0) return profile;
    const { tenant, id: profileId } = profile;
    await deps.accept({ tenant, events: profile.outbox.map((item) => ownEvent({ item, profileId })) });
    await deps.profiles.clearOutbox({ tenant, profileId, ids: profile.outbox.map((item) => item.id) });
    return { ...profile, outbox: [] };
  };
  return async (change) => {
    const { tenant, profileId } = change;
    const live = await deps.live.of(tenant);
    for (let tries = 0; tries < triesMax; tries += 1) {
      const row =
        tries === 0 && change.known !== undefined
          ? change.known
          : await deps.profiles.get({ tenant, profileId });
      if (row === undefined)
        throw new CicloError({ code: 'not-found', message: 'There is no such profile.' });
      const { rev, ...profile } = row;
      if (wasApplied({ profile, id: change.id })) return flush(profile);
      const applied = withApplied({ profile: await change.apply(profile), id: change.id });
      const changed = await withSegments({ profile: applied, live, change, events: deps.events });
      await change.beforeWrite?.(changed);
      if ((await deps.profiles.replace({ profile: changed, rev })) === 'replaced') return flush(changed);
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The profile is being changed by too many at once.',
    });
  };
};
