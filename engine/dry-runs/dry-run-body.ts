import { z } from '@hono/zod-openapi';
import { walkSteps } from '../../domain/journey/graph.ts';
import type { Tally } from '../../domain/dry-run/tally.ts';
import type { SimulatedRun } from '../../domain/simulate/simulation.ts';
import { instant, iso } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { costsBody, costsSchema } from './costs-body.ts';
import type { DryRunPart } from './try-people.ts';

const counts = z.record(z.string(), z.int());

const tallyFields = {
  people: z.int().openapi({ description: 'Who was played.' }),
  entered: z.int().openapi({ description: 'Those of them who entered.' }),
  runs: z.int(),
  heldOut: z.int(),
  refused: counts.openapi({ description: 'Entries that were not made, by reason.' }),
  outcomes: counts,
  waiting: z.int().openapi({ description: 'Runs that had not ended at the end of the time.' }),
  converted: z.int(),
  value: z.number().openapi({ description: 'What the goals were worth together.' }),
  messages: counts.openapi({ description: 'By message.' }),
  days: counts.openapi({ description: 'Messages by day, in the zone of the business.' }),
  missed: z
    .object({ optedOut: z.int(), suppressed: z.int(), capped: z.int(), unreachable: z.int() })
    .openapi({ description: 'People who missed a message, or got it late (`capped`), and why.' }),
  cut: z.int().openapi({ description: 'People for whom something went on forever.' }),
};

export const dryRunSchema = z
  .object({
    journey: z.string(),
    from: instant,
    until: instant,
    total: z
      .int()
      .optional()
      .openapi({ description: 'Everybody who could enter; with the first part only.' }),
    ...tallyFields,
    steps: z.array(
      z.object({
        step: z.string(),
        type: z.string(),
        runs: z.int().openapi({ description: 'Runs that came to it.' }),
        decisions: counts.openapi({ description: 'What was decided there, `kind` or `kind:reason`.' }),
      }),
    ),
    offers: z.array(
      z.object({
        offer: z.string(),
        needed: z.int().openapi({ description: 'Coupons these people would be given.' }),
        left: z.int().nullable().openapi({ description: 'What is left of the budget; null: no limit.' }),
      }),
    ),
    costs: costsSchema,
    next: z
      .string()
      .optional()
      .openapi({ description: 'Send it as `cursor` for the next part; absent at the end.' }),
  })
  .openapi('DryRun');

const runSchema = z.object({
  key: z.string(),
  enteredAt: instant,
  outcome: z.string().nullable(),
  waitingAt: z.string().nullable(),
  converted: z.boolean(),
  value: z.number().optional(),
  messages: z.array(
    z.object({
      at: instant,
      step: z.string(),
      message: z.string(),
      channel: z.string(),
      subject: z.string(),
    }),
  ),
});

export const replaySchema = dryRunSchema
  .extend({
    told: z
      .array(z.object({ profileId: z.string(), runs: z.array(runSchema) }))
      .openapi({ description: 'Who would have entered, and what they would have got; at most 500 a part.' }),
  })
  .openapi('Replay');

const stepsOf = (part: DryRunPart): z.infer<typeof dryRunSchema>['steps'] =>
  [...walkSteps({ steps: part.journey.steps })].map(({ step: { id: step, type } }) => {
    const { runs = 0, decisions = {} } = part.tally.steps[step] ?? {};
    return { step, type, runs, decisions: { ...decisions } };
  });

const plainTally = ({ steps: _steps, ...tally }: Tally) => ({
  ...tally,
  refused: { ...tally.refused },
  outcomes: { ...tally.outcomes },
  messages: { ...tally.messages },
  days: { ...tally.days },
  missed: { ...tally.missed },
});

/** One part of a dry run as answers show it. */
export const dryRunBody = (part: DryRunPart): z.infer<typeof dryRunSchema> => {
  const { coupons: _coupons, ...tally } = plainTally(part.tally);
  return {
    journey: part.journey.key,
    from: iso(part.from),
    until: iso(part.until),
    ...given({ total: part.total }),
    ...tally,
    steps: stepsOf(part),
    offers: part.budgets.map((budget) => ({ ...budget })),
    costs: costsBody(part.costs),
    ...given({ next: part.next }),
  };
};

const runBody = (run: SimulatedRun): z.infer<typeof runSchema> => ({
  key: run.entryKey,
  enteredAt: iso(run.enteredAt),
  outcome: run.outcome,
  waitingAt: run.waiting?.step ?? null,
  converted: run.converted,
  ...given({ value: run.value }),
  messages: run.timeline.flatMap(({ message }) =>
    message === undefined
      ? []
      : [
          {
            at: iso(message.at),
            step: message.step,
            message: message.message,
            channel: message.channel,
            subject: message.subject,
          },
        ],
  ),
});

/** One part of a replay, with what each person would have got. */
export const replayBody = (part: DryRunPart): z.infer<typeof replaySchema> => ({
  ...dryRunBody(part),
  told: part.people.map(({ profileId, simulation }) => ({ profileId, runs: simulation.runs.map(runBody) })),
});
