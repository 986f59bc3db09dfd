import { type Json, toJson } from '../json.ts';
import { readPath } from '../rules/path.ts';
import type { Profile } from './profile.ts';

/** A change of an attribute of the profile; null stands for none. */
export type AttributeChange = { readonly path: string; readonly from: Json; readonly to: Json };

const valueAt = (profile: Profile, path: string): Json => toJson(readPath({ value: profile, path }) ?? null);

/** Which of the attributes at some paths (`$.traits.plan`, `$.stage`) differ between two states of a profile. */
export const attributeChanges = (input: {
  before: Profile;
  after: Profile;
  paths: readonly string[];
}): readonly AttributeChange[] =>
  input.paths.flatMap((path) => {
    const [from, to] = [valueAt(input.before, path), valueAt(input.after, path)];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
  });
