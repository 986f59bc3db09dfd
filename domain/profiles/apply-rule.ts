import { type OutcomeTypes, type RuleEvent, typeOfOutcome } from '../rules/outcomes.ts';
import type { Profile } from './profile.ts';

/** What a fired rule changes on the profile itself; its other outcomes are carried out elsewhere. */
export const applyRule = (input: {
  profile: Profile;
  event: RuleEvent;
  stages: readonly string[];
  at: number;
  types?: OutcomeTypes;
}): Profile => {
  const { profile, event, stages, at } = input;
  const type = typeOfOutcome(event, input.types);
  return type?.apply?.({ params: event.params, profile, stages, at }) ?? profile;
};
