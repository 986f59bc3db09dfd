import { z } from '@hono/zod-openapi';
import type { DecisionKind } from '../../domain/journey/decisions.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import type { FunnelCounts } from '../ports/views.ts';

const reasons = z.array(z.object({ reason: z.string(), runs: z.int(), total: z.int() }));

const stepSchema = z.object({
  step: z.string(),
  type: z.string().openapi({ description: '`removed` when the step is in no version looked at any more.' }),
  waiting: z.int().openapi({ description: 'Runs that stand here now.' }),
  passed: z.int().openapi({ description: 'Runs that got through: sent, waited, heard, branched, done.' }),
  total: z.int().openapi({ description: 'The same with every passage counted, as loops make several.' }),
  skipped: reasons,
  deferred: reasons,
  exited: reasons,
  failed: reasons,
});

export const funnelSchema = z
  .object({
    journey: z.string(),
    version: z.int().optional(),
    entered: z.int(),
    heldOut: z.int(),
    active: z.int(),
    converted: z.int(),
    value: z.number().openapi({ description: 'What the goals reached were worth.' }),
    outcomes: z.array(z.object({ outcome: z.string(), runs: z.int() })),
    steps: z.array(stepSchema),
  })
  .openapi('Funnel');

type FunnelBody = Omit<z.infer<typeof funnelSchema>, 'journey' | 'version'>;
type StepBody = FunnelBody['steps'][number];
type Count = FunnelCounts['decisions'][number];

/** Kinds of decision after which a run has got through its step. */
const passes: ReadonlySet<DecisionKind> = new Set([
  'waited',
  'heard',
  'timed-out',
  'branched',
  'sent',
  'updated',
  'issued',
  'recommended',
  'none',
  'acted',
  'tasked',
  'enrolled',
]);

const reasonsOf = (counts: readonly Count[], kind: DecisionKind): StepBody['skipped'] =>
  counts
    .filter((count) => count.kind === kind)
    .map((count) => ({ reason: count.reason ?? 'unsaid', runs: count.runs, total: count.total }))
    .toSorted((a, b) => b.runs - a.runs);

const sum = (counts: readonly Count[], what: 'runs' | 'total'): number =>
  counts.reduce((all, count) => all + count[what], 0);

const shapeStep = (input: { step: string; type: string; counts: FunnelCounts }): StepBody => {
  const { step, type } = input;
  const counts = input.counts.decisions.filter((count) => count.step === step);
  const through = counts.filter((count) => passes.has(count.kind));
  return {
    step,
    type,
    waiting: input.counts.standing.find((one) => one.step === step)?.runs ?? 0,
    passed: sum(through, 'runs'),
    total: sum(through, 'total'),
    skipped: reasonsOf(counts, 'skipped'),
    deferred: reasonsOf(counts, 'deferred'),
    exited: reasonsOf(counts, 'exited'),
    failed: reasonsOf(counts, 'failed'),
  };
};

/** Puts the counts beside the steps, in the order of the file; steps only older versions had come last. */
export const shapeFunnel = (input: {
  definition: Pick<JourneyDefinition, 'steps'>;
  counts: FunnelCounts;
}): FunnelBody => {
  const { definition, counts } = input;
  const types = new Map([...walkSteps({ steps: definition.steps })].map(({ step }) => [step.id, step.type]));
  const counted = [...counts.standing, ...counts.decisions].map((count) => count.step);
  const removed = [...new Set(counted)].filter((step) => !types.has(step));
  return {
    entered: counts.entered,
    heldOut: counts.heldOut,
    active: counts.active,
    converted: counts.converted,
    value: counts.value,
    outcomes: counts.outcomes.map(({ outcome, runs }) => ({ outcome, runs })),
    steps: [
      ...[...types].map(([step, type]) => shapeStep({ step, type, counts })),
      ...removed.map((step) => shapeStep({ step, type: 'removed', counts })),
    ],
  };
};
