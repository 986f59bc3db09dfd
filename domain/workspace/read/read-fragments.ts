import { checkKey, keyOfFile } from '../../documents/check-key.ts';
import { type JsonDocument, locateProblems, readJsonDocument } from '../../documents/json-document.ts';
import { checkDocument } from '../../documents/parse-document.ts';
import { isObject } from '../../json.ts';
import { asStepType } from '../../journey/checks/as-step-type.ts';
import { checkFragments, type ReadFragment } from '../../journey/fragments/check-fragments.ts';
import { fragmentSchemaOf, type Fragments } from '../../journey/fragments/fragment.ts';
import { usesIn } from '../../journey/fragments/raw-steps.ts';
import type { StepTypes } from '../../journey/steps/step-type.ts';
import type { Problem } from '../../problem.ts';
import type { SortedFiles, WorkspaceFile } from '../workspace-files.ts';

export type ReadFragments = { readonly fragments: Fragments; readonly problems: readonly Problem[] };

const fragmentsMax = 200;

const tooMany = (sorted: SortedFiles): readonly Problem[] =>
  sorted.fragments.slice(fragmentsMax).map(({ file }) => ({
    code: 'too-many-fragments',
    file,
    path: '',
    message: `There are ${sorted.fragments.length} fragments; ${fragmentsMax} are allowed.`,
    hint: 'Remove those that one journey uses, and write their steps there.',
    severity: 'error',
  }));

const shapeOf = (document: JsonDocument, types: StepTypes | undefined): readonly Problem[] => {
  const checked = checkDocument({ document, schema: fragmentSchemaOf(types) });
  if (!checked.ok) return checked.problems.map(asStepType);
  return locateProblems({ problems: checkKey({ key: checked.value.key, file: document.file }), document });
};

const readOne = (
  { file, text }: WorkspaceFile,
  types: StepTypes | undefined,
): { readonly key: string; readonly read: ReadFragment; readonly problems: readonly Problem[] } => {
  const key = keyOfFile(file);
  const document = readJsonDocument({ file, text });
  if (!document.ok) return { key, read: undefined, problems: document.problems };
  const { value } = document.value;
  const hasSteps = isObject(value) && Array.isArray(value['steps']);
  const read = hasSteps ? { document: document.value, length: text.length } : undefined;
  return { key, read, problems: shapeOf(document.value, types) };
};

/** Fragments that no journey and no other fragment uses. */
const unused = (sorted: SortedFiles, read: ReadonlyMap<string, ReadFragment>): readonly Problem[] => {
  const journeys = sorted.journeys.map(readJsonDocument);
  // A file that cannot be read may be the one that uses them.
  if (journeys.some(({ ok }) => !ok) || [...read.values()].includes(undefined)) return [];
  const documents = [
    ...journeys.flatMap((one) => (one.ok ? [one.value] : [])),
    ...[...read.values()].flatMap((one) => (one === undefined ? [] : [one.document])),
  ];
  const used = new Set(documents.flatMap(({ value }) => usesIn(value).map(({ key }) => key)));
  return sorted.fragments.flatMap(({ file }): Problem[] => {
    if (used.has(keyOfFile(file))) return [];
    const message = 'Nothing uses this fragment.';
    const hint = 'Use it in a journey by a step of the type `fragment`, or remove it.';
    return [{ code: 'unused-fragment', file, path: '', message, hint, severity: 'warning' }];
  });
};

/** Reads the fragments of a workspace, each in itself and beside the others. */
export const readFragments = (sorted: SortedFiles, types: StepTypes | undefined): ReadFragments => {
  if (sorted.fragments.length === 0) return { fragments: new Map(), problems: [] };
  const all = sorted.fragments.slice(0, fragmentsMax).map((file) => readOne(file, types));
  const read = new Map(all.map((one) => [one.key, one.read]));
  const { fragments, problems } = checkFragments(read);
  return {
    fragments,
    problems: [
      ...tooMany(sorted),
      ...all.flatMap((one) => one.problems),
      ...problems,
      ...unused(sorted, read),
    ],
  };
};
