import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { compileCases, type Compiled } from '../../../domain/rules/compile.ts';
import type { Conditions } from '../../../domain/rules/conditions.ts';
import { startEvaluation } from '../../../domain/rules/decide/evaluation.ts';
import type { EventStore } from '../../events/ports.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import { profileFacts } from '../../people/profile-facts.ts';

/** Whether an offer is for the person at hand; undefined when it is not for everybody and nobody is named. */
export type InAudience = (offer: OfferDefinition) => Promise<boolean | undefined>;

/** Decides for whom offers are, for one person as they are now: what two offers ask of the store is asked once. */
export type AudiencesOf = (input: {
  profile: Profile | undefined;
  live: LiveWorkspace;
  now: number;
}) => InAudience;

type Audiences = { readonly compiled: Compiled; readonly indexOf: ReadonlyMap<Conditions, number> };

const compileAudiences = (live: LiveWorkspace): Audiences => {
  const cases = [...live.offers.values()].flatMap(({ audience }) => audience ?? []);
  return {
    compiled: compileCases(cases),
    indexOf: new Map(cases.map((audience, index) => [audience, index])),
  };
};

/** Makes the decision for whom offers are. The audiences of a publication are compiled once. */
export const createAudiencesOf = (deps: {
  events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
}): AudiencesOf => {
  const known = new WeakMap<LiveWorkspace['offers'], Audiences>();
  const audiencesIn = (live: LiveWorkspace): Audiences => {
    const found = known.get(live.offers) ?? compileAudiences(live);
    known.set(live.offers, found);
    return found;
  };
  return ({ profile, live, now }) => {
    if (profile === undefined) return async ({ audience }) => (audience === undefined ? true : undefined);
    const { compiled, indexOf } = audiencesIn(live);
    const facts = profileFacts({ profile, live, now, events: deps.events });
    const evaluation = startEvaluation({ compiled, facts });
    return async ({ audience }) => {
      if (audience === undefined) return true;
      const index = indexOf.get(audience);
      if (index !== undefined) return (await evaluation.evaluate(index)).held;
      // The offer was published since: its audience is decided alone.
      return (await startEvaluation({ compiled: compileCases([audience]), facts }).evaluate(0)).held;
    };
  };
};
