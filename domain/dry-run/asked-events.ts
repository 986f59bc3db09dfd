import type { JourneyDefinition } from '../journey/definition.ts';
import { factUses } from '../journey/conditions-of.ts';
import { isObject } from '../json.ts';

/**
 * The names of the events conditions ask about, anywhere in these definitions: of a person's history nothing
 * else has to be read.
 */
export const askedEvents = (definitions: readonly (JourneyDefinition | object)[]): readonly string[] => {
  const names = new Set<string>();
  for (const use of factUses({ value: definitions, path: '' })) {
    const params = isObject(use.leaf) ? use.leaf['params'] : undefined;
    const name = isObject(params) ? params['name'] : undefined;
    if (use.fact === 'events' && typeof name === 'string') names.add(name);
  }
  return [...names];
};
