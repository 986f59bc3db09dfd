import { checkConditions } from '../../rules/conditions.ts';
import { unfamiliarItemFields } from '../../rules/items/familiar-item-fields.ts';
import { isObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { type CheckInput, unknownName } from './check-kit.ts';
import { conditionsOf, factUses } from '../conditions-of.ts';

/** Conditions that ask for facts which are not known where they stand, or for segments that do not exist. */
export const checkJourneyConditions = (input: CheckInput): readonly Problem[] =>
  conditionsOf(input).flatMap((placed): Problem[] => {
    const step = placed.step === undefined ? {} : { step: placed.step };
    const { conditions: value, path } = placed;
    const problems = [...checkConditions(placed), ...unfamiliarItemFields({ value, path })].map(
      (problem) => ({
        ...problem,
        ...step,
      }),
    );
    const { context } = input;
    if (context === undefined) return problems;
    const segments = segmentsIn({ value: placed.conditions, path: placed.path });
    const unknown = segments.filter(({ key }) => !context.segments.has(key));
    const missing = unknown.map(({ key, path }) =>
      unknownName({
        ...step,
        code: 'unknown-segment',
        path,
        kind: 'segment',
        word: key,
        known: context.segments,
        none: 'There are no segments yet; add one in `segments/`.',
      }),
    );
    return [...problems, ...missing];
  });

/** The keys of segments that conditions compare with. */
export const segmentsIn = (input: {
  value: unknown;
  path: string;
}): readonly { readonly key: string; readonly path: string }[] =>
  [...factUses(input)].flatMap(({ fact, leaf, path }) => {
    if (fact !== 'segments' || !isObject(leaf)) return [];
    const { value } = leaf;
    if (typeof value === 'string') return [{ key: value, path: `${path}.value` }];
    if (!Array.isArray(value)) return [];
    return value.flatMap((key: unknown, index) =>
      typeof key === 'string' ? [{ key, path: `${path}.value[${index}]` }] : [],
    );
  });
