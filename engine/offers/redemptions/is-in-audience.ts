import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { Conditions } from '../../../domain/rules/conditions.ts';
import { createDecider, type Decider } from '../../../domain/rules/decide/decider.ts';
import type { EventStore } from '../../events/ports.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import { profileFacts } from '../../people/profile-facts.ts';

/** Whether an offer is for a person; undefined when it is not for everybody and nobody is named. */
export type IsInAudience = (input: {
  offer: OfferDefinition;
  profile: Profile | undefined;
  live: LiveWorkspace;
  now: number;
}) => Promise<boolean | undefined>;

/** Makes the decision whether an offer is for a person, on the profile as it is now. */
export const createIsInAudience = (deps: {
  events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
}): IsInAudience => {
  const deciders = new WeakMap<Conditions, Decider>();
  return async ({ offer, profile, live, now }) => {
    const { audience } = offer;
    if (audience === undefined) return true;
    if (profile === undefined) return undefined;
    const decider = deciders.get(audience) ?? createDecider({ cases: [audience] });
    deciders.set(audience, decider);
    const facts = profileFacts({ profile, live, now, events: deps.events });
    return (await decider.decide({ facts })).matched !== null;
  };
};
