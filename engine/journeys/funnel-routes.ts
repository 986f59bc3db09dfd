import { z } from '@hono/zod-openapi';
import type { DecisionKind } from '../../domain/journey/decisions.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import { fromMinor } from '../../domain/money.ts';
import { countedAt } from '../../api/admin/counted-at.ts';
import type { Counted, FunnelCounts, Revenue } from '../../api/ports/views.ts';

const countedFields = {
  people: z.int().openapi({ description: 'Each person once.' }),
  runs: z.int().openapi({ description: 'Each run once; a person can have several.' }),
  total: z.int().openapi({ description: 'Every passage; loops make several of one run.' }),
};
const countedSchema = z.object(countedFields).openapi('Counted');

const reasons = z.array(z.object({ reason: z.string(), ...countedFields }));

const revenueSchema = z.array(
  z
    .object({
      currency: z.string(),
      minor: z.int().openapi({ description: 'In the smallest unit of the currency.' }),
      amount: z.number(),
    })
    .openapi('Revenue'),
);

const stepSchema = z.object({
  step: z.string(),
  type: z.string().openapi({ description: '`removed` when the step is in no version looked at any more.' }),
  entered: countedSchema,
  waiting: z.int().openapi({ description: 'Runs that stand here now.' }),
  passed: countedSchema.openapi({ description: 'Got through: sent, waited, heard, branched, done.' }),
  skipped: reasons,
  deferred: reasons,
  exited: reasons,
  failed: reasons,
  converted: z.int().openapi({ description: 'Runs that reached the goal after they had come here.' }),
  revenue: revenueSchema.openapi({ description: 'What those goals were worth.' }),
});

export const funnelSchema = z
  .object({
    journey: z.string(),
    version: z.int().optional(),
    countedAt,
    entered: z.int(),
    people: z.int().openapi({ description: 'People among those who entered, each once.' }),
    heldOut: z.int(),
    active: z.int(),
    converted: z.int(),
    convertedPeople: z.int(),
    revenue: revenueSchema.openapi({ description: 'What the goals reached were worth, by currency.' }),
    outcomes: z.array(z.object({ outcome: z.string(), runs: z.int() })),
    turnedAway: z
      .array(z.object({ reason: z.string(), people: z.int() }))
      .openapi({ description: 'People who came to the door and were not let in, each once by reason.' }),
    steps: z.array(stepSchema),
  })
  .openapi('Funnel');

type FunnelBody = Omit<z.infer<typeof funnelSchema>, 'journey' | 'version' | 'countedAt'>;
type StepBody = FunnelBody['steps'][number];
type Count = FunnelCounts['decisions'][number];

const nobody: Counted = { people: 0, runs: 0, total: 0 };

const countedBody = ({ people, runs, total }: Counted): StepBody['passed'] => ({ people, runs, total });

const revenueBody = (revenue: readonly Revenue[]): FunnelBody['revenue'] =>
  revenue.map(({ currency, minor }) => ({ currency, minor, amount: fromMinor({ minor, currency }) }));

const reasonsOf = (counts: readonly Count[], kind: DecisionKind): StepBody['skipped'] =>
  counts
    .filter((count) => count.kind === kind)
    .map((count) => ({ reason: count.reason ?? 'unsaid', ...countedBody(count) }))
    .toSorted((a, b) => b.runs - a.runs);

const shapeStep = (input: { step: string; type: string; counts: FunnelCounts }): StepBody => {
  const { step, type, counts } = input;
  const decisions = counts.decisions.filter((count) => count.step === step);
  const visits = counts.visits.find((one) => one.step === step);
  const conversions = counts.conversions.find((one) => one.step === step);
  return {
    step,
    type,
    entered: countedBody(visits?.entered ?? nobody),
    waiting: counts.standing.find((one) => one.step === step)?.runs ?? 0,
    passed: countedBody(visits?.passed ?? nobody),
    skipped: reasonsOf(decisions, 'skipped'),
    deferred: reasonsOf(decisions, 'deferred'),
    exited: reasonsOf(decisions, 'exited'),
    failed: reasonsOf(decisions, 'failed'),
    converted: conversions?.runs ?? 0,
    revenue: revenueBody(conversions?.revenue ?? []),
  };
};

/** Puts the counts beside the steps, in the order of the file; steps only older versions had come last. */
export const shapeFunnel = (input: {
  definition: Pick<JourneyDefinition, 'steps'>;
  counts: FunnelCounts;
}): FunnelBody => {
  const { definition, counts } = input;
  const types = new Map([...walkSteps({ steps: definition.steps })].map(({ step }) => [step.id, step.type]));
  const counted = [...counts.standing, ...counts.visits, ...counts.decisions].map((count) => count.step);
  const removed = [...new Set(counted)].filter((step) => !types.has(step));
  const { entered, people, heldOut, active, converted, convertedPeople } = counts;
  return {
    entered,
    people,
    heldOut,
    active,
    converted,
    convertedPeople,
    revenue: revenueBody(counts.revenue),
    outcomes: counts.outcomes.map(({ outcome, runs }) => ({ outcome, runs })),
    turnedAway: counts.turnedAway.map(({ reason, people: turned }) => ({ reason, people: turned })),
    steps: [
      ...[...types].map(([step, type]) => shapeStep({ step, type, counts })),
      ...removed.map((step) => shapeStep({ step, type: 'removed', counts })),
    ],
  };
};
