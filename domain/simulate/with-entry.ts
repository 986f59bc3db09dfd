import { z } from 'zod';

import type { StoredEvent } from '../events/event.ts';
import { entryNames, type JourneyDefinition } from '../journey/definition.ts';
import type { JsonObject } from '../json.ts';
import type { CrmRecord } from '../records/record.ts';
import type { Story } from './story.ts';

const bag = z.record(z.string(), z.json());

/** The entry key of a person of whom nothing is known: something must stand where the journey reads it. */
const sampleKey = (path: string | undefined): JsonObject => {
  const name = /^\$\.properties\.([\w-]+)$/.exec(path ?? '')?.[1];
  return name === undefined ? {} : { [name]: 'simulated' };
};

/**
 * The story with what starts the journey, where nothing was said to happen: its event, as this person caused it last;
 * for other journeys an entry as if somebody asked for it, about their latest record where the journey is about one.
 */
export const withEntry = (input: {
  story: Story;
  journey: JourneyDefinition;
  history: readonly StoredEvent[] | undefined;
  records?: readonly CrmRecord[] | undefined;
}): Story => {
  const { story, journey, history = [], records = [] } = input;
  const { entry } = journey;
  if ('on' in entry) {
    const [first = ''] = entryNames(entry);
    const last = history.findLast((event) => entryNames(entry).includes(event.name));
    const properties = last?.properties ?? sampleKey(entry.key);
    return {
      ...story,
      events: [{ at: story.start, event: last?.name ?? first, properties: bag.parse(properties) }],
    };
  }
  if ('record' in entry) {
    const mine = records.filter(({ kind }) => kind === entry.record);
    const latest = mine.toSorted((a, b) => b.updatedAt - a.updatedAt)[0];
    const properties = latest === undefined ? {} : { record: latest.id };
    return latest === undefined ? story : { ...story, enter: [{ at: story.start, properties }] };
  }
  if ('segment' in entry || 'attribute' in entry) return { ...story, enter: [{ at: story.start }] };
  return story;
};
