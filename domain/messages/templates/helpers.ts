import Handlebars from 'handlebars';
import { isObject } from '../../json.ts';
import { decodeAttribute, encodeAttribute, resolveLink, resolveSource } from './link-helpers.ts';
import { shareLink } from '../../referrals/share-links.ts';
import { countOutput, countRepeat, printable, type RenderState } from './render-state.ts';

type ValueHelper = (args: readonly unknown[], named: Readonly<Record<string, unknown>>) => unknown;

const textOf = (value: unknown): string => printable(value) ?? '';

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (!isObject(value) && !Array.isArray(value) && printable(value) === undefined);

const firstPresent: ValueHelper = (args) => args.find((arg) => printable(arg) !== undefined);

const asNumber = (value: unknown): number => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
};

/** Below, equal or above zero; NaN when the two cannot be compared. */
const compare = (a: unknown, b: unknown): number => {
  const difference = asNumber(a) - asNumber(b);
  if (!Number.isNaN(difference)) return difference;
  if (typeof a !== 'string' || typeof b !== 'string') return Number.NaN;
  return a < b ? -1 : a > b ? 1 : 0;
};

const equal = (a: unknown, b: unknown): boolean => {
  const [left, right] = [printable(a), printable(b)];
  return left === undefined || right === undefined ? isBlank(a) && isBlank(b) : left === right;
};

const capitalise = (state: RenderState, text: string): string => {
  const [first = ''] = text;
  return state.format.upper(first) + text.slice(first.length);
};

/** The address of a survey, which is one of our own links. A survey that there is not counts as missing. */
const surveyAddress = (input: {
  state: RenderState;
  survey: string;
  score: unknown;
  about: string;
}): string => {
  const { state, survey, score, about } = input;
  const link = state.surveyLink?.({ survey, about, score: typeof score === 'number' ? score : undefined });
  if (link === undefined) {
    if (state.surveyLink !== undefined) state.missing.add(`survey ${survey}`);
    return '#';
  }
  state.ownLinks = [...new Set([...state.ownLinks, link])];
  return link;
};

/** The address of the page of an event or appointment, or of its calendar file: links of ours. Without an id it counts as missing. */
const registrationAddress = (input: { state: RenderState; about: string; isCalendar: boolean }): string => {
  const { state, about, isCalendar } = input;
  if (state.registrationLink === undefined) return '#';
  if (about === '') {
    state.missing.add('registration');
    return '#';
  }
  const link = `${state.registrationLink(about)}${isCalendar ? '/calendar.ics' : ''}`;
  state.ownLinks = [...new Set([...state.ownLinks, link])];
  return link;
};

/** The value helpers of `helperReference`, bound to the state of a rendering. */
const valueHelpers = (state: RenderState): Readonly<Record<string, ValueHelper>> => ({
  fallback: firstPresent,
  default: firstPresent,
  money: ([amount, currency], { unit }) =>
    state.format.money({ amount, currency: currency ?? state.currency, unit }),
  number: ([value], { digits, style }) => state.format.number({ value, digits, style }),
  date: ([value], { style, zone }) =>
    state.format.date({ value, style, zone: printable(zone) ?? state.zone, home: state.zone }),
  plural: ([value], forms) => state.format.plural({ value, forms }),
  upper: ([text]) => state.format.upper(textOf(text)),
  lower: ([text]) => state.format.lower(textOf(text)),
  capitalise: ([text]) => capitalise(state, textOf(text)),
  // A lone half of a surrogate pair would throw; it encodes as the replacement character.
  encode: ([text]) => encodeURIComponent(textOf(text).replaceAll(/\p{Cs}/gu, '\ufffd')),
  share: ([network, url, text]) =>
    shareLink({ network: textOf(network), url: textOf(url), text: textOf(text) }) ?? textOf(url),
  link: ([url]) =>
    state.mode === 'text' ? resolveLink({ state, url: textOf(url), index: 0, isData: true }) : textOf(url),
  survey: ([key, score], { about }) =>
    surveyAddress({ state, survey: textOf(key), score, about: textOf(about).slice(0, 200) }),
  registration: ([id], { calendar }) =>
    registrationAddress({ state, about: textOf(id).slice(0, 200), isCalendar: calendar === true }),
  eq: ([a, b]) => equal(a, b),
  gt: ([a, b]) => compare(a, b) > 0,
  gte: ([a, b]) => compare(a, b) >= 0,
  lt: ([a, b]) => compare(a, b) < 0,
  lte: ([a, b]) => compare(a, b) <= 0,
  and: (args) => args.every((arg) => !isBlank(arg)),
  or: (args) => args.some((arg) => !isBlank(arg)),
  not: ([value]) => isBlank(value),
});

