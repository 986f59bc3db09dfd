import type { ObjectDefinition } from '../../../domain/objects/definition.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { Checked, Problem } from '../../../domain/problem.ts';
import {
  childrenOf,
  type Condition,
  type Conditions,
  isLeaf,
} from '../../../domain/rules/condition-shape.ts';
import { checkConditions } from '../../../domain/rules/conditions.ts';
import type { MongoFilter, MongoRoot } from '../../../domain/rules/mongo/mongo-field.ts';
import { toMongoFilter } from '../../../domain/rules/mongo/mongo-filter.ts';
import { errorAt, joinPaths } from '../../../domain/rules/problems.ts';
import { guideOf, type Guide, type Known, knownPaths } from './leaf-guide.ts';

/** What a list is looked up by: what is exactly asked, and alternatives that stand on an index and together find all of it. */
export type ListFilter = { readonly exact: MongoFilter; readonly guides: readonly MongoFilter[] };

/** More alternatives than this are no question to an index. */
const alternativesMax = 20;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Where the database keeps the fact `record`: fields under `data`, what every record has at the top. */
const rootOf = (definition: ObjectDefinition, known: ReadonlyMap<string, Known>): MongoRoot => {
  const keys = Object.keys(definition.fields);
  const ofKind = (kind: Known['kind']): RegExp => {
    const paths = [...known].flatMap(([path, one]) =>
      one.kind === kind ? [one.stored ?? `data.${path}`] : [],
    );
    return new RegExp(`^(?:${paths.map(escaped).join('|')})$`);
  };
  const moneys = keys.filter((key) => definition.fields[key]?.type === 'money');
  return {
    prefix: '',
    renamed: Object.fromEntries(keys.map((key) => [key, `data.${key}`])),
    objects: new Set(moneys.map((key) => `data.${key}`)),
    instants: ofKind('instant'),
    numbers: ofKind('number'),
  };
};

type Work = {
  readonly known: ReadonlyMap<string, Known>;
  readonly now: number;
  readonly zone: string;
  readonly problems: Problem[];
};

/** The way into an index that finds all that conditions hold for; undefined when there is none, which is noted. */
const guideFor = (input: { condition: Condition; path: string; work: Work }): Guide | undefined => {
  const { condition, path, work } = input;
  if (isLeaf(condition)) {
    const found = guideOf({ leaf: condition, ...work });
    if (found.ok) return found.guide;
    work.problems.push(errorAt({ ...found, path }));
    return undefined;
  }
  if ('not' in condition) {
    const message = 'No index finds what does not hold.';
    const hint = 'Ask for what holds, or put `not` beside such a condition in `all`.';
    work.problems.push(errorAt({ code: 'not-on-an-index', path: joinPaths(path, 'not'), message, hint }));
    return undefined;
  }
  const group = 'all' in condition ? 'all' : 'any';
  const guides = childrenOf(condition).map((child, index) =>
    guideFor({ condition: child, path: joinPaths(path, `${group}[${index}]`), work }),
  );
  const there = guides.flatMap((guide) => guide ?? []);
  if (group === 'all') return there.toSorted((a, b) => a.rank - b.rank)[0];
  if (there.length < guides.length) return undefined;
  return {
    rank: Math.max(...there.map(({ rank }) => rank)),
    filters: there.flatMap(({ filters }) => filters),
  };
};

/**
 * Makes what a list is looked up by of conditions over the fact `record`. Problems are what is wrong with the conditions, and
 * conditions that no index answers: at least one of those in `all`, and each of those in `any`, has to stand on one.
 */
export const listFilter = (input: {
  object: ReadyObject;
  conditions: Conditions;
  /** Epoch milliseconds. */
  now: number;
  zone: string;
}): Checked<ListFilter> => {
  const { conditions, now, zone } = input;
  const { definition, types } = input.object;
  const wrong = checkConditions({ conditions, path: 'filter', facts: ['record', 'now'] });
  if (wrong.length > 0) return { ok: false, problems: wrong };
  const known = knownPaths({ definition, types });
  const work: Work = { known, now, zone, problems: [] };
  const guide = guideFor({ condition: conditions, path: 'filter', work });
  if (guide === undefined) return { ok: false, problems: work.problems };
  const unknown = work.problems.filter(({ code }) => code === 'unknown-field');
  if (unknown.length > 0) return { ok: false, problems: unknown };
  if (guide.filters.length > alternativesMax) {
    const message = `The filter has ${guide.filters.length} alternatives; ${alternativesMax} are allowed.`;
    const hint = 'Use `in` with a list, or ask several times.';
    return { ok: false, problems: [errorAt({ code: 'too-many', path: 'filter', message, hint })] };
  }
  const roots = { record: rootOf(definition, known) };
  const exact = toMongoFilter({ conditions, now, zone, path: 'filter', roots });
  return exact.ok ? { ...exact, value: { exact: exact.value, guides: guide.filters } } : exact;
};
