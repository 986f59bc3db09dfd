import { z } from '@hono/zod-openapi';

import { instant, iso, isoField, text } from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { Position } from '../../../api/ports/views.ts';
import { draftField } from '../draft-body.ts';
import { dryRunSchema, shownBody, toldBody, toldSchema } from '../dry-run-body.ts';
import { type DryRunLine, dryRunStates, type KeptDryRun, playedHow } from './kept-port.ts';

/** What is to be played. */
export const newDryRunSchema = z.strictObject({
  journey: text(64).openapi({ description: 'The key of the journey.', example: 'cart-recovery' }),
  how: z.enum(playedHow).default('dry-run').openapi({
    description:
      '`dry-run`: the next days with the people there are; `replay`: the last ones with what happened.',
  }),
  days: z.int().min(1).max(90).default(7),
  definition: draftField,
});

export const dryRunLineSchema = z
  .object({
    id: z.string(),
    journey: z.string(),
    how: z.enum(playedHow),
    days: z.int(),
    version: z.int().optional().openapi({ description: 'The version that is played; absent for a draft.' }),
    by: z.string().openapi({ description: 'Who began it: a key or a user by their id.' }),
    state: z.enum(dryRunStates),
    total: z
      .int()
      .optional()
      .openapi({ description: 'Everybody who could enter; absent until the first of them were played.' }),
    people: z.int().openapi({ description: 'People who were played.' }),
    entered: z.int().openapi({ description: 'Those of them who entered.' }),
    failure: z.string().optional(),
    createdAt: instant,
    endedAt: instant.optional(),
  })
  .openapi('KeptDryRun');

export const wholeDryRunSchema = dryRunLineSchema
  .extend({
    definition: z.record(z.string(), z.unknown()).openapi({ description: 'The journey that is played.' }),
    result: dryRunSchema
      .optional()
      .openapi({ description: 'What everybody who was played comes to; absent until the first were.' }),
    told: toldSchema.openapi({
      description: 'Of a replay: who would have entered, and what they would have got; at most 200 people.',
    }),
  })
  .openapi('WholeDryRun');

/** A dry run as lists show it. */
export const dryRunLineBody = (line: DryRunLine): z.infer<typeof dryRunLineSchema> => ({
  id: line.id,
  journey: line.journey,
  how: line.how,
  days: line.days,
  ...given({ version: line.version }),
  by: line.by,
  state: line.state,
  ...given({ total: line.total }),
  people: line.people,
  entered: line.entered,
  ...given({ failure: line.failure }),
  createdAt: iso(line.createdAt),
  ...isoField('endedAt', line.endedAt),
});

/** A dry run with everything it came to. */
export const wholeDryRunBody = (dryRun: KeptDryRun): z.infer<typeof wholeDryRunSchema> => {
  const { journey, counted, total } = dryRun;
  const definition: Record<string, unknown> = JSON.parse(dryRun.definition);
  return {
    ...dryRunLineBody(dryRun),
    definition,
    ...(counted === undefined ? {} : { result: shownBody({ ...counted, journey, ...given({ total }) }) }),
    told: toldBody(dryRun.told),
  };
};

/** Where a dry run is in lists. */
export const dryRunPosition = (line: DryRunLine): Position => ({ at: line.createdAt, n: 0, id: line.id });
