import { type Profile, wasApplied } from '../../domain/profiles/profile.ts';
import type { FactSource } from '../../domain/rules/facts.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventStore } from '../events/ports.ts';

/** The facts conditions about a person alone are decided by. */
export const profileFacts = (input: {
  profile: Profile;
  live: LiveWorkspace;
  now: number;
  events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
  /** Instead of the zone the person lives by. */
  zone?: string;
}): FactSource => {
  const { profile, live, now } = input;
  const whose = { tenant: profile.tenant, profileId: profile.id };
  return {
    now,
    zone: input.zone ?? zoneOfProfile({ profile, live }),
    profile,
    segments: profile.segments,
    // What a dispatch noted and has not applied (yet) has not happened for this profile.
    events: (query) =>
      input.events.summarise({ ...whose, query, isApplied: (id) => wasApplied({ profile, id }) }),
    records: (query) => input.events.summariseRecords({ ...whose, query }),
  };
};
