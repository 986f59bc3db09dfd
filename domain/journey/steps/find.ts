import { z } from 'zod';

import { at } from '../../ledger/words.ts';
import { toJson } from '../../json.ts';
import { conditionsSchemaFor } from '../../rules/conditions.ts';
import { factTypes, noEvents } from '../../rules/facts.ts';
import { unfamiliarItemFields } from '../../rules/items/familiar-item-fields.ts';
import { compileItems } from '../../rules/items/item-conditions.ts';
import { itemsOf } from '../../rules/items/items-of.ts';
import { common, pathSchema, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('find', 'Finds items of a list, for later steps and messages.'),
  list: pathSchema.describe('Where the list is, such as `$.entry.properties.products`.'),
  where: conditionsSchemaFor(['item', 'now', 'profile', 'entry']).describe(
    'Which items: conditions over the fact `item`.',
  ),
  atMost: z.number().int().min(1).max(50).default(10).describe('How many items to keep; 10 by default.'),
});
export type FindStep = z.infer<typeof schema>;

/** Finds the items of a list for which conditions hold: `first`, the `items` themselves, and their `count`. */
export const find: StepType<FindStep> = {
  type: 'find',
  schema: () => schema,
  reads: (step) => [{ text: step.list, field: 'list' }],
  gives: ['first', 'items', 'count'],
  check: ({ step, path }) =>
    unfamiliarItemFields({ value: step.where, path: `${path}.where` }).map((problem) => ({
      ...problem,
      step: step.id,
    })),
  traceless: true,
  perform: async ({ step, now, zone, read }) => {
    const facts = {
      now,
      zone,
      profile: read('$.profile'),
      entry: read('$.entry'),
      segments: [],
      events: () => Promise.resolve(noEvents),
    };
    const holds = compileItems(step.where, factTypes)(facts);
    const found = itemsOf(read(step.list)).filter(holds);
    const items = found.slice(0, step.atMost).map(toJson);
    return resulted({ kind: 'done', output: { first: items[0] ?? null, items, count: found.length } });
  },
  words: {
    en: { acted: (facts) => `Found ${facts.detail('count')} items${at.en(facts)}.` },
    es: { acted: (facts) => `Encontró ${facts.detail('count')} elementos${at.es(facts)}.` },
  },
};
