import type { JsonObject } from '../json.ts';
import type { Step } from '../journey/steps.ts';
import { withTraits } from './apply-event.ts';
import type { Profile } from './profile.ts';
import { withStage } from './stage.ts';

/**
 * What an `update`, `score` or `points` step makes of a profile. `set` are the traits it sets, templates filled.
 */
export const applyStep = (input: {
  profile: Profile;
  step: Extract<Step, { type: 'update' | 'score' | 'points' }>;
  set: JsonObject;
  stages: readonly string[];
  now: number;
}): Profile => {
  const { profile, step, stages, now } = input;
  if (step.type === 'points') return { ...profile, points: profile.points + step.by };
  if (step.type === 'score') {
    return { ...profile, scores: { ...profile.scores, [step.kind]: profile.scores[step.kind] + step.by } };
  }
  const added = Object.entries(step.increment ?? {}).map(([name, by]): [string, number] => {
    const before = profile.traits[name];
    return [name, (typeof before === 'number' ? before : 0) + by];
  });
  const removed = (step.unset ?? []).map((name): [string, null] => [name, null]);
  const traits = { ...input.set, ...Object.fromEntries(added), ...Object.fromEntries(removed) };
  const withSet = withTraits({ profile, traits, at: now });
  const tagged = withTags({ profile: withSet, add: step.tags?.add, remove: step.tags?.remove });
  if (step.stage === undefined) return tagged;
  return withStage({ profile: tagged, stage: step.stage, stages, backward: step.backward ?? false, now });
};

/** Adds and removes tags. */
export const withTags = (input: {
  profile: Profile;
  add?: readonly string[] | undefined;
  remove?: readonly string[] | undefined;
}): Profile => {
  const { profile } = input;
  const removing = new Set(input.remove ?? []);
  const kept = profile.tags.filter((tag) => !removing.has(tag));
  return { ...profile, tags: [...new Set([...kept, ...(input.add ?? [])])] };
};
