import { type JsonDocument, lengthMax } from '../../documents/json-document.ts';
import { suggest } from '../../documents/nearest.ts';
import { formatPath } from '../../documents/path.ts';
import { isTooDeep, jsonDepthMax } from '../../json-depth.ts';
import { isObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { expandedDocument, type Origins } from './expanded-document.ts';
import type { Fragments } from './fragment.ts';
import { isStepPath, rawSteps, type Use, useOf, usesIn } from './raw-steps.ts';
import { renameSteps } from './rename-steps.ts';

type Path = readonly PropertyKey[];

/** A journey with the steps of fragments in the places where they are used. */
export type Expanded = {
  /** Places in it are those in the file that a step came from. */
  readonly document: JsonDocument;
  /** What is wrong with the uses, located. */
  readonly problems: readonly Problem[];
  /** Ids that steps of several files would have. */
  readonly clashes: ReadonlySet<string>;
  /** Ids that only a fragment could have given which was not put in. */
  readonly lost: ReadonlySet<string>;
};

type Work = { readonly fragments: Fragments; readonly origins: Origins };

const idMax = 64;

const idsOf = (value: unknown): readonly string[] =>
  [...rawSteps(value, ['steps'])].flatMap(({ step: { id } }) => (typeof id === 'string' ? [id] : []));

/** The steps of a document, where `splice` says what takes the place of a use; each keeps its place of origin. */
const spliced = (input: {
  document: JsonDocument;
  origins: Origins;
  splice: (use: Use) => readonly unknown[] | undefined;
}): { readonly value: unknown; readonly firsts: ReadonlyMap<string, string> } => {
  const { document, origins, splice } = input;
  const firsts = new Map<string, string>();
  const walk = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.flatMap((item: unknown, index) => place(item, [...path, index]));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, walk(item, [...path, name])]),
    );
  };
  const place = (item: unknown, path: Path): readonly unknown[] => {
    if (!isObject(item) || !isStepPath(path)) return [walk(item, path)];
    const use = useOf({ step: item, path });
    const inner = use === undefined ? undefined : splice(use);
    if (use !== undefined && inner !== undefined) {
      const [first] = idsOf(inner);
      if (first !== undefined) firsts.set(use.id, first);
      return inner;
    }
    const step = walk(item, path);
    origins.set(step, { document, path });
    return [step];
  };
  return { value: walk(document.value, []), firsts };
};

const moving =
  (origins: Origins) =>
  (before: object, after: object): void => {
    const origin = origins.get(before);
    if (origin !== undefined) origins.set(after, origin);
  };

/** The steps that take the place of a use, under ids that begin with its own; undefined when it has to stay. */
const stepsFor = (use: Use, work: Work): readonly unknown[] | undefined => {
  const { fragments, origins } = work;
  const document = fragments.get(use.key)?.document;
  if (document === undefined) return undefined;
  const { value, firsts } = spliced({ document, origins, splice: (inner) => stepsFor(inner, work) });
  const steps = isObject(value) ? value['steps'] : undefined;
  const own = new Set(idsOf(steps));
  const step = (id: string): string => (own.has(id) ? `${use.id}-${id}` : id);
  const renaming = { step, target: (id: string) => step(firsts.get(id) ?? id), moved: moving(origins) };
  const renamed = renameSteps({ value: steps, path: ['steps'], renaming });
  return Array.isArray(renamed) ? renamed : undefined;
};

type Fault = Pick<Problem, 'code' | 'message' | 'hint'>;

const unknownFragment = (word: string, fragments: Fragments): Fault => ({
  code: 'unknown-fragment',
  message: `There is no fragment \`${word}\`.`,
  hint: suggest({
    word,
    known: fragments.keys(),
    none: 'There are no fragments here: write the steps themselves.',
  }),
});

const tooLarge: Fault = {
  code: 'fragments-too-large',
  message: `With the fragments it uses, this journey has more than ${lengthMax} characters.`,
  hint: 'Use fewer fragments, or make several journeys of it.',
};

const tooDeep: Fault = {
  code: 'nested-too-deep',
  message: `With the fragments it uses, this journey nests more than ${jsonDepthMax} levels deep.`,
  hint: 'Write it flatter.',
};

const idTooLong = (id: string): Fault => ({
  code: 'id-too-long',
  message: `A step of the fragment would be \`${id}\`, which has ${id.length} characters; ${idMax} are allowed.`,
  hint: 'Give this step a shorter id.',
});

