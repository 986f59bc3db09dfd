import { z } from 'zod';

import { parseDocument, conclude } from '../documents/parse-document.ts';
import { keyOfFile } from '../documents/check-key.ts';
import type { Checked } from '../problem.ts';
import { conditionsSchemaFor } from './conditions.ts';
import { eventFacts } from './facts.ts';
import { type OutcomeTypes, outcomeSchemaOf, outcomeTypes } from './outcomes.ts';

const eventName = z.string().min(1).max(200);

/** The schema of a rule file, `rules/<key>.json`, of a language. */
export const ruleSchemaOf = (types: OutcomeTypes) =>
  z.strictObject({
    $schema: z.string().optional().describe('For editors.'),
    name: z.string().min(1).max(120).describe('What people call the rule.'),
    description: z.string().max(1000).optional().describe('What it is for.'),
    on: z
      .array(eventName)
      .min(1)
      .max(50)
      .describe('The events it looks at, such as `Order Completed`; `*` for all.'),
    priority: z.number().int().min(1).max(1000).default(1).describe('Rules of higher priority come first.'),
    conditions: conditionsSchemaFor(eventFacts).describe('When it fires.'),
    event: outcomeSchemaOf(types).describe('What happens then.'),
  });

/** The schema of a rule file with the outcomes that come with the engine. */
export const ruleSchema = ruleSchemaOf(outcomeTypes);

/** A rule as the engine uses it. */
export type RuleDefinition = Omit<z.infer<typeof ruleSchema>, '$schema'> & { readonly key: string };

/** Reads a rule from the text of `rules/<key>.json`; the name of the file is its key. */
export const parseRule = (input: {
  text: string;
  file: string;
  types?: OutcomeTypes;
}): Checked<RuleDefinition> => {
  const { text, file, types } = input;
  const schema = types === undefined ? ruleSchema : ruleSchemaOf(types);
  const parsed = parseDocument({ text, file, schema });
  if (!parsed.ok) return parsed;
  const { $schema: _schema, ...rule } = parsed.value.value;
  return conclude({ value: { ...rule, key: keyOfFile(input.file) }, problems: [] });
};
