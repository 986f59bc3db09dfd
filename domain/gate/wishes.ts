import { own } from '../json.ts';
import { textTrait, type Profile } from '../profiles/profile.ts';
import { isOnlySeen, wordFor } from '../profiles/traits.ts';
import { isZone } from '../time/zone.ts';
import type { FrequencyCap } from './limits.ts';

/**
 * The traits by which a person says how often they want to be written to. The preference centre sets them; a server may as
 * well.
 */
export const wishTraits = {
  /** An instant in ISO 8601: until then no marketing message goes out. */
  pausedUntil: 'marketingPausedUntil',
  /** One of `frequencies`. */
  frequency: 'marketingFrequency',
} as const;

/** How often a person may want marketing messages at most: one in each stretch of that length. */
export const frequencies = { daily: '1 day', weekly: '7 days', monthly: '1 month' } as const;
export type Frequency = keyof typeof frequencies;

/** True for a word for how often somebody wants to be written to. */
export const isFrequency = (value: unknown): value is Frequency =>
  typeof value === 'string' && Object.hasOwn(frequencies, value);

type Traits = Pick<Profile, 'traits'>;

/** Until when the person wants no marketing, epoch milliseconds; undefined when they asked for no pause, or it is over. */
export const pausedUntil = (input: { profile: Traits; now: number }): number | undefined => {
  const at = Date.parse(textTrait(input.profile, wishTraits.pausedUntil) ?? '');
  return Number.isNaN(at) || at <= input.now ? undefined : at;
};

/** How often the person wants marketing at most; undefined where they said nothing. */
export const frequencyOf = (profile: Traits): Frequency | undefined => {
  const said = own(profile.traits, wishTraits.frequency);
  return isFrequency(said) ? said : undefined;
};

/** The cap a person puts on what they get, over all channels and topics. */
export const ownCaps = (profile: Traits): readonly FrequencyCap[] => {
  const said = frequencyOf(profile);
  return said === undefined ? [] : [{ max: 1, within: frequencies[said] }];
};

/** The zone a person lives by, and where that was learned: told by the shop, by a page or the person, or seen on a device. */
export type LearnedZone = { readonly zone: string; readonly from: 'shop' | 'page' | 'device' };

/** The zone of a person and where it was learned; undefined where none is known. */
export const learnedZone = (profile: Pick<Profile, 'traits' | 'traitTimes'>): LearnedZone | undefined => {
  const zone = textTrait(profile, 'timezone');
  if (!isZone(zone)) return undefined;
  const name = 'timezone';
  const from = isOnlySeen({ profile, name }) ? 'device' : (wordFor({ profile, name }) ?? 'shop');
  return { zone, from };
};
