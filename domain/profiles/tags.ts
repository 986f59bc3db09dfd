import type { Profile } from './profile.ts';
import { profileLimits } from './profile-limits.ts';

/** Adds and removes tags. */
export const withTags = (input: {
  profile: Profile;
  add?: readonly string[] | undefined;
  remove?: readonly string[] | undefined;
}): Profile => {
  const { profile } = input;
  const removing = new Set(input.remove ?? []);
  const kept = profile.tags.filter((tag) => !removing.has(tag));
  return { ...profile, tags: [...new Set([...kept, ...(input.add ?? [])])].slice(0, profileLimits.tags) };
};
