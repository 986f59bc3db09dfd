import { isObject } from '../json.ts';
import type { JourneyDefinition } from './definition.ts';
import { innerLists } from './graph.ts';
import type { Step } from './steps.ts';

/** What differs between two versions of a journey; steps by their id, in the order of the newer one. */
export type VersionDifferences = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Steps that do something else than before. */
  readonly changed: readonly string[];
  /** Steps that stand elsewhere: in another branch, or in another order among their neighbours. */
  readonly moved: readonly string[];
  /** Whether people come in otherwise. */
  readonly entry: boolean;
  readonly exit: boolean;
  readonly goal: boolean;
  /** Other fields that differ: `holdout`, `priority`, `name`, ... */
  readonly fields: readonly string[];
};

const isSteps = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((one) => isObject(one) && typeof one['id'] === 'string' && typeof one['type'] === 'string');

const lists = new Set(['then', 'otherwise', 'onFailure', 'steps']);

/** JSON in which the order of fields does not matter; `bare`: without the steps inside a step. */
const textOf = (input: { value: unknown; bare: boolean }): string =>
  JSON.stringify(input.value, (name, part: unknown) => {
    if (input.bare && lists.has(name) && isSteps(part)) return undefined;
    if (!isObject(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? '';

type Placed = { readonly step: Step; readonly list: string; readonly place: number };

/** Every step with the list it stands in and its place there. */
const placesOf = (steps: readonly Step[], list = ''): readonly [string, Placed][] =>
  steps.flatMap((step, place): [string, Placed][] => [
    [step.id, { step, list, place }],
    ...innerLists(step).flatMap((inner) => placesOf(inner.steps, `${step.id}/${inner.name}`)),
  ]);

/** Of a list of numbers the longest part that rises: those need not have moved. */
const risingPart = (numbers: readonly number[]): ReadonlySet<number> => {
  const best: number[][] = [];
  for (const number of numbers) {
    const before = best
      .filter((part) => (part.at(-1) ?? -1) < number)
      .reduce<readonly number[]>((longest, part) => (part.length > longest.length ? part : longest), []);
    best.push([...before, number]);
  }
  return new Set(best.reduce((longest, part) => (part.length > longest.length ? part : longest), []));
};

const movedSteps = (input: {
  before: ReadonlyMap<string, Placed>;
  after: ReadonlyMap<string, Placed>;
}): readonly string[] => {
  const stayed = new Map<string, { id: string; from: number }[]>();
  const moved: string[] = [];
  for (const [id, { list }] of input.after) {
    const before = input.before.get(id);
    if (before === undefined) continue;
    if (before.list === list) stayed.set(list, [...(stayed.get(list) ?? []), { id, from: before.place }]);
    else moved.push(id);
  }
  for (const steps of stayed.values()) {
    const rising = risingPart(steps.map(({ from }) => from));
    moved.push(...steps.filter(({ from }) => !rising.has(from)).map(({ id }) => id));
  }
  return moved;
};

const compared = ['name', 'description', 'stage', 'holdout', 'priority', 'caps', 'quietHours'] as const;

/** Says what differs between two versions of a journey. */
export const versionDifferences = (input: {
  before: JourneyDefinition;
  after: JourneyDefinition;
}): VersionDifferences => {
  const before = new Map(placesOf(input.before.steps));
  const after = new Map(placesOf(input.after.steps));
  const differs = (a: unknown, b: unknown, bare = false): boolean =>
    textOf({ value: a, bare }) !== textOf({ value: b, bare });
  const moved = new Set(movedSteps({ before, after }));
  const ids = [...after.keys()];
  return {
    added: ids.filter((id) => !before.has(id)),
    removed: [...before.keys()].filter((id) => !after.has(id)),
    changed: ids.filter((id) => before.has(id) && differs(before.get(id)?.step, after.get(id)?.step, true)),
    moved: ids.filter((id) => moved.has(id)),
    entry: differs(input.before.entry, input.after.entry),
    exit: differs(input.before.exit, input.after.exit),
    goal: differs(input.before.goal ?? null, input.after.goal ?? null),
    fields: compared.filter((field) => differs(input.before[field] ?? null, input.after[field] ?? null)),
  };
};
