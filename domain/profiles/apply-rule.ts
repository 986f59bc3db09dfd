import type { RuleDefinition } from '../rules/rule.ts';
import { withTraits } from './traits.ts';
import { withTags } from './tags.ts';
import type { Profile } from './profile.ts';
import { withStage } from './stage.ts';

/** What a fired rule changes on the profile itself; its other outcomes are carried out elsewhere. */
export const applyRule = (input: {
  profile: Profile;
  event: RuleDefinition['event'];
  stages: readonly string[];
  at: number;
}): Profile => {
  const { profile, event, stages, at } = input;
  switch (event.type) {
    case 'set':
      return withTraits({ profile, traits: event.params.traits, at });
    case 'tag':
      return withTags({ profile, ...event.params });
    case 'stage': {
      const { stage, backward = false } = event.params;
      return withStage({ profile, stage, stages, backward, now: at });
    }
    case 'score': {
      const { kind, by } = event.params;
      return { ...profile, scores: { ...profile.scores, [kind]: profile.scores[kind] + by } };
    }
    case 'points':
      return { ...profile, points: profile.points + event.params.by };
    default:
      return profile;
  }
};
