import { hashId } from '../../domain/hash.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import type { DateEntry } from '../../domain/profiles/entry-dates.ts';
import type { PublishedWorkspace } from './ports.ts';

type Journeys = PublishedWorkspace['journeys'];

/** The journeys that start at a date of the person and take people in. */
export const dateEntriesOf = (journeys: Journeys): readonly DateEntry[] =>
  journeys.flatMap(({ key, mode, frozen, definition }): DateEntry[] => {
    const { entry } = definition;
    if (mode !== 'live' || frozen?.entries === 'refuse' || !('date' in entry)) return [];
    const { date: path, yearly, offset, at } = entry;
    const rule = { yearly, at, ...(offset === undefined ? {} : { offset }) };
    return [{ journey: key, path, rule, plan: hashId(path, yearly ? 1 : 0, offset ?? '', at) }];
  });

/**
 * What memberships and dates of people are worked out from. When it changes, everybody has to be
 * looked at again.
 */
export const peoplePlanOf = (input: {
  published: PublishedWorkspace;
  dateEntries: readonly DateEntry[];
}): string => {
  const { published, dateEntries } = input;
  const segments = Object.entries(published.files)
    .filter(([path]) => path.startsWith('segments/'))
    .map(([path, hash]) => `${path} ${hash}`)
    .toSorted();
  const dates = dateEntries.map(({ journey, plan }) => `${journey} ${plan}`).toSorted();
  return hashId(published.settings.timezone, ...segments, ...dates);
};

/**
 * Paths of the profile whose change starts or moves something: attributes that journeys start at, and dates that
 * waits depend on.
 */
export const watchedPathsOf = (journeys: Journeys): readonly string[] => {
  const paths = journeys.flatMap(({ definition }) => {
    const { entry, steps } = definition;
    const waits = [...walkSteps({ steps })].flatMap(({ step, stepType }) => {
      if (stepType.rests?.(step) !== true) return [];
      const read = (stepType.reads?.(step) ?? []).map(({ text }) => text);
      return read
        .filter((path) => path.startsWith('$.profile.'))
        .map((path) => path.replace('$.profile.', '$.'));
    });
    return 'attribute' in entry ? [entry.attribute, ...waits] : waits;
  });
  return [...new Set([...paths, '$.traits.timezone'])];
};
