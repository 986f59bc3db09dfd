import { suggest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import { computedNames, predictionNames, profileNames } from '../../profiles/attribute-names.ts';
import { type CheckInput, warning } from './check-kit.ts';
import { conditionsOf, factUses } from '../conditions-of.ts';

const head = /^\$\.([\w-]+)(?:\.([\w-]+))?/;

/** The fields of a profile whose own fields are known. */
const groups: ReadonlyMap<string, readonly string[]> = new Map([
  ['computed', computedNames],
  ['predictions', predictionNames],
]);

/** What is missing at a path of a profile whose fields are known; undefined when it may be there. */
const unknownAt = (
  path: string,
): { readonly word: string; readonly known: readonly string[] } | undefined => {
  const [, first = '', second] = head.exec(path) ?? [];
  if (!profileNames.includes(first)) return { word: first, known: profileNames };
  const known = groups.get(first);
  if (known === undefined || second === undefined || known.includes(second)) return undefined;
  return { word: second, known };
};

/** Conditions on attributes of a profile that nothing ever sets: they cannot hold. Traits may have any name. */
export const checkAttributes = (input: CheckInput): readonly Problem[] =>
  conditionsOf(input).flatMap((placed) =>
    [...factUses({ value: placed.conditions, path: placed.path })].flatMap(
      ({ fact, at, path }): Problem[] => {
        const missing = fact === 'profile' && at !== undefined ? unknownAt(at) : undefined;
        if (missing === undefined) return [];
        return [
          warning({
            code: 'unknown-attribute',
            ...(placed.step === undefined ? {} : { step: placed.step }),
            path: `${path}.path`,
            message: `No profile has \`${at ?? ''}\`: nothing sets it.`,
            hint: suggest({ ...missing, none: '' }),
          }),
        ];
      },
    ),
  );
