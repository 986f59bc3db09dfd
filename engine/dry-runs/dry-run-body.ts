import { z } from '@hono/zod-openapi';
import { own } from '../../domain/json.ts';
import type { Tally } from '../../domain/dry-run/tally.ts';
import { instant, iso } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { costsBody, costsSchema } from './costs-body.ts';
import type { ToldPerson, ToldRun } from './kept/kept-port.ts';
import { toldPeople } from './kept/told-people.ts';
import { type NamedStep, stepsInOrder } from './steps-in-order.ts';
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

/** People one by one, with what they would have got. */
export const toldSchema = z.array(z.object({ profileId: z.string(), runs: z.array(runSchema) }));

export const replaySchema = dryRunSchema
  .extend({
    told: toldSchema.openapi({
      description: 'Who would have entered, and what they would have got; at most 500 a part.',
    }),
  })
  .openapi('Replay');

/** What was counted, as answers show it: of one part, or of a whole dry run. */
export type Shown = Pick<DryRunPart, 'from' | 'until' | 'total' | 'tally' | 'budgets' | 'costs' | 'next'> & {
  readonly journey: string;
  /** The steps of the journey that was played, in order. */
  readonly steps: readonly NamedStep[];
};

const stepsOf = ({ steps, tally }: Shown): z.infer<typeof dryRunSchema>['steps'] =>
  steps.map(({ step, type }) => {
    const { runs = 0, decisions = {} } = own(tally.steps, step) ?? {};
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

/** What a dry run counted, as answers show it. */
export const shownBody = (shown: Shown): z.infer<typeof dryRunSchema> => {
  const { coupons: _coupons, ...tally } = plainTally(shown.tally);
  return {
    journey: shown.journey,
    from: iso(shown.from),
    until: iso(shown.until),
    ...given({ total: shown.total }),
    ...tally,
    steps: stepsOf(shown),
    offers: shown.budgets.map((budget) => ({ ...budget })),
    costs: costsBody(shown.costs),
    ...given({ next: shown.next }),
  };
};

/** One part of a dry run as answers show it. */
export const dryRunBody = (part: DryRunPart): z.infer<typeof dryRunSchema> =>
  shownBody({ ...part, journey: part.journey.key, steps: stepsInOrder(part.journey) });

const runBody = (run: ToldRun): z.infer<typeof runSchema> => ({
  key: run.key,
  enteredAt: iso(run.enteredAt),
  outcome: run.outcome,
  waitingAt: run.waitingAt,
  converted: run.converted,
  ...given({ value: run.value }),
  messages: run.messages.map(({ at, ...message }) => ({ at: iso(at), ...message })),
});

/** People one by one, as answers show them. */
export const toldBody = (people: readonly ToldPerson[]): z.infer<typeof toldSchema> =>
  people.map(({ profileId, runs }) => ({ profileId, runs: runs.map(runBody) }));

/** One part of a replay, with what each person would have got. */
export const replayBody = (part: DryRunPart): z.infer<typeof replaySchema> => ({
  ...dryRunBody(part),
  told: toldBody(toldPeople(part.people)),
});
