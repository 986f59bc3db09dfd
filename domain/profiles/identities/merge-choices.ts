import { type Json, type JsonObject, own } from '../../json.ts';
import type { Profile } from '../profile.ts';

/** Whose value of a trait is kept: that of the profile that stays, or of the one that is merged into it. */
export type KeptSide = 'mine' | 'theirs';

/** A trait of which both say something else. Null: the side has none. */
export type TraitConflict = {
  readonly name: string;
  readonly mine: Json;
  readonly theirs: Json;
  readonly kept: KeptSide;
};

const isSame = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

const valueOf = (profile: Pick<Profile, 'traits'>, name: string): Json => own(profile.traits, name) ?? null;

/**
 * What a merge by hand comes to: the traits on which the two differ, with whose value is kept, and what has to be set after the merge, since the
 * choice differs from what a merge keeps by itself (the value that was set last). Choices about traits of neither are `unknown`.
 */
export const mergeChoices = (input: {
  into: Pick<Profile, 'traits'>;
  from: Pick<Profile, 'traits'>;
  /** The two, merged without a choice. */
  merged: Pick<Profile, 'traits'>;
  keep: ReadonlyMap<string, KeptSide>;
}): {
  readonly conflicts: readonly TraitConflict[];
  readonly set: JsonObject;
  readonly unknown: readonly string[];
} => {
  const { into, from, merged, keep } = input;
  const names = [...new Set([...Object.keys(into.traits), ...Object.keys(from.traits)])].toSorted();
  const conflicts = names.flatMap((name): TraitConflict[] => {
    const [mine, theirs] = [valueOf(into, name), valueOf(from, name)];
    if (isSame(mine, theirs)) return [];
    const byItself = isSame(valueOf(merged, name), mine) ? 'mine' : 'theirs';
    return [{ name, mine, theirs, kept: keep.get(name) ?? byItself }];
  });
  const set = conflicts.flatMap(({ name, mine, theirs, kept }): [string, Json][] => {
    const wanted = kept === 'mine' ? mine : theirs;
    return keep.has(name) && !isSame(wanted, valueOf(merged, name)) ? [[name, wanted]] : [];
  });
  const unknown = [...keep.keys()].filter((name) => !names.includes(name));
  return { conflicts, set: Object.fromEntries(set), unknown };
};
