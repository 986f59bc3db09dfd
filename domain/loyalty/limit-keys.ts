import { zonedAt } from '../time/local.ts';
import type { EarningRule } from './program-schema.ts';

/** The day, month or year of an instant in a zone, as text; the same for all of `ever`. */
export const periodOf = (input: {
  at: number;
  per: 'day' | 'month' | 'year' | 'ever';
  zone: string;
}): string => {
  const date = zonedAt(input).toPlainDate().toString();
  return { day: date, month: date.slice(0, 7), year: date.slice(0, 4), ever: 'ever' }[input.per];
};

/**
 * The keys under which points for an event that is no order may be posted, the first that is free is taken: one for the
 * event, one for each value of a property, or as many as the limit allows in its time.
 */
export const limitKeys = (input: {
  rule: Pick<EarningRule, 'key' | 'limit' | 'oncePer'>;
  event: { readonly id: string; readonly at: number };
  /** The value of the property `oncePer` names; undefined when the event has none. */
  value: string | undefined;
  zone: string;
}): readonly string[] => {
  const { rule, event, value, zone } = input;
  if (rule.oncePer !== undefined) return value === undefined ? [] : [`once:${rule.key}:${value}`];
  if (rule.limit === undefined) return [`event:${event.id}:${rule.key}`];
  const { times, per } = rule.limit;
  const period = periodOf({ at: event.at, per, zone });
  return Array.from({ length: times }, (_, n) => `limit:${rule.key}:${period}:${n + 1}`);
};
