import type { StoredEvent } from '../events/event.ts';
import { type Json, isJsonObject } from '../json.ts';
import { surveyAnswered } from '../service/survey.ts';
import type { LedgerLocale } from './reasons.ts';

type Told = Pick<StoredEvent, 'type' | 'name' | 'properties' | 'traits' | 'source' | 'backfill'>;

const listed = 6;

const text = (value: Json | undefined): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined;
};

const amountOf = (properties: Told['properties']): string | undefined => {
  const amount = text(properties['revenue'] ?? properties['total'] ?? properties['value']);
  const currency = text(properties['currency']);
  return amount === undefined ? undefined : currency === undefined ? amount : `${amount} ${currency}`;
};

const productsOf = (properties: Told['properties']): string | undefined => {
  const { products } = properties;
  const items = Array.isArray(products) ? products : [properties];
  const names = items
    .filter(isJsonObject)
    .map((item: Readonly<Record<string, Json>>) => text(item['name']) ?? text(item['title']))
    .filter((name) => name !== undefined);
  if (names.length === 0) return undefined;
  return names.length > listed ? `${names.slice(0, listed).join(', ')}, …` : names.join(', ');
};

/** What somebody wrote, or how they answered a survey: of events that say nothing else. */
const saidOf = (event: Told): readonly (string | undefined)[] => {
  const { properties, name } = event;
  if (name === surveyAnswered)
    return [text(properties['survey']), text(properties['score']), text(properties['comment'])];
  if (Object.hasOwn(properties, 'conversation'))
    return [text(properties['subject']) ?? text(properties['text']), text(properties['channel'])];
  return [];
};

const factsOf = (event: Told): readonly string[] => {
  const { properties } = event;
  const number = text(properties['order_id'] ?? properties['checkout_id'] ?? properties['cart_id']);
  const rest = [
    productsOf(properties),
    amountOf(properties),
    number === undefined ? undefined : `#${number}`,
    text(properties['url']),
    text(properties['topic']),
    text(properties['segment']),
    text(properties['referral_code']),
    ...saidOf(event),
  ];
  return rest.filter((fact) => fact !== undefined);
};

const notes = {
  en: { machine: 'by a machine, not a person', backfill: 'only recorded', told: 'Told us about themselves' },
  es: {
    machine: 'por una máquina, no una persona',
    backfill: 'solo registrado',
    told: 'Nos dio datos suyos',
  },
} as const;

/** An event as one line: what happened, the facts that matter, where it came from. */
export const describeEvent = (input: { event: Told; locale?: LedgerLocale | undefined }): string => {
  const { event } = input;
  const words = notes[input.locale ?? 'en'];
  const facts =
    event.type === 'identify' ? Object.keys(event.traits).slice(0, listed * 2) : [...factsOf(event)];
  const title = event.type === 'identify' ? words.told : event.name;
  const remarks = [
    ...(event.properties['machine'] === true ? [words.machine] : []),
    ...(event.backfill ? [words.backfill] : []),
    ...(event.source === 'ciclo' || event.source === 'api' ? [] : [event.source]),
  ];
  const body = facts.length === 0 ? title : `${title}: ${facts.join(', ')}`;
  return remarks.length === 0 ? `${body}.` : `${body} (${remarks.join('; ')}).`;
};
