import { entry } from './facts/entry.ts';
import { event } from './facts/event.ts';
import { events } from './facts/events.ts';
import type { FactType, FactTypes } from './facts/fact-type.ts';
import { item } from './facts/item.ts';
import { now } from './facts/now.ts';
import { profile } from './facts/profile.ts';
import { record } from './facts/record.ts';
import { records } from './facts/records.ts';
import { run } from './facts/run.ts';
import { segments } from './facts/segments.ts';
import { steps } from './facts/steps.ts';

export { clockTolerance, noEvents } from './facts/fact-source.ts';
export type { EventsQuery, EventsSummary, FactSource, RecordsQuery } from './facts/fact-source.ts';
export type { FactTypes } from './facts/fact-type.ts';

/** The facts there are, in the order in which editors offer them. This list is the only one. */
const builtIn = [profile, event, entry, run, steps, segments, now, events, records, record, item] as const;

/** The facts that come with the engine. */
type BuiltInFact = (typeof builtIn)[number]['fact'];

/**
 * The names of facts. Open, so that a language with a further fact says what it is called:
 * `declare module '.../facts.ts' { interface FactsByName { weather: 'weather' } }`.
 */
export interface FactsByName {
  readonly builtIn: BuiltInFact;
}

/** The name of a fact that conditions look at. */
export type FactName = FactsByName[keyof FactsByName];

/** Facts by their names. Throws `RangeError` when two have the same name. */
export const factTypesOf = (types: readonly FactType[]): FactTypes => {
  const byName = new Map(types.map((type) => [type.fact, type]));
  if (byName.size !== types.length) throw new RangeError('two facts have the same name');
  return byName;
};

/** The facts that come with the engine. */
export const factTypes: FactTypes = factTypesOf(builtIn);

/** What conditions can look at. */
export const factNames: readonly FactName[] = builtIn.map(({ fact }) => fact);

const knownOf = (...places: readonly FactType['known'][]): readonly FactName[] =>
  builtIn.filter(({ known }) => places.includes(known)).map(({ fact }) => fact);

/** Facts known of anybody at any time, as segments need. */
export const personFacts = knownOf('person');

/** Facts of a run that are known also while nothing happens in it, as exits and goals by a condition need. */
export const watchFacts = knownOf('person', 'run');

/** Facts known where an event is at hand. */
export const eventFacts = knownOf('person', 'event');

/** Facts that conditions of every journey know; a journey that is about a record knows the fact `record` besides. */
export const journeyFacts = knownOf('person', 'event', 'run', 'step');

/** The facts of a language that are known outside of lists: all but those of an item. */
export const outerFacts = (types: FactTypes): readonly string[] =>
  [...types.values()].filter(({ known }) => known !== 'item').map(({ fact }) => fact);