/** Handlebars hands every helper its options as the last argument. */
const adapt =
  (helper: ValueHelper) =>
  (...all: unknown[]): unknown => {
    const options = all.at(-1);
    const named = isObject(options) && isObject(options['hash']) ? options['hash'] : {};
    return helper(all.slice(0, -1), named);
  };

const entriesOf = (list: unknown): readonly (readonly [number | string, unknown])[] => {
  if (Array.isArray(list)) return [...list.entries()];
  return isObject(list) ? Object.entries(list) : [];
};

const eachHelper = (state: RenderState) =>
  function each(this: unknown, list: unknown, options: Handlebars.HelperOptions): string {
    const limit: unknown = options.hash['limit'];
    const entries = entriesOf(list).slice(0, typeof limit === 'number' ? Math.max(0, limit) : undefined);
    if (entries.length === 0) return options.inverse(this);
    let output = '';
    for (const [index, [key, item]] of entries.entries()) {
      countRepeat(state);
      const data: Record<string, unknown> = Handlebars.createFrame(options.data ?? {});
      data['key'] = key;
      data['index'] = index;
      data['first'] = index === 0;
      data['last'] = index === entries.length - 1;
      const piece = options.fn(item, { data, blockParams: [item, key] });
      countOutput(state, piece.length);
      output += piece;
    }
    return output;
  };

const ifHelper = (isWanted: boolean) =>
  function choose(this: unknown, value: unknown, options: Handlebars.HelperOptions): string {
    return isBlank(value) === isWanted ? options.inverse(this) : options.fn(this);
  };

function withHelper(this: unknown, value: unknown, options: Handlebars.HelperOptions): string {
  if (!isObject(value) && !Array.isArray(value)) return options.inverse(this);
  return options.fn(value, { data: options.data, blockParams: [value] });
}

const pixelOf = (url: string): string =>
  `<img src="${encodeAttribute(url)}" width="1" height="1" alt="" role="presentation" style="display:block;width:1px;height:1px;border:0">`;

/** The helpers our compiler writes into templates; authors cannot call them. */
const internalHelpers = (state: RenderState) => ({
  'ciclo-need': (value: unknown, name: string): unknown => {
    if (printable(value) === undefined && !isObject(value) && !Array.isArray(value)) state.missing.add(name);
    return value;
  },
  'ciclo-emit': (value: unknown, name: string): string => {
    const text = printable(value);
    if (text === undefined) {
      if (name !== '') state.missing.add(name);
      return '';
    }
    countOutput(state, text.length);
    return text;
  },
  'ciclo-link': function link(this: unknown, index: number, options: Handlebars.HelperOptions): string {
    const url = options.fn(this);
    const isData = options.hash['data'] === true;
    if (state.mode === 'text') return resolveLink({ state, url, index, isData });
    return encodeAttribute(resolveLink({ state, url: decodeAttribute(url), index, isData }));
  },
  'ciclo-source': function source(this: unknown, options: Handlebars.HelperOptions): string {
    return encodeAttribute(resolveSource(state, decodeAttribute(options.fn(this))));
  },
  'ciclo-subject': (): string => state.subject,
  'ciclo-preheader': (): string => state.preheader,
  'ciclo-pixel': (): Handlebars.SafeString =>
    new Handlebars.SafeString(state.tracking?.pixel === undefined ? '' : pixelOf(state.tracking.pixel)),
});

type Helper = Handlebars.HelperDelegate;

/**
 * All helpers, bound to the state of the renderings of one message. `if`, `unless`, `each` and `with` take the
 * place of the built-in ones, so that blank means the same everywhere and loops are bounded.
 */
export const createHelpers = (state: RenderState): ReadonlyMap<string, Helper> =>
  new Map<string, Helper>([
    ...Object.entries(valueHelpers(state)).map(([name, helper]): [string, Helper] => [name, adapt(helper)]),
    ...Object.entries({
      if: ifHelper(true),
      unless: ifHelper(false),
      each: eachHelper(state),
      with: withHelper,
      ...internalHelpers(state),
    }),
  ]);
