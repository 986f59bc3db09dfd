import { formatInstant } from '../ledger/format-instant.ts';
import type { LedgerLocale } from '../ledger/reasons.ts';
import { fromMinor } from '../money.ts';
import type { Estimate } from '../statistics/interval.ts';
import type { ArmReadOut, Comparison } from './compare.ts';
import { heldOut, treated } from './design.ts';
import type { Result } from './result.ts';
import type { Verdict } from './verdict.ts';

type Reader = { readonly locale: LedgerLocale; readonly zone: string };

const digits = (value: number, places: number): string => {
  const text = value.toFixed(places);
  // Rounded to nothing, a sign would say what is not so.
  return Number(text) === 0 ? (0).toFixed(places) : text;
};
const percent = (share: number): string => digits(share * 100, 1);
const signed = (text: string): string => (text.startsWith('-') || Number(text) === 0 ? text : `+${text}`);
const points = (share: number): string => signed(percent(share));
const amount = (input: { minor: number; currency: string }): string =>
  digits(fromMinor({ ...input, minor: Math.round(input.minor) }), 2);

const words = {
  en: {
    arm: '“{arm}”{control}: {people} people, {converted} converted: {rate} % ({low} to {high} %)',
    control: ' (control)',
    worth: ', {value} {currency} per person',
    between: ' ({low} to {high})',
    conversion: '“{arm}” against “{against}”: conversion {value} points ({low} to {high})',
    revenue: ', revenue {value} {currency} per person ({low} to {high})',
    'too-early': 'Too early to say: “{arm}” has {people} of the {needed} people it needs.',
    running:
      'Enough people take part; the last of those who count have time until {until}. Nothing is decided before.',
    'sample-ratio-mismatch':
      'The groups do not have the sizes they should (by chance this happens {p} in a million times). Something loses or adds people in one of them, so nothing can be read from these numbers.',
    winner: '“{arm}” won by {by}.',
    works: 'It works: people who get it do better than people who are held out.',
    harms: 'It does harm: people who are held out do better than people who get it.',
    unclear:
      'No difference can be told from chance. So many people would probably have shown one of {detectable} points or more.',
    'costs-revenue': '“{arm}” converts more and brings less money, so it did not win.',
    decided: 'Decided on {at}: everybody who is new gets “{arm}”.',
    undecided: 'Decided on {at}: no arm won, people are drawn as before.',
    rest: '{rest} more took part and do not count here: they came later, or their time is not over.',
    mixed: '{mixed} turned out to have been in several arms and count in none.',
    leftOut: '{leftOut} successes were in other currencies and are in no sum of money.',
    by: { conversion: 'conversion', revenue: 'revenue per person' },
  },
  es: {
    arm: '«{arm}»{control}: {people} personas, {converted} convertidas: {rate} % (de {low} a {high} %)',
    control: ' (control)',
    worth: ', {value} {currency} por persona',
    between: ' (de {low} a {high})',
    conversion: '«{arm}» frente a «{against}»: conversión {value} puntos (de {low} a {high})',
    revenue: ', ingresos {value} {currency} por persona (de {low} a {high})',
    'too-early': 'Es pronto para decirlo: «{arm}» tiene {people} de las {needed} personas que necesita.',
    running:
      'Ya participan bastantes personas; las últimas que cuentan tienen tiempo hasta {until}. Antes no se decide nada.',
    'sample-ratio-mismatch':
      'Los grupos no tienen el tamaño que deberían (por azar pasa {p} veces en un millón). Algo pierde o añade personas en uno de ellos, así que de estas cifras no se puede leer nada.',
    winner: 'Ganó «{arm}» por {by}.',
    works: 'Funciona: a quienes lo reciben les va mejor que a quienes quedan fuera.',
    harms: 'Hace daño: a quienes quedan fuera les va mejor que a quienes lo reciben.',
    unclear:
      'No se distingue ninguna diferencia del azar. Tantas personas probablemente habrían mostrado una de {detectable} puntos o más.',
    'costs-revenue': '«{arm}» convierte más y trae menos dinero, así que no ganó.',
    decided: 'Decidido el {at}: todas las personas nuevas reciben «{arm}».',
    undecided: 'Decidido el {at}: no ganó ninguna variante; se sortea como antes.',
    rest: '{rest} más participaron y aquí no cuentan: llegaron después o aún tienen tiempo.',
    mixed: '{mixed} resultaron estar en varias variantes y no cuentan en ninguna.',
    leftOut: '{leftOut} éxitos fueron en otras monedas y no están en ninguna suma.',
    by: { conversion: 'conversión', revenue: 'ingresos por persona' },
  },
} as const;

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));

