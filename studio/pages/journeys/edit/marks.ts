import { outlineOf, stepsIn } from '../outline.ts';
import { placesOf } from './change-text.ts';
import { stepAt } from './ways-at.ts';

/** What became of a step between two versions. */
export type Mark = 'added' | 'changed' | 'removed';

/** A step without the lists of steps that it leads into: those are steps of their own. */
const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !['then', 'steps', 'otherwise', 'onFailure'].includes(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, bare(inner)]),
  );
};

/** The steps that differ between two versions of a journey, by their ids. The order of fields counts for nothing. */
export const stepMarks = (input: { before: unknown; after: unknown }): ReadonlyMap<string, Mark> => {
  const { before, after } = input;
  const [old, now] = [placesOf(before), placesOf(after)];
  const marks = new Map<string, Mark>();
  for (const [id, path] of now) {
    const was = old.get(id);
    if (was === undefined) marks.set(id, 'added');
    else if (JSON.stringify(bare(stepAt(before, was))) !== JSON.stringify(bare(stepAt(after, path))))
      marks.set(id, 'changed');
  }
  for (const id of stepsIn(outlineOf(stepAt(before, ['steps'])))) if (!now.has(id)) marks.set(id, 'removed');
  return marks;
};
