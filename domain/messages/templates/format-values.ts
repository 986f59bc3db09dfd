import { fromMinor, readAmount } from '../../money.ts';
import { dateTextOf, isDateText, readInstant } from '../../time/instant.ts';

/** Puts numbers, amounts and dates into words of one locale. */
export type ValueFormat = {
  readonly number: (input: { value: unknown; digits: unknown; style: unknown }) => string | undefined;
  readonly money: (input: { amount: unknown; currency: unknown; unit: unknown }) => string | undefined;
  readonly date: (input: {
    value: unknown;
    style: unknown;
    /** In which it is shown. */
    zone: string;
    /** In which a time without a zone is read, as waits and conditions do: the customer's. */
    home: string;
  }) => string | undefined;
  readonly plural: (input: {
    value: unknown;
    forms: Readonly<Record<string, unknown>>;
  }) => string | undefined;
  readonly upper: (text: string) => string;
  readonly lower: (text: string) => string;
};

const dateStyles: ReadonlyMap<string, Intl.DateTimeFormatOptions> = new Map([
  ['short', { dateStyle: 'short' }],
  ['medium', { dateStyle: 'medium' }],
  ['long', { dateStyle: 'long' }],
  ['full', { dateStyle: 'full' }],
  ['time', { timeStyle: 'short' }],
  ['datetime', { dateStyle: 'long', timeStyle: 'short' }],
  ['weekday', { weekday: 'long' }],
]);

const toNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*-?\d{1,15}(\.\d{1,12})?\s*$/.test(value)) return undefined;
  return Number(value);
};

/** Styles that show a day and no time of it. */
const dayStyles: ReadonlySet<unknown> = new Set(['short', 'medium', 'long', 'full', 'weekday']);

/** A cache of formatters, since building one costs more than a thousand uses of it. */
const createCache = <T>(build: (key: string) => T): ((key: string) => T) => {
  const kept = new Map<string, T>();
  return (key) => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    // Currencies and zones can come from data: the number of kept formatters must not grow with it.
    if (kept.size >= 1_000) kept.clear();
    const built = build(key);
    kept.set(key, built);
    return built;
  };
};

const orUndefined = <T>(build: () => T): T | undefined => {
  try {
    return build();
  } catch {
    return undefined;
  }
};

/** Formatters of one locale; an unusable value gives undefined, an unusable currency its bare code, zone UTC. */
export const createValueFormat = (locale: string): ValueFormat => {
  const plain = createCache(
    (key) =>
      new Intl.NumberFormat(
        locale,
        key === '' ? {} : { minimumFractionDigits: Number(key), maximumFractionDigits: Number(key) },
      ),
  );
  const percent = createCache(
    (key) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: Number(key) }),
  );
  const amounts = createCache(
    (currency) => orUndefined(() => new Intl.NumberFormat(locale, { style: 'currency', currency })) ?? null,
  );
  const dates = createCache((key) => {
    const [style = '', zone = ''] = key.split('|');
    const options = dateStyles.get(style) ?? { dateStyle: 'long' };
    const inZone = orUndefined(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }));
    return inZone ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  });
  const rules = createCache(() => new Intl.PluralRules(locale));
  const number: ValueFormat['number'] = ({ value, digits, style }) => {
    const known = toNumber(value);
    const places =
      typeof digits === 'number' && digits >= 0 && digits <= 10 ? String(Math.floor(digits)) : '';
    if (known === undefined) return undefined;
    return style === 'percent' ? percent(places || '0').format(known) : plain(places).format(known);
  };
  return {
    number,
    money: ({ amount, currency, unit }) => {
      const known = readAmount(amount);
      if (known === undefined) return undefined;
      const code = typeof currency === 'string' ? currency.trim().toUpperCase() : '';
      const value = unit === 'minor' ? fromMinor({ minor: known, currency: code }) : known;
      return amounts(code)?.format(value) ?? `${plain('2').format(value)} ${code}`.trim();
    },
    date: ({ value, style, zone, home }) => {
      const known = typeof style === 'string' && dateStyles.has(style) ? style : 'long';
      // A date is the same day in every zone.
      const day = isDateText(value) || dayStyles.has(known) ? dateTextOf(value) : undefined;
      const time = readInstant(day === undefined ? { value, zone: home } : { value: day, zone: 'UTC' });
      return time === undefined
        ? undefined
        : dates(`${known}|${day === undefined ? zone : 'UTC'}`).format(time);
    },
    plural: ({ value, forms }) => {
      const known = toNumber(value);
      if (known === undefined) return undefined;
      const exact = known === 0 ? forms['zero'] : undefined;
      const form = exact ?? forms[rules('').select(known)] ?? forms['other'];
      return typeof form === 'string' ? form.replaceAll('#', plain('').format(known)) : undefined;
    },
    upper: (text) => text.toLocaleUpperCase(locale),
    lower: (text) => text.toLocaleLowerCase(locale),
  };
};
