import type { Profile } from '../../domain/profiles/profile.ts';
import type { FactSource } from '../../domain/rules/facts.ts';
import { zoneOfProfile } from '../burst/session.ts';
import type { LiveWorkspace } from '../live/live-workspace.ts';
import type { EventStore } from '../ports/events.ts';

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
