import { keyOfFile } from '../../documents/check-key.ts';
import { locateInText } from '../../documents/json-document.ts';
import { locateInJourney } from '../../journey/checks/check-journey.ts';
import { unknownName } from '../../journey/checks/check-kit.ts';
import type { JourneyDefinition } from '../../journey/definition.ts';
import { factUses } from '../../journey/conditions-of.ts';
import type { Fragments } from '../../journey/fragments/fragment.ts';
import { isObject } from '../../json.ts';
import type { ObjectDefinition } from '../../objects/definition.ts';
import { withShipped } from '../../objects/shipped.ts';
import type { Problem } from '../../problem.ts';
import { neverHeld } from '../../records/never-held.ts';
import { systemPaths } from '../../records/record-fact.ts';
import { parsePath } from '../../rules/path.ts';
import type { RuleDefinition } from '../../rules/rule.ts';
import type { SegmentDefinition } from '../../rules/segment.ts';
import type { SortedFiles, WorkspaceFile } from '../workspace-files.ts';

type Known = {
  readonly objects: ReadonlyMap<string, ObjectDefinition>;
  /** Keys of objects whose files could not be read: they exist, but nothing is known of them. */
  readonly unread: ReadonlySet<string>;
};

type Locate = (input: { problems: readonly Problem[]; text: string; file: string }) => readonly Problem[];

const unknownField = (input: {
  object: ObjectDefinition;
  text: unknown;
  path: string;
}): readonly Problem[] => {
  const { object, text, path } = input;
  const [word] = typeof text === 'string' ? (parsePath(text) ?? []) : [];
  const known = [...Object.keys(object.fields), ...systemPaths];
  if (typeof word !== 'string' || known.includes(word)) return [];
  const kind = `field of \`${object.key}\``;
  return [unknownName({ code: 'unknown-field', path, kind, word, known, none: 'It has no fields.' })];
};

/** What is wrong with one question about records: its kind, the fields in `where`, the number to sum up. */
const checkQuestion = (input: {
  params: Readonly<Record<string, unknown>>;
  path: string;
  known: Known;
}): readonly Problem[] => {
  const { params, path, known } = input;
  const { kind, where, sum } = params;
  if (typeof kind !== 'string' || known.unread.has(kind)) return [];
  const object = known.objects.get(kind);
  const at = `${path}.params`;
  if (object === undefined) {
    const names = { word: kind, known: known.objects.keys(), none: 'There are no objects.' };
    return [unknownName({ code: 'unknown-object', path: `${at}.kind`, kind: 'object', ...names })];
  }
  if (object.person === undefined) {
    return [
      {
        code: 'object-without-person',
        path: `${at}.kind`,
        message: `Records of \`${kind}\` are about no person.`,
        hint: 'Name a kind whose object has `person`, or add `person` to the object.',
        severity: 'error',
      },
    ];
  }
  const asked = [...factUses({ value: where, path: `${at}.where` })].filter(({ fact }) => fact === 'record');
  return [
    ...asked.flatMap((use) => unknownField({ object, text: use.at, path: `${use.path}.path` })),
    ...unknownField({ object, text: sum, path: `${at}.sum` }),
    ...neverHeld({ object, value: where, path: `${at}.where` }),
  ];
};

const checkDocument = (document: unknown, known: Known): readonly Problem[] =>
  Object.entries(isObject(document) ? document : {}).flatMap(([name, value]) =>
    [...factUses({ value, path: name })].flatMap(({ fact, path, leaf }) =>
      fact === 'records' && isObject(leaf) && isObject(leaf.params)
        ? checkQuestion({ params: leaf.params, path, known })
        : [],
    ),
  );

/** Kinds and fields that conditions of segments, rules and journeys ask for by the fact `records`, and that no object has. */
export const checkRecordQuestions = (input: {
  sorted: Pick<SortedFiles, 'segments' | 'rules' | 'journeys' | 'objects'>;
  segments: readonly SegmentDefinition[];
  rules: readonly RuleDefinition[];
  journeys: readonly JourneyDefinition[];
  objects: readonly ObjectDefinition[];
  fragments: Fragments;
}): readonly Problem[] => {
  const { sorted, fragments } = input;
  const read = new Set(input.objects.map(({ key }) => key));
  const unread = new Set(sorted.objects.map(({ file }) => keyOfFile(file)).filter((key) => !read.has(key)));
  const known: Known = { objects: withShipped(input.objects), unread };
  const ofKind = (
    definitions: readonly { readonly key: string }[],
    files: readonly WorkspaceFile[],
    locate: Locate = locateInText,
  ): readonly Problem[] =>
    definitions.flatMap((definition) => {
      const { file, text } = files.find((one) => keyOfFile(one.file) === definition.key) ?? {};
      const problems = file === undefined ? [] : checkDocument(definition, known);
      return problems.length === 0 ? [] : locate({ problems, text: text ?? '', file: file ?? '' });
    });
  return [
    ...ofKind(input.segments, sorted.segments),
    ...ofKind(input.rules, sorted.rules),
    ...ofKind(input.journeys, sorted.journeys, (found) => locateInJourney({ ...found, fragments })),
  ];
};
