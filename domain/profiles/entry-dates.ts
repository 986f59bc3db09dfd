import { own } from '../json.ts';
import { readPath } from '../rules/path.ts';
import { type DateRule, nextEntryDate } from '../time/entry-date.ts';
import type { PlannedDate, Profile } from './profile.ts';

/** A journey that starts at a date of the person. */
export type DateEntry = {
  readonly journey: string;
  /** Where the date is, `$.traits.birthday`. */
  readonly path: string;
  readonly rule: DateRule;
  /** What a planned date was worked out from; another plan means it is worked out again. */
  readonly plan: string;
};

/** An occurrence that has come: the journey starts for this person. */
export type ReachedDate = { readonly journey: string; readonly day: string; readonly at: number };

/** A person who was merged away, or asked not to be processed, has no dates. */
const isOut = (profile: Profile): boolean => profile.mergedInto !== undefined || profile.restricted === true;

/**
 * Works out the next date of every journey that starts at one, and which planned ones have come by `now`. A date that
 * has come is not planned again: the next is looked for strictly after now. `since`: a journey that has no
 * date planned yet looks for its first from then on, so that nobody is missed while a publication reaches everybody.
 */
export const planDates = (input: {
  profile: Profile;
  entries: readonly DateEntry[];
  zone: string;
  now: number;
  since?: number | undefined;
}): {
  readonly dates: Readonly<Record<string, PlannedDate>>;
  readonly reached: readonly ReachedDate[];
} => {
  const { profile, zone, now } = input;
  const reached: ReachedDate[] = [];
  const dates = new Map<string, PlannedDate>();
  for (const { journey, path, rule, plan } of isOut(profile) ? [] : input.entries) {
    const before = own(profile.dates, journey);
    const planned = before?.plan === plan ? before : undefined;
    if (planned !== undefined && planned.at <= now) {
      reached.push({ journey, day: planned.day, at: planned.at });
    }
    const from = planned === undefined ? Math.min(input.since ?? now, now) : now + 1;
    const next = nextEntryDate({ value: readPath({ value: profile, path }), rule, zone, from });
    if (next !== undefined) dates.set(journey, { ...next, plan });
  }
  return { dates: Object.fromEntries(dates), reached };
};