const sayArm = (input: {
  arm: ArmReadOut;
  currency: string;
  locale: LedgerLocale;
  hasWorth: boolean;
}): string => {
  const { arm, currency, locale, hasWorth } = input;
  const said = words[locale];
  const { perPerson } = arm.revenue;
  const main = fill(said.arm, {
    arm: arm.arm,
    control: arm.isControl ? said.control : '',
    people: arm.people,
    converted: arm.converted,
    rate: percent(arm.rate.value),
    low: percent(arm.rate.low),
    high: percent(arm.rate.high),
  });
  if (!hasWorth || perPerson === undefined) return `${main}.`;
  const money = (minor: number): string => amount({ minor, currency });
  const worth = fill(said.worth, { value: money(perPerson.value), currency });
  const between = fill(said.between, { low: money(perPerson.low), high: money(perPerson.high) });
  return `${main}${worth}${between}.`;
};

const sayComparison = (input: {
  comparison: Comparison;
  currency: string;
  locale: LedgerLocale;
  hasWorth: boolean;
}): string => {
  const { comparison, currency, locale } = input;
  const said = words[locale];
  const limits = (estimate: Estimate, show: (value: number) => string) => ({
    value: show(estimate.value),
    low: show(estimate.low),
    high: show(estimate.high),
  });
  const { arm, against, conversion, revenue } = comparison;
  const main = fill(said.conversion, { arm, against, ...limits(conversion.difference, points) });
  if (!input.hasWorth || revenue.difference === undefined) return `${main}.`;
  const money = (minor: number): string => signed(amount({ minor, currency }));
  return `${main}${fill(said.revenue, { currency, ...limits(revenue.difference, money) })}.`;
};

const winnerText = (input: {
  verdict: Extract<Verdict, { kind: 'winner' }>;
  locale: LedgerLocale;
}): string => {
  const { verdict, locale } = input;
  const said = words[locale];
  if (verdict.arm === treated) return said.works;
  if (verdict.arm === heldOut) return said.harms;
  return fill(said.winner, { arm: verdict.arm, by: said.by[verdict.by] });
};

/** What may be said of an experiment, in one or two sentences. */
export const sayVerdict = (input: { result: Result } & Reader): string => {
  const { result, locale, zone } = input;
  const said = words[locale];
  const { verdict, comparisons } = result.readOut;
  switch (verdict.kind) {
    case 'too-early':
      return fill(said['too-early'], verdict);
    case 'running':
      return fill(said.running, { until: formatInstant({ value: result.counted.closesAt, locale, zone }) });
    case 'sample-ratio-mismatch':
      return fill(said['sample-ratio-mismatch'], { p: Math.ceil(verdict.p * 1e6) });
    case 'winner':
      return winnerText({ verdict, locale });
    default: {
      const detectable = percent(Math.max(0, ...comparisons.map((one) => one.detectable)));
      return verdict.because === 'unclear'
        ? fill(said.unclear, { detectable })
        : fill(said['costs-revenue'], { arm: verdict.arm ?? '' });
    }
  }
};

/** The whole read-out as sentences: the verdict first, then the arms, how they compare, and who does not count. */
export const sayResult = (input: {
  result: Result;
  locale?: LedgerLocale | undefined;
  zone?: string | undefined;
}): readonly string[] => {
  const { result } = input;
  const reader: Reader = { locale: input.locale ?? 'en', zone: input.zone ?? 'UTC' };
  const { locale, zone } = reader;
  const said = words[locale];
  const { currency, counted, decided } = result;
  const told = { currency, locale, hasWorth: result.metric.value !== undefined };
  const at = formatInstant({ value: decided?.at, locale, zone });
  return [
    sayVerdict({ result, ...reader }),
    ...(decided === undefined
      ? []
      : [fill(decided.arm === null ? said.undecided : said.decided, { at, arm: decided.arm ?? '' })]),
    ...result.readOut.arms.map((arm) => sayArm({ arm, ...told })),
    ...result.readOut.comparisons.map((comparison) => sayComparison({ comparison, ...told })),
    ...(counted.rest === 0 ? [] : [fill(said.rest, counted)]),
    ...(counted.mixed === 0 ? [] : [fill(said.mixed, counted)]),
    ...(counted.leftOut === 0 ? [] : [fill(said.leftOut, counted)]),
  ];
};
