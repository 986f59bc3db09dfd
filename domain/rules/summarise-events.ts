import { isObject } from '../json.ts';
import { readInstant } from '../time/instant.ts';
import { createDecider } from './decider.ts';
import { noEvents, type EventsQuery, type EventsSummary, type FactSource } from './facts.ts';
import { readPath } from './path.ts';

/** The facts conditions inside `where` see: the event, and the instant of the question. */
const factsOf = (input: { event: unknown; query: EventsQuery }): FactSource => ({
  now: input.query.until,
  zone: input.query.zone,
  profile: undefined,
  event: input.event,
  segments: [],
  events: () => Promise.resolve(noEvents),
});

type Found = { readonly at: number; readonly amount: number | undefined };

const total = (amounts: readonly number[]): Pick<EventsSummary, 'sum' | 'average' | 'min' | 'max'> => {
  const sum = amounts.reduce((before, amount) => before + amount, 0);
  if (amounts.length === 0) return { sum, average: null, min: null, max: null };
  return { sum, average: sum / amounts.length, min: Math.min(...amounts), max: Math.max(...amounts) };
};

/**
 * Answers a question about events from events at hand, in any order: counts those of the name, later than `since` and
 * not later than `until`, for which `where` holds. Events are as the fact `event` shows them: `event` is the
 * name, `timestamp` when it happened. What is not a number at `sumPath` is left out of the sum and the average.
 */
export const summariseEvents = async (input: {
  events: readonly unknown[];
  query: EventsQuery;
}): Promise<EventsSummary> => {
  const { query } = input;
  const { where, sumPath } = query;
  const decider = where === undefined ? undefined : createDecider({ cases: [where] });
  const found: Found[] = [];
  for (const event of input.events) {
    if (!isObject(event) || event.event !== query.name) continue;
    const at = readInstant({ value: event.timestamp, zone: query.zone });
    if (at === undefined || at > query.until || (query.since !== undefined && at <= query.since)) continue;
    const holds = await decider?.decide({ facts: factsOf({ event, query }) });
    if (holds?.matched === null) continue;
    const amount = sumPath === undefined ? undefined : readPath({ value: event, path: sumPath });
    found.push({ at, amount: typeof amount === 'number' ? amount : undefined });
  }
  if (found.length === 0) return noEvents;
  const times = found.map((one) => one.at).toSorted((one, two) => one - two);
  const amounts = found.flatMap((one) => one.amount ?? []);
  return { count: found.length, ...total(amounts), first: times[0] ?? null, last: times.at(-1) ?? null };
};