const taken = (id: string): Fault => ({
  code: 'duplicate-id',
  message: `A step of the fragment would be \`${id}\`, and this journey has another step of that id.`,
  hint: 'Give this step another id.',
});

/** The ids after a use that stayed, wherever the file names them. */
const namedAfter = (value: unknown, uses: readonly Use[]): ReadonlySet<string> => {
  const text = uses.length === 0 ? '' : JSON.stringify(value);
  const named = [...text.matchAll(/[a-z][a-z0-9-]*/g)].map(([word]) => word);
  return new Set(named.filter((word) => uses.some(({ id }) => word.startsWith(`${id}-`))));
};

type Replaced = { readonly use: Use; readonly ids: readonly string[] };

/** Puts the steps of fragments into a journey; with what was replaced, what stayed, and why. */
const replaceUses = (input: {
  work: Work;
  document: JsonDocument;
  report: (path: Path, fault: Fault, step?: string) => void;
}): { readonly value: unknown; readonly replaced: readonly Replaced[]; readonly stayed: readonly Use[] } => {
  const { work, document, report } = input;
  const { fragments, origins } = work;
  const stayed: Use[] = [];
  const replaced: Replaced[] = [];
  let length = 0;
  const stays = (use: Use, field: string, fault?: Fault): undefined => {
    stayed.push(use);
    if (fault !== undefined) report([...use.path, field], fault, use.id);
  };
  const splice = (use: Use): readonly unknown[] | undefined => {
    if (!fragments.has(use.key)) return stays(use, 'use', unknownFragment(use.key, fragments));
    const more = fragments.get(use.key)?.length ?? 0;
    if (length + more > lengthMax) return stays(use, 'use', tooLarge);
    length += more;
    const steps = stepsFor(use, work);
    if (steps === undefined) return stays(use, 'use');
    const ids = idsOf(steps);
    const long = ids.find((id) => id.length > idMax);
    if (long !== undefined) return stays(use, 'id', idTooLong(long));
    replaced.push({ use, ids });
    return steps;
  };
  const { value, firsts } = spliced({ document, origins, splice });
  const target = (id: string): string => firsts.get(id) ?? id;
  const renaming = { step: (id: string) => id, target, moved: moving(origins) };
  return { value: renameSteps({ value, path: [], renaming }), replaced, stayed };
};

const countsOf = (ids: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

/** The ids that steps of a use share with other steps of the journey; those twice in a fragment are its own matter. */
const sharedBy = ({ ids }: Replaced, all: ReadonlyMap<string, number>): readonly string[] =>
  [...countsOf(ids)].filter(([id, own]) => (all.get(id) ?? 0) > own).map(([id]) => id);

/**
 * Puts the steps of fragments where a journey uses them, before it is checked: `first` of the fragment that the step
 * `welcome` uses becomes `welcome-first`, in itself and wherever the fragment names it. A `go-to` to `welcome` leads to the
 * first of them. A use that cannot be replaced stays, with a problem here or in the file of the fragment.
 */
export const expandFragments = (input: { document: JsonDocument; fragments: Fragments }): Expanded => {
  const { document, fragments } = input;
  const clashes = new Set<string>();
  if (usesIn(document.value).length === 0) return { document, problems: [], clashes, lost: new Set() };
  const origins: Origins = new Map();
  const problems: Problem[] = [];
  const report = (path: Path, fault: Fault, step?: string): void => {
    const at = { file: document.file, path: formatPath(path), ...document.locate(path) };
    problems.push({ ...fault, ...at, ...(step === undefined ? {} : { step }), severity: 'error' });
  };
  const work = { fragments, origins };
  const { value, replaced, stayed } = replaceUses({ work, document, report });
  const all = countsOf(idsOf(isObject(value) ? value['steps'] : undefined));
  for (const one of replaced) {
    const shared = sharedBy(one, all);
    for (const id of shared) clashes.add(id);
    const [first] = shared;
    if (first !== undefined) report([...one.use.path, 'id'], taken(first), one.use.id);
  }
  if (isTooDeep(JSON.stringify(value))) report(['steps'], tooDeep);
  const lost = namedAfter(document.value, stayed);
  return { document: expandedDocument({ document, value, origins }), problems, clashes, lost };
};
