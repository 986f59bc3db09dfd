import { numberOf } from '../rules/decide/number-text.ts';
import type { Entry } from './definition.ts';

type AttributeEntry = Extract<Entry, { attribute: string }>;

/** Whether a number went over a threshold; no number counts as below it. */
const crosses = (input: {
  threshold: number;
  direction: AttributeEntry['direction'];
  from: unknown;
  to: unknown;
}): boolean => {
  const { threshold, direction = 'up' } = input;
  const [from, to] = [numberOf(input.from), numberOf(input.to)];
  const [was, is] = [from !== undefined && from >= threshold, to !== undefined && to >= threshold];
  // What is removed did not fall: nobody knows what it is.
  return direction === 'up' ? !was && is : was && to !== undefined && !is;
};

/** Whether a change of its attribute is one that an entry asks for; null stands for none. */
export const attributeFits = (input: { entry: AttributeEntry; from: unknown; to: unknown }): boolean => {
  const { entry, from, to } = input;
  if (JSON.stringify(from) === JSON.stringify(to)) return false;
  if (entry.crosses !== undefined) {
    return crosses({ threshold: entry.crosses, direction: entry.direction, from, to });
  }
  return (entry.from === undefined || entry.from === from) && (entry.to === undefined || entry.to === to);
};
