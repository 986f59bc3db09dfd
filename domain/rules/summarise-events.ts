import { isObject } from '../json.ts';
import type { Conditions } from './condition-shape.ts';
import { readInstant } from '../time/instant.ts';
import { createDecider, type Decider } from './decide/decider.ts';
import { noEvents, type EventsQuery, type EventsSummary } from './facts.ts';
import { numberOf } from './decide/number-text.ts';
import { exactSum } from './exact-sum.ts';
import { readPath } from './path.ts';

/** A judge of the conditions in `where` over one fact, made when the first event or record needs it. */
export const judgeOf = (input: {
  where: Conditions | undefined;
  holds: ((one: unknown) => Promise<boolean>) | undefined;
  now: number;
  zone: string;
  fact: 'event' | 'record';
}): ((one: unknown) => Promise<boolean>) => {
  const { where, holds, zone, now, fact } = input;
  if (holds !== undefined) return holds;
  if (where === undefined) return () => Promise.resolve(true);
  let decider: Decider | undefined;
  return async (one) => {
    decider ??= createDecider({ cases: [where] });
    const events = () => Promise.resolve(noEvents);
    const facts = { now, zone, profile: undefined, [fact]: one, segments: [], events };
    return (await decider.decide({ facts })).matched === 0;
  };
};

type Found = { readonly at: number; readonly amount: number | undefined };

/** The sum, the average and the ends of amounts. */
export const summaryOf = (
  amounts: readonly number[],
): Pick<EventsSummary, 'sum' | 'average' | 'min' | 'max'> => {
  const sum = exactSum(amounts);
  if (amounts.length === 0) return { sum, average: null, min: null, max: null };
  return { sum, average: sum / amounts.length, min: Math.min(...amounts), max: Math.max(...amounts) };
};

/**
 * Answers a question about events from events at hand, in any order: counts those of the name, later than `since` and
 * not later than `until`, for which `where` holds. Events are as the fact `event` shows them: `event` is the
 * name, `timestamp` when it happened. What is not a number at `sumPath`, nor the text of one, is left out of the sum and the average.
 */
export const summariseEvents = async (input: {
  events: readonly unknown[];
  query: EventsQuery;
}): Promise<EventsSummary> => {
  const { query } = input;
  const { sumPath } = query;
  const { where, zone, until } = query;
  const holds = judgeOf({ where, holds: query.holds, now: until, zone, fact: 'event' });
  const found: Found[] = [];
  for (const event of input.events) {
    if (!isObject(event) || event.event !== query.name) continue;
    const at = readInstant({ value: event.timestamp, zone: query.zone });
    if (at === undefined || at > query.until || (query.since !== undefined && at <= query.since)) continue;
    if (!(await holds(event))) continue;
    const amount = sumPath === undefined ? undefined : readPath({ value: event, path: sumPath });
    found.push({ at, amount: numberOf(amount) });
  }
  if (found.length === 0) return noEvents;
  const times = found.map((one) => one.at).toSorted((one, two) => one - two);
  const amounts = found.flatMap((one) => one.amount ?? []);
  return { count: found.length, ...summaryOf(amounts), first: times[0] ?? null, last: times.at(-1) ?? null };
};
