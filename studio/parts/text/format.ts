import type { Language } from '../../words/words.ts';

/** Integer minor units with their currency, as the API has them. */
export type Money = { readonly minor: number; readonly currency: string };

/** How figures, times and sums are written for a person, in the zone of the workspace. */
export type Format = {
  readonly number: (value: number) => string;
  /** A part of one as percent: `0.256` is `25.6%`. */
  readonly percent: (share: number) => string;
  readonly money: (money: Money) => string;
  /** Day and time of an ISO instant. */
  readonly instant: (iso: string) => string;
  readonly day: (iso: string) => string;
  /** A local day, `2026-03-29`, without its year. */
  readonly calendarDay: (day: string) => string;
  /** A local day in full: `Monday, 1 June 2026`. */
  readonly longDay: (day: string) => string;
  /** The month of a local day: `June 2026`. */
  readonly month: (day: string) => string;
  /** The day of the week of a local day, in short: `Mon`. */
  readonly weekday: (day: string) => string;
  /** How long before or after `now` something is: `3 hours ago`. */
  readonly ago: (iso: string) => string;
  /** How many milliseconds ago that was. */
  readonly age: (iso: string) => number;
};

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Regional habits where the browser says which; else those of Europe, where the week and dates are as most readers know them. */
const regionalTag = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ??
  (language === 'es' ? 'es-ES' : 'en-GB');

/** Makes the formats of a language and zone; `now` is the time of the tenant in epoch milliseconds. */
export const createFormat = (input: {
  language: Language;
  zone: string;
  now: () => number;
  wanted: readonly string[];
}): Format => {
  const { zone, now } = input;
  const tag = regionalTag(input.language, input.wanted);
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const instant = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: zone });
  const short = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    money: ({ minor, currency }) => {
      const format = new Intl.NumberFormat(tag, { style: 'currency', currency });
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
      return format.format(minor / 10 ** digits);
    },
    instant: (iso) => instant.format(Date.parse(iso)),
    day: (iso) => day.format(Date.parse(iso)),
    calendarDay: (text) => short.format(Date.parse(`${text}T00:00:00Z`)),
    longDay: (text) => long.format(Date.parse(`${text}T00:00:00Z`)),
    month: (text) => month.format(Date.parse(`${text}T00:00:00Z`)),
    weekday: (text) => weekday.format(Date.parse(`${text}T00:00:00Z`)),
    age: (iso) => now() - Date.parse(iso),
    ago: (iso) => {
      const ms = Date.parse(iso) - now();
      const [unit, size] = units.find(([, each]) => Math.abs(ms) >= each) ?? ['minute', 60_000];
      return relative.format(Math.trunc(ms / size), unit);
    },
  };
};
