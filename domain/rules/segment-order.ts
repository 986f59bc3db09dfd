import { suggest } from '../documents/nearest.ts';
import type { Problem } from '../problem.ts';
import { childrenOf, isFactValue, isLeaf, type Condition, type Conditions } from './condition-shape.ts';
import { errorAt } from './problems.ts';
import type { SegmentDefinition } from './segment.ts';

/** The keys of the segments that conditions ask about. */
export const segmentsAskedBy = (conditions: Conditions): ReadonlySet<string> => {
  const keys = new Set<string>();
  const visit = (condition: Condition): void => {
    if (!isLeaf(condition)) {
      for (const child of childrenOf(condition)) visit(child);
    } else if (condition.fact === 'segments' && !isFactValue(condition.value)) {
      for (const key of [condition.value].flat()) keys.add(String(key));
    }
  };
  visit(conditions);
  return keys;
};

const askedBy = (segment: SegmentDefinition): ReadonlySet<string> =>
  'when' in segment ? segmentsAskedBy(segment.when) : new Set();

/** Conditions that ask about segments there are not. `path` is where the conditions stand. */
export const checkSegmentKeys = (input: {
  conditions: Conditions;
  known: ReadonlySet<string>;
  path: string;
}): Problem[] =>
  [...segmentsAskedBy(input.conditions)]
    .filter((key) => !input.known.has(key))
    .map((key) =>
      errorAt({
        code: 'unknown-segment',
        path: input.path,
        message: `There is no segment \`${key}\`.`,
        hint: suggest({ word: key, known: input.known, none: 'Add it to `segments/`.' }),
      }),
    );

/**
 * Segments in an order in which each comes after those it asks about, so that memberships can be worked out
 * in one pass; with the segments that go in a circle as problems, and left out.
 */
export const orderSegments = (
  segments: readonly SegmentDefinition[],
): { readonly ordered: readonly SegmentDefinition[]; readonly problems: readonly Problem[] } => {
  const known = new Set(segments.map((segment) => segment.key));
  const placed = new Set<string>();
  const ordered: SegmentDefinition[] = [];
  let waiting = segments;
  for (;;) {
    const ready = waiting.filter((segment) =>
      [...askedBy(segment)].every((key) => placed.has(key) || !known.has(key)),
    );
    if (ready.length === 0) break;
    for (const segment of ready) placed.add(segment.key);
    ordered.push(...ready);
    waiting = waiting.filter((segment) => !placed.has(segment.key));
  }
  const problems = waiting.map((segment): Problem => ({
    ...errorAt({
      code: 'segments-in-a-circle',
      path: 'when',
      message: `Whether somebody is in \`${segment.key}\` depends on itself.`,
      hint: `Take one of ${waiting.map((one) => `\`${one.key}\``).join(', ')} out of the circle.`,
    }),
    file: `segments/${segment.key}.json`,
  }));
  return { ordered, problems };
};
