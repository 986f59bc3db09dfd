import { suggest } from '../documents/nearest.ts';
import type { Problem } from '../problem.ts';
import { activityNames, computedNames, predictionNames, profileNames } from './attribute-names.ts';

/** A place that reads an attribute of a profile; `attribute` is its path there, `computed.orders`. */
export type AttributeUse = { readonly attribute: string; readonly path: string; readonly step?: string };

/** The fields of a profile whose own fields are known. */
const groups: ReadonlyMap<string, readonly string[]> = new Map([
  ['activity', activityNames],
  ['computed', computedNames],
  ['predictions', predictionNames],
]);

/** What is missing at a path of a profile whose fields are known; undefined when it may be there. */
const missingAt = (
  attribute: string,
): { readonly word: string; readonly known: readonly string[] } | undefined => {
  const [first = '', second] = attribute.split('.').map((part) => part.replaceAll(/\[.*$/g, ''));
  if (!profileNames.includes(first)) return { word: first, known: profileNames };
  const known = groups.get(first);
  if (known === undefined || second === undefined || known.includes(second)) return undefined;
  return { word: second, known };
};

/** Warnings of attributes of a profile that nothing ever sets, wherever they are read. Traits may have any name. */
export const unknownAttributes = (uses: readonly AttributeUse[]): readonly Problem[] =>
  uses.flatMap(({ attribute, ...at }): Problem[] => {
    const missing = missingAt(attribute);
    if (missing === undefined) return [];
    const message = `No profile has \`${attribute}\`: nothing sets it.`;
    const hint = suggest({ ...missing, none: '' });
    return [{ code: 'unknown-attribute', ...at, message, hint, severity: 'warning' }];
  });
