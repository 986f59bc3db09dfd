import type { JsonDocument } from '../../documents/json-document.ts';
import { suggest } from '../../documents/nearest.ts';
import { formatPath } from '../../documents/path.ts';
import type { Problem } from '../../problem.ts';
import type { Fragment, Fragments } from './fragment.ts';
import { rawSteps, type Use, usesIn } from './raw-steps.ts';

/** A fragment that was read, with the characters of its file; undefined where the file is no fragment at all. */
export type ReadFragment = { readonly document: JsonDocument; readonly length: number } | undefined;

/** How deep fragments use each other at most. */
export const fragmentDepthMax = 5;

type Graph = ReadonlyMap<string, readonly Use[]>;

/** Whether a fragment leads to another, itself included. */
const leadsTo = (graph: Graph, from: string, to: string): boolean => {
  const seen = new Set<string>();
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(graph.get(key) ?? []).map((use) => use.key));
  }
  return false;
};

/**
 * How many fragments stand in each other below one, itself included; endless where it leads to a circle, or to one
 * that is missing or cannot be read.
 */
const depthsOf = (graph: Graph, read: ReadonlyMap<string, ReadFragment>): ReadonlyMap<string, number> => {
  const depths = new Map<string, number>();
  const depthOf = (key: string): number => {
    const before = depths.get(key);
    if (before !== undefined) return before;
    if (read.get(key) === undefined) return Infinity;
    // Anyone who comes here again while this is worked out is in a circle.
    depths.set(key, Infinity);
    const depth = 1 + Math.max(0, ...(graph.get(key) ?? []).map((use) => depthOf(use.key)));
    depths.set(key, depth);
    return depth;
  };
  for (const key of graph.keys()) depthOf(key);
  return depths;
};

type Fault = Pick<Problem, 'code' | 'message' | 'hint'>;

const faultOf = (input: {
  from: string;
  use: Use;
  graph: Graph;
  depths: ReadonlyMap<string, number>;
}): Fault | undefined => {
  const { from, use, graph, depths } = input;
  if (!graph.has(use.key)) {
    const hint = suggest({ word: use.key, known: graph.keys(), none: '' });
    return { code: 'unknown-fragment', message: `There is no fragment \`${use.key}\`.`, hint };
  }
  if (leadsTo(graph, use.key, from)) {
    return {
      code: 'fragment-circle',
      message: `\`${from}\` uses \`${use.key}\`, which leads back to it, for ever.`,
      hint: 'Write the steps themselves in one of the two.',
    };
  }
  if (depths.get(use.key) !== fragmentDepthMax) return undefined;
  return {
    code: 'fragments-too-deep',
    message: `Fragments use each other at most ${fragmentDepthMax} deep, and with \`${from}\` there are more.`,
    hint: 'Write the steps of one of them themselves.',
  };
};

const twice = (document: JsonDocument): readonly Problem[] => {
  const first = new Map<unknown, string>();
  return [...rawSteps(document.value)].flatMap(({ step: { id }, path }): Problem[] => {
    const before = first.get(id);
    first.set(id, before ?? formatPath(path));
    if (typeof id !== 'string' || before === undefined) return [];
    const at = [...path, 'id'];
    const message = `The id \`${id}\` is taken by the step at ${before}.`;
    const place = { file: document.file, path: formatPath(at), step: id, ...document.locate(at) };
    return [{ code: 'duplicate-id', ...place, message, hint: 'Choose another.', severity: 'error' }];
  });
};

/** Characters of a fragment with those it uses, each as often as it is used. */
const lengthsOf = (input: {
  read: ReadonlyMap<string, ReadFragment>;
  graph: Graph;
}): ((key: string) => number) => {
  const { read, graph } = input;
  const known = new Map<string, number>();
  const lengthOf = (key: string): number => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const inner = (graph.get(key) ?? []).reduce((sum, use) => sum + lengthOf(use.key), 0);
    const length = (read.get(key)?.length ?? 0) + inner;
    known.set(key, length);
    return length;
  };
  return lengthOf;
};

/**
 * What is wrong with fragments beside each other, located: an unknown one, a circle, too many in each other, an id that
 * is there twice. With those that journeys can use: none that leads to one that is missing, unreadable or in a circle.
 */
export const checkFragments = (
  read: ReadonlyMap<string, ReadFragment>,
): { readonly fragments: Fragments; readonly problems: readonly Problem[] } => {
  const graph: Graph = new Map([...read].map(([key, one]) => [key, usesIn(one?.document.value)]));
  const depths = depthsOf(graph, read);
  const problems = [...read].flatMap(([from, one]): Problem[] => {
    if (one === undefined) return [];
    const { document } = one;
    const ofUses = (graph.get(from) ?? []).flatMap((use): Problem[] => {
      const fault = faultOf({ from, use, graph, depths });
      const at = [...use.path, 'use'];
      const place = { file: document.file, path: formatPath(at), step: use.id, ...document.locate(at) };
      return fault === undefined ? [] : [{ ...fault, ...place, severity: 'error' }];
    });
    return [...twice(document), ...ofUses];
  });
  const lengthOf = lengthsOf({ read, graph });
  const usable = (key: string): Fragment | undefined => {
    const one = read.get(key);
    if (one === undefined || (depths.get(key) ?? Infinity) > fragmentDepthMax) return undefined;
    return { document: one.document, length: lengthOf(key) };
  };
  return { fragments: new Map([...read.keys()].map((key) => [key, usable(key)])), problems };
};
