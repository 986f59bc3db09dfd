import { keyOfFile } from '../../documents/check-key.ts';
import { quoteList } from '../../documents/nearest.ts';
import { mapInTurns } from '../../in-turns.ts';
import { parseJourney } from '../../journey/checks/check-journey.ts';
import type { JourneyDefinition } from '../../journey/definition.ts';
import type { Fragments } from '../../journey/fragments/fragment.ts';
import type { JourneyContext } from '../../journey/journey-context.ts';
import type { StepTypes } from '../../journey/steps/step-type.ts';
import type { Problem } from '../../problem.ts';
import { readFragments } from './read-fragments.ts';
import type { SortedFiles } from '../workspace-files.ts';

/** The journeys of a workspace with the steps of its fragments in them. */
export type ReadJourneys = {
  readonly journeys: readonly JourneyDefinition[];
  readonly fragments: Fragments;
  readonly problems: readonly Problem[];
};

/** A problem that a journey has, with the key of the journey. */
type JourneyProblem = { readonly journey: string; readonly problem: Problem };

const placeOf = ({ code, file, path }: Problem): string => JSON.stringify([code, file, path]);

/**
 * The problems of journeys, where one that stands in a fragment is told once, with the journeys that have it. What the
 * file of a fragment says of itself is not repeated.
 */
const onceInFragments = (input: {
  found: readonly JourneyProblem[];
  sorted: SortedFiles;
  told: readonly Problem[];
}): readonly Problem[] => {
  const files = new Set(input.sorted.fragments.map(({ file }) => file));
  const isOfFragment = ({ problem }: JourneyProblem): boolean => files.has(problem.file ?? '');
  const told = new Set(input.told.map(placeOf));
  const groups = new Map<string, JourneyProblem[]>();
  for (const one of input.found.filter(isOfFragment)) {
    const place = placeOf(one.problem);
    if (!told.has(place)) groups.set(place, [...(groups.get(place) ?? []), one]);
  }
  const once = [...groups.values()].flatMap((group): Problem[] => {
    const [first] = group;
    if (first === undefined) return [];
    const keys = [...new Set(group.map(({ journey }) => journey))];
    const where = `${keys.length === 1 ? 'the journey' : 'the journeys'} ${quoteList(keys)}`;
    return [{ ...first.problem, message: `${first.problem.message} This is so in ${where}.` }];
  });
  return [...input.found.filter((one) => !isOfFragment(one)).map(({ problem }) => problem), ...once];
};

/** Reads the fragments and journeys of a workspace; what is wrong with a fragment is told once. */
export const readJourneys = async (input: {
  sorted: SortedFiles;
  context: JourneyContext | undefined;
  types: StepTypes | undefined;
}): Promise<ReadJourneys> => {
  const { sorted, context, types } = input;
  const { fragments, problems: told } = readFragments(sorted, types);
  const read = await mapInTurns(sorted.journeys, (file) => ({
    journey: keyOfFile(file.file),
    parsed: parseJourney({ ...file, context, types, fragments }),
  }));
  const found = read.flatMap(({ journey, parsed }) =>
    (parsed.ok ? parsed.warnings : parsed.problems).map((problem) => ({ journey, problem })),
  );
  return {
    journeys: read.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : [])),
    fragments,
    problems: [...told, ...onceInFragments({ found, sorted, told })],
  };
};
