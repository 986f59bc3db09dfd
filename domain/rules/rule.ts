import { z } from 'zod';

import { parseDocument, conclude } from '../documents/parse-document.ts';
import { keyOfFile } from '../documents/check-key.ts';
import type { Checked } from '../problem.ts';
import { durationSchema } from '../time/duration.ts';
import { conditionsSchemaFor } from './conditions.ts';
import { eventFacts } from './facts.ts';
import { keySchema } from './key.ts';

const traitName = z
  .string()
  .regex(
    /^(?!__proto__$|constructor$|prototype$)[\p{L}_][\p{L}\p{N}_-]{0,99}$/u,
    'must be a plain name such as `plan`',
  );

const tags = z.array(z.string().min(1).max(60)).min(1).max(50);
const templated = 'May hold templates such as `{{event.properties.order_id}}`.';

const outcome = <T extends string, P extends z.ZodType>(type: T, params: P, what: string) =>
  z.strictObject({ type: z.literal(type).describe(what), params }).describe(what);

const enrol = outcome(
  'enrol',
  z.strictObject({
    journey: keySchema.describe('The key of the journey to start.'),
    key: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(`What the run is about, such as an order. ${templated}`),
  }),
  'Starts a journey for the person.',
);

const set = outcome(
  'set',
  z.strictObject({
    traits: z.record(traitName, z.json()).describe('Traits and their new values; null removes.'),
  }),
  'Sets traits of the person.',
);

const tag = outcome(
  'tag',
  z
    .strictObject({
      add: tags.optional().describe('Tags to add.'),
      remove: tags.optional().describe('Tags to remove.'),
    })
    .refine((params) => params.add !== undefined || params.remove !== undefined, 'needs `add` or `remove`'),
  'Adds and removes tags of the person.',
);

const stage = outcome(
  'stage',
  z.strictObject({
    stage: z.string().min(1).max(60).describe('The lifecycle stage.'),
    backward: z.boolean().optional().describe('Also when that is a step back.'),
  }),
  'Moves the person to a lifecycle stage.',
);

const score = outcome(
  'score',
  z.strictObject({
    kind: z.enum(['fit', 'engagement']).describe('`fit`: who they are. `engagement`: what they do.'),
    by: z.number().int().min(-1000).max(1000).describe('How much to add; negative to take away.'),
    reason: z.string().min(1).max(200).optional().describe('Why, for whoever asks how the score came to be.'),
  }),
  'Changes the lead score of the person.',
);

const points = outcome(
  'points',
  z.strictObject({
    by: z.number().int().min(-1_000_000).max(1_000_000).describe('How many to add; negative to take away.'),
    reason: z.string().min(1).max(200).describe('Why, for the ledger.'),
  }),
  'Changes the loyalty points of the person.',
);

const task = outcome(
  'task',
  z.strictObject({
    title: z.string().min(1).max(200).describe(`What is to be done. ${templated}`),
    team: keySchema.optional().describe('Who does it.'),
    due: durationSchema.optional().describe('How soon, such as `2 days`.'),
  }),
  'Gives work to a person in the team.',
);

const action = outcome(
  'action',
  z.strictObject({
    plugin: keySchema.describe('A plugin instance of `ciclo.json`.'),
    action: z.string().min(1).max(60).describe('One of its actions.'),
    input: z.record(z.string(), z.json()).optional().describe(`Its input. ${templated}`),
  }),
  'Calls an action of a plugin.',
);

const eventName = z.string().min(1).max(200);

/** The schema of a rule file, `rules/<key>.json`. */
export const ruleSchema = z.strictObject({
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
  event: z
    .discriminatedUnion('type', [enrol, set, tag, stage, score, points, task, action])
    .describe('What happens then.'),
});

/** A rule as the engine uses it. */
export type RuleDefinition = Omit<z.infer<typeof ruleSchema>, '$schema'> & { readonly key: string };

/** What a fired rule asks for. */
export type RuleEvent = RuleDefinition['event'];

/** Reads a rule from the text of `rules/<key>.json`; the name of the file is its key. */
export const parseRule = (input: { text: string; file: string }): Checked<RuleDefinition> => {
  const parsed = parseDocument({ ...input, schema: ruleSchema });
  if (!parsed.ok) return parsed;
  const { $schema: _schema, ...rule } = parsed.value.value;
  return conclude({ value: { ...rule, key: keyOfFile(input.file) }, problems: [] });
};
