import { locateInText } from '../../documents/json-document.ts';
import { suggest } from '../../documents/nearest.ts';
import { segmentsIn } from '../../journey/checks/check-conditions-in-journey.ts';
import { unknownName } from '../../journey/checks/check-kit.ts';
import { attributesOf, usesInConditions } from '../../journey/uses-of.ts';
import type { Checked, Problem } from '../../problem.ts';
import { unknownAttributes } from '../../profiles/unknown-attributes.ts';
import { orderSegments } from '../../rules/segment-order.ts';
import { parseSegment, type SegmentDefinition } from '../../rules/segment.ts';
import { readPeople } from '../people-list.ts';
import type { SortedFiles } from '../workspace-files.ts';

export type ReadSegments = {
  /** Each after those it asks about. */
  readonly segments: readonly SegmentDefinition[];
  /** The people of each list that is used, by the name of its file. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly Problem[];
};

type Known = { readonly keys: ReadonlySet<string>; readonly people: Readonly<Record<string, string>> };

const checkSegment = (input: { segment: SegmentDefinition; known: Known }): readonly Problem[] => {
  const { segment, known } = input;
  if ('when' in segment) {
    const none = 'There are no other segments.';
    const attributes = attributesOf(usesInConditions({ value: segment.when, path: 'when' }));
    const unknown = segmentsIn({ value: segment.when, path: 'when' })
      .filter(({ key }) => !known.keys.has(key))
      .map(({ key, path }) =>
        unknownName({ code: 'unknown-segment', path, kind: 'segment', word: key, known: known.keys, none }),
      );
    return [...unknown, ...unknownAttributes(attributes)];
  }
  if (Object.hasOwn(known.people, segment.list)) return [];
  return [
    {
      code: 'unknown-list',
      path: 'list',
      message: `There is no file \`segments/${segment.list}\`.`,
      hint: suggest({
        word: segment.list,
        known: Object.keys(known.people),
        none: 'Put the list of people there.',
      }),
      severity: 'error',
    },
  ];
};

const readOne = (input: { file: string; text: string; known: Known }): Checked<SegmentDefinition> => {
  const { file, text, known } = input;
  const parsed = parseSegment({ text, file });
  if (!parsed.ok) return parsed;
  const problems = locateInText({ problems: checkSegment({ segment: parsed.value, known }), text, file });
  const all = [...parsed.warnings, ...problems];
  return problems.some(({ severity }) => severity === 'error')
    ? { ok: false, problems: all }
    : { ...parsed, warnings: all };
};

/** Reads the segments and the lists of people they name. */
export const readSegments = (sorted: SortedFiles): ReadSegments => {
  const keys = new Set(sorted.segments.map(({ file }) => file.slice('segments/'.length, -'.json'.length)));
  const known: Known = { keys, people: sorted.people };
  const texts = new Map(sorted.segments.map(({ file, text }) => [file, text]));
  const read = sorted.segments.map((file) => readOne({ ...file, known }));
  const segments = read.flatMap((one) => (one.ok ? [one.value] : []));
  const { ordered, problems: circles } = orderSegments(segments);
  const located = circles.flatMap((problem) => {
    const file = problem.file ?? '';
    return locateInText({ problems: [problem], text: texts.get(file) ?? '', file });
  });
  const named = segments.flatMap((segment) => ('list' in segment ? [segment.list] : []));
  const lists = Object.entries(sorted.people)
    .filter(([name]) => named.includes(name))
    .map(([name, text]) => ({ name, people: readPeople({ text, file: `segments/${name}` }) }));
  return {
    segments: ordered,
    lists: Object.fromEntries(lists.flatMap(({ name, people }) => (people.ok ? [[name, people.value]] : []))),
    problems: [
      ...read.flatMap((one) => (one.ok ? one.warnings : one.problems)),
      ...located,
      ...lists.flatMap(({ people }) => (people.ok ? people.warnings : people.problems)),
    ],
  };
};
