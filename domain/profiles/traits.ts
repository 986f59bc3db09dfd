import { type Json, type JsonObject, own } from '../json.ts';
import type { AcceptedEvent } from '../events/event.ts';
import { toStoredValue } from '../time/stored-value.ts';
import type { Profile } from './profile.ts';
import { profileLimits as limits } from './profile-limits.ts';

/** Beside the time of a trait: that nobody told it, it was only seen in the context of a call. */
export const seenMark = (name: string): string => `seen:${name}`;

/** Beside the time of a trait: that only a web page told it, so that the word of the shop counts before it. */
export const pageMark = (name: string): string => `page:${name}`;

/** True for such a mark among the times of traits; no trait has a name like it. */
export const isTraitMark = (name: string): boolean =>
  name.startsWith(seenMark('')) || name.startsWith(pageMark(''));

/** Whether a trait was only seen in the context of calls; what the person tells counts before it, however old. */
export const isOnlySeen = (input: { profile: Pick<Profile, 'traitTimes'>; name: string }): boolean =>
  Object.hasOwn(input.profile.traitTimes, seenMark(input.name));

/** Whose word a trait is: that of a page of somebody who proved who they are, or that of the shop (servers, webhooks, its own rules). */
export type TraitWord = 'page' | 'shop';

/** Whose word stands for a trait; undefined where nobody told it. */
export const wordFor = (input: {
  profile: Pick<Profile, 'traitTimes'>;
  name: string;
}): TraitWord | undefined => {
  const { traitTimes } = input.profile;
  if (!Object.hasOwn(traitTimes, input.name) || isOnlySeen(input)) return undefined;
  return Object.hasOwn(traitTimes, pageMark(input.name)) ? 'page' : 'shop';
};

const timeOf = (input: { profile: Pick<Profile, 'traitTimes'>; name: string }): number | undefined =>
  own(input.profile.traitTimes, input.name);

const sizeOf = (name: string, value: Json | undefined): number =>
  value === undefined ? 0 : Buffer.byteLength(JSON.stringify([name, value]));

/** Traits as far as a profile has room for them, and the names of the others. */
export type Fitting = { readonly traits: JsonObject; readonly left: readonly string[] };

/**
 * Divides traits into those that a profile has room for (see `profileLimits`), in the order in which they are given, and
 * the others. A trait that is there already may always change, as long as all together are not too large.
 */
export const fittingTraits = (input: {
  profile: Pick<Profile, 'traits' | 'traitTimes'>;
  traits: JsonObject;
}): Fitting => {
  const { profile } = input;
  const given = Object.entries(input.traits);
  if (given.length === 0) return { traits: {}, left: [] };
  const known = new Set(Object.keys(profile.traitTimes).filter((name) => !isTraitMark(name)));
  let bytes = Buffer.byteLength(JSON.stringify(profile.traits));
  const left: string[] = [];
  const fitting = given.filter(([name, value]) => {
    const isNew = !known.has(name);
    const grown =
      bytes - sizeOf(name, own(profile.traits, name)) + (value === null ? 0 : sizeOf(name, value));
    const isTooMany =
      isTraitMark(name) || (isNew && (known.size >= limits.traits || name.length > limits.traitName));
    if (isTooMany || (grown > limits.traitBytes && grown > bytes)) {
      left.push(name);
      return false;
    }
    known.add(name);
    bytes = grown;
    return true;
  });
  return { traits: left.length === 0 ? input.traits : Object.fromEntries(fitting), left };
};

/**
 * Who says what an event says of a person: `page` (a public key), `server`, `import`, `webhook:` with the plugin instance, or what of the engine
 * it came by: `self-service`, `preference-centre`, `engine`. Besides these a trait comes from `rule`, `journey`, or `device` (seen in the context of a call).
 */
export const traitSource = (event: Pick<AcceptedEvent, 'trust' | 'source'>): string => {
  const { trust, source } = event;
  if (trust === 'public') return 'page';
  if (trust === 'webhook') return `webhook:${source}`;
  if (trust === 'server') return source === 'api' ? 'server' : source;
  return source === 'ciclo' ? 'engine' : source;
};

/** The sources of a profile; none where there are none, as with profiles of before they were kept. */
const sourcesOf = (from: ReadonlyMap<string, string>): Pick<Profile, 'traitFrom'> =>
  from.size === 0 ? {} : { traitFrom: Object.fromEntries(from) };

/** Whether what stands for a trait stays: the word of the shop before that of a page, else what was told later. */
const stays = (input: { profile: Profile; name: string; by: TraitWord; at: number }): boolean => {
  const word = wordFor(input);
  if (word === undefined) return false;
  return word === input.by ? (timeOf(input) ?? 0) > input.at : word === 'shop';
};

/**
 * Sets traits; for each, the word of the shop counts before that of a page, and of the same word the value set last by the
 * time of its event, of two at the same instant the one that arrives last. Null removes. What the profile has no room for is
 * left out.
 */
export const withTraits = (input: {
  profile: Profile;
  traits: JsonObject;
  at: number;
  by?: TraitWord;
  /** Who says it: see `traitSource`. */
  from?: string | undefined;
}): Profile => {
  const { profile, at, by = 'shop', from } = input;
  if (Object.keys(input.traits).length === 0) return profile;
  const traits = new Map(Object.entries(profile.traits));
  const traitTimes = new Map(Object.entries(profile.traitTimes));
  const traitFrom = new Map(Object.entries(profile.traitFrom ?? {}));
  for (const [name, value] of Object.entries(fittingTraits(input).traits)) {
    if (stays({ profile, name, by, at })) continue;
    traitTimes.set(name, at);
    traitTimes.delete(seenMark(name));
    traitTimes.delete(pageMark(name));
    if (by === 'page') traitTimes.set(pageMark(name), at);
    if (from === undefined) traitFrom.delete(name);
    else traitFrom.set(name, from);
    if (value === null) traits.delete(name);
    else traits.set(name, toStoredValue(value));
  }
  return {
    ...profile,
    traits: Object.fromEntries(traits),
    traitTimes: Object.fromEntries(traitTimes),
    ...sourcesOf(traitFrom),
  };
};

/** Notes traits that were seen in the context of a call: the latest, where the person told none. */
export const withSeenTraits = (input: {
  profile: Profile;
  traits: JsonObject;
  at: number;
  from?: string | undefined;
}): Profile => {
  const { profile, at, from = 'device' } = input;
  if (Object.keys(input.traits).length === 0) return profile;
  const news = Object.entries(fittingTraits(input).traits).filter(([name]) => {
    const before = timeOf({ profile, name });
    return before === undefined || (isOnlySeen({ profile, name }) && before <= at);
  });
  if (news.length === 0) return profile;
  const times = news.flatMap(([name]) => [
    [name, at],
    [seenMark(name), at],
  ]);
  return {
    ...profile,
    traits: { ...profile.traits, ...Object.fromEntries(news) },
    traitTimes: { ...profile.traitTimes, ...Object.fromEntries(times) },
    traitFrom: { ...profile.traitFrom, ...Object.fromEntries(news.map(([name]) => [name, from])) },
  };
};
