import { isObject, type Json } from '../json.ts';
import type { LedgerLocale } from './reasons.ts';

/** What each operator asks, to be put between what was found and what was asked for. */
const asked: Readonly<Record<string, Readonly<Record<LedgerLocale, string>>>> = {
  equal: { en: 'asked for: {x}', es: 'se pedía: {x}' },
  notEqual: { en: 'asked for: not {x}', es: 'se pedía: distinto de {x}' },
  in: { en: 'asked for: one of {x}', es: 'se pedía: uno de {x}' },
  notIn: { en: 'asked for: none of {x}', es: 'se pedía: ninguno de {x}' },
  contains: { en: 'asked for: contains {x}', es: 'se pedía: contiene {x}' },
  doesNotContain: { en: 'asked for: without {x}', es: 'se pedía: sin {x}' },
  containsAny: { en: 'asked for: contains any of {x}', es: 'se pedía: contiene alguno de {x}' },
  containsAll: { en: 'asked for: contains all of {x}', es: 'se pedía: contiene todos: {x}' },
  anyItem: { en: 'asked for: an item with {x}', es: 'se pedía: un elemento con {x}' },
  allItems: { en: 'asked for: only items with {x}', es: 'se pedía: solo elementos con {x}' },
  noItem: { en: 'asked for: no item with {x}', es: 'se pedía: ningún elemento con {x}' },
  lessThan: { en: 'asked for: below {x}', es: 'se pedía: menos de {x}' },
  lessThanInclusive: { en: 'asked for: at most {x}', es: 'se pedía: como máximo {x}' },
  greaterThan: { en: 'asked for: above {x}', es: 'se pedía: más de {x}' },
  greaterThanInclusive: { en: 'asked for: at least {x}', es: 'se pedía: al menos {x}' },
  between: { en: 'asked for: between {x}', es: 'se pedía: entre {x}' },
  exists: { en: 'asked for: any value', es: 'se pedía: que exista' },
  notExists: { en: 'asked for: no value', es: 'se pedía: que no exista' },
  olderThan: { en: 'asked for: at least {x} ago', es: 'se pedía: hace al menos {x}' },
  newerThan: { en: 'asked for: less than {x} ago', es: 'se pedía: hace menos de {x}' },
  withinNext: { en: 'asked for: within the next {x}', es: 'se pedía: en los próximos {x}' },
  before: { en: 'asked for: before {x}', es: 'se pedía: antes de {x}' },
  after: { en: 'asked for: after {x}', es: 'se pedía: después de {x}' },
};

const shownMax = 60;

/** Conditions on an item, short: `category equal "coffee"`. */
const conditionsText = (value: unknown, locale: LedgerLocale): string => {
  if (!isObject(value)) return show(value);
  const words = { all: { en: ' and ', es: ' y ' }, any: { en: ' or ', es: ' o ' } };
  for (const group of ['all', 'any'] as const) {
    const list = value[group];
    if (Array.isArray(list))
      return list.map((one: unknown) => conditionsText(one, locale)).join(words[group][locale]);
  }
  if ('not' in value) return `${locale === 'es' ? 'no' : 'not'} (${conditionsText(value['not'], locale)})`;
  const path = typeof value['path'] === 'string' ? value['path'].replace(/^\$\.?/, '') : '';
  return `${path} ${String(value['operator'])} ${JSON.stringify(value['value'])}`.trim();
};

const itemsOperators: ReadonlySet<string> = new Set(['anyItem', 'allItems', 'noItem']);

const showExpected = (because: Readonly<Record<string, unknown>>, locale: LedgerLocale): string =>
  itemsOperators.has(String(because['operator']))
    ? show(conditionsText(because['expected'], locale))
    : show(because['expected']);

const show = (value: unknown): string => {
  const text = Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(', ')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value ?? null);
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
};

const numeric: ReadonlySet<string> = new Set([
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
  'between',
]);

/**
 * What was found, so that its type is seen where it matters: a text beside numbers, or one that looks like the value asked
 * for, is in quotes.
 */
const showFound = (because: Readonly<Record<string, unknown>>): string => {
  const { actual, expected, operator } = because;
  const plain = show(actual);
  if (typeof actual !== 'string') return plain;
  const isAskedOtherwise =
    numeric.has(String(operator)) || typeof expected === 'number' || typeof expected === 'boolean';
  const isBlank = actual.trim() !== actual || actual === '';
  return isAskedOtherwise || isBlank || plain === show(expected) ? `“${plain}”` : plain;
};

/** What was asked of a list: `sum (price x quantity)`. */
const itemsWords = (params: Readonly<Record<string, unknown>>): string => {
  const numbers = [params['of'], params['times']].flatMap((path) =>
    typeof path === 'string' ? [path.replace(/^\$\.?/, '')] : [],
  );
  const of = numbers.filter((name) => name !== '').join(' x ');
  return `${String(params['items'])}${of === '' ? '' : ` (${of})`}`;
};

const subjectOf = (because: Readonly<Record<string, unknown>>, locale: LedgerLocale): string => {
  const fact = String(because['fact']);
  const params = because['params'];
  const path = typeof because['path'] === 'string' ? because['path'].replace(/^\$/, '') : '';
  if (!isObject(params)) return `${fact}${path}`;
  if ('items' in params) return `${itemsWords(params)} ${locale === 'es' ? 'de' : 'of'} ${fact}${path}`;
  const of = locale === 'es' ? 'de' : 'of';
  if (fact === 'records') return `${path.replace(/^\./, '')} ${of} “${String(params['kind'])}”`;
  if (fact !== 'events') return `${fact}${path}`;
  const within = typeof params['within'] === 'string' ? ` (${params['within']})` : '';
  return `${path.replace(/^\./, '')} ${of} “${String(params['name'])}”${within}`;
};

/** One comparison as it was made: `profile.computed.revenue is 250 (asked for: at least 200)`. */
const compare = (because: Readonly<Record<string, unknown>>, locale: LedgerLocale): string => {
  const operator = String(because['operator']);
  const template = Object.hasOwn(asked, operator) ? asked[operator]?.[locale] : undefined;
  const wanted = (template ?? `${operator} {x}`).replace('{x}', () => showExpected(because, locale));
  const isMissing = because['actual'] === undefined || because['actual'] === null;
  const missing = locale === 'es' ? 'no se conoce' : 'is not known';
  const found = isMissing ? missing : `${locale === 'es' ? 'es' : 'is'} ${showFound(because)}`;
  const ask =
    because['negated'] === true
      ? wanted.replace(/: (.*)$/, (_all, what: string) => `: ${locale === 'es' ? 'no' : 'not'} (${what})`)
      : wanted;
  return `${subjectOf(because, locale)} ${found} (${ask})`;
};

const comparisonsMax = 4;

/**
 * The comparisons that made a branch come out as it did: those of the case that was taken that held, or those
 * that failed when none was taken; under a `not` the other way round.
 */
export const comparisonsText = (input: {
  because: Json | undefined;
  matched: number | null;
  locale: LedgerLocale;
}): string => {
  const { because, matched, locale } = input;
  if (!Array.isArray(because)) return '';
  const speaksFor = (row: Readonly<Record<string, unknown>>): boolean =>
    (row['held'] === true) !== (row['negated'] === true);
  const rows = because
    .filter(isObject)
    .filter((row) => (matched === null ? !speaksFor(row) : speaksFor(row) && row['case'] === matched));
  return rows
    .slice(0, comparisonsMax)
    .map((row) => compare(row, locale))
    .join('; ');
};
