import { isObject } from '../json.ts';
import type { Profile } from '../profiles/profile.ts';
import { zonedAt } from '../time/local.ts';
import { nextOpening } from '../time/window.ts';
import { addressOf } from './reach.ts';
import { countriesByNumber, type CountryRule, countryRules } from './country-rules.ts';
import { learnedZone } from './wishes.ts';

const textAt = (from: unknown, name: string): string | undefined => {
  const value = isObject(from) ? from[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** The country of a person as they, or the shop, told it: ISO 3166-1, in capitals. */
export const countryOf = (profile: Pick<Profile, 'traits'>): string | undefined => {
  const { traits } = profile;
  return (textAt(traits, 'country') ?? textAt(traits['address'], 'country'))?.toUpperCase();
};

/** The state or province of a person as it was told: a code or a name. */
const regionOf = ({ traits }: Pick<Profile, 'traits'>): string | undefined => {
  const of = (from: unknown) => textAt(from, 'state') ?? textAt(from, 'region');
  return of(traits) ?? of(traits['address']);
};

const isOfRegion = (rule: CountryRule, told: string | undefined): boolean => {
  const { region } = rule;
  if (region === undefined) return true;
  const plain = told?.toUpperCase().replace(/^US-/, '');
  return plain === region.code || plain === region.name.toUpperCase();
};

/** The country that the phone number of a person begins with, where nobody told theirs. */
const countryOfNumber = (profile: Profile): string | undefined => {
  const number = addressOf({ profile, channel: 'sms' }) ?? '';
  return [...countriesByNumber].find(([begin]) => number.startsWith(begin))?.[1];
};

/** The rules for marketing messages on a channel where the person lives; none where nobody knows where that is. */
export const rulesFor = (input: { profile: Profile; channel: string }): readonly CountryRule[] => {
  const { profile, channel } = input;
  if (!countryRules.some(({ channels }) => channels.includes(channel))) return [];
  const country = countryOf(profile) ?? countryOfNumber(profile);
  const region = regionOf(profile);
  return countryRules.filter(
    (rule) => rule.country === country && rule.channels.includes(channel) && isOfRegion(rule, region),
  );
};

/** When a rule lets messages out next in one zone; a date that is searched into the next year knows its holidays. */
const openingIn = (input: { rule: CountryRule; from: number; zone: string }): number => {
  const { rule, from, zone } = input;
  const { year } = zonedAt({ at: from, zone });
  const holidays = new Set([year, year + 1].flatMap((one) => rule.holidays?.(one) ?? []));
  const openings = rule.open.flatMap((window) => nextOpening({ from, window, zone, holidays }) ?? []);
  return Math.min(...openings);
};

const turnsMax = 100;

/**
 * When marketing messages may go out next by the rules of the country, epoch milliseconds, and the rule that holds them now; undefined when
 * none does. A person whose zone nobody knows has to be in the hours wherever in their country or state they are.
 */
export const countryQuiet = (input: {
  profile: Profile;
  channel: string;
  at: number;
}): { readonly end: number; readonly rule: CountryRule } | undefined => {
  const { profile, at } = input;
  const zone = learnedZone(profile)?.zone;
  const checks = rulesFor(input).flatMap((rule) =>
    (zone === undefined ? rule.zones : [zone]).map((one) => ({ rule, zone: one })),
  );
  const holding = checks.find((check) => openingIn({ ...check, from: at }) > at);
  if (holding === undefined) return undefined;
  let end = at;
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const from = end;
    end = Math.max(...checks.map((check) => openingIn({ ...check, from })));
    if (end === from) break;
  }
  return { end, rule: holding.rule };
};
