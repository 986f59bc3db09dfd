import { z } from '@hono/zod-openapi';
import type { Comparison } from '../../domain/experiments/compare.ts';
import type { ReadOut } from '../../domain/experiments/read-out.ts';
import type { Result } from '../../domain/experiments/result.ts';
import { sayResult } from '../../domain/experiments/say-result.ts';
import type { LedgerLocale } from '../../domain/ledger/reasons.ts';
import type { Estimate } from '../../domain/statistics/interval.ts';
import { instant, iso } from '../../api/admin/kit.ts';

const estimate = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .openapi('Estimate', { description: 'A figure, and the interval that holds the true one.' });

const armSchema = z.object({
  arm: z.string(),
  isControl: z.boolean(),
  people: z.int(),
  converted: z.int(),
  rate: estimate.openapi({ description: 'Converted by people, from 0 to 1.' }),
  revenue: z.int().openapi({ description: 'In all, in minor units, net of refunds and cancelled orders.' }),
  revenuePerPerson: estimate.optional().openapi({ description: 'In minor units.' }),
});

const comparisonSchema = z.object({
  arm: z.string(),
  against: z.string(),
  conversionDifference: estimate.openapi({ description: 'Of the two rates, from -1 to 1.' }),
  conversionRatio: estimate.optional(),
  revenueDifference: estimate.optional().openapi({ description: 'Per person, in minor units.' }),
  revenueRatio: estimate.optional(),
  detectable: z
    .number()
    .openapi({ description: 'The least difference of rates so many people show four times out of five.' }),
});

const readOutFields = {
  verdict: z.object({
    kind: z.enum(['too-early', 'running', 'sample-ratio-mismatch', 'winner', 'no-difference']),
    arm: z.string().optional(),
    by: z.enum(['conversion', 'revenue']).optional(),
    because: z.enum(['unclear', 'costs-revenue']).optional(),
    people: z.int().optional(),
    needed: z.int().optional(),
    p: z.number().optional(),
  }),
  confidence: z.number().openapi({ description: 'Of each comparison.' }),
  arms: z.array(armSchema),
  comparisons: z.array(comparisonSchema),
  sampleRatio: z
    .object({ chiSquare: z.number(), p: z.number(), isMismatch: z.boolean() })
    .openapi({ description: 'Whether the groups have the sizes they should.' }),
};

const decidedSchema = z.object({ at: instant, arm: z.string().nullable(), ...readOutFields });

/** A read-out as answers show it. */
export const resultSchema = z
  .object({
    experiment: z.string().openapi({ description: 'Changes with the arms, their shares and the metric.' }),
    kind: z.enum(['experiment', 'holdout', 'all-marketing']),
    step: z.string().nullable(),
    versions: z.array(z.int()),
    isCurrent: z.boolean(),
    metric: z.object({ on: z.string(), within: z.string(), value: z.string().optional() }),
    rule: z.object({
      after: z.int(),
      confidence: z.number(),
      by: z.enum(['conversion', 'revenue']),
    }),
    currency: z.string(),
    asOf: instant,
    ...readOutFields,
    rest: z.int().openapi({ description: 'Took part, but came later or have time left.' }),
    mixed: z.int().openapi({ description: 'Turned out to be in several arms; counted in none.' }),
    leftOut: z.int().openapi({ description: 'Successes in other currencies.' }),
    closesAt: instant.optional().openapi({ description: 'When the last who counts has no time left.' }),
    decided: decidedSchema
      .optional()
      .openapi({ description: 'Decided once and for good, with the numbers that decided it.' }),
    text: z.array(z.string()).openapi({ description: 'The same in plain words.' }),
  })
  .openapi('Result');

type Body = z.infer<typeof resultSchema>;

const given = <K extends string>(name: K, value: Estimate | undefined): Partial<Record<K, Estimate>> => {
  const fields: Partial<Record<K, Estimate>> = {};
  if (value !== undefined) fields[name] = { value: value.value, low: value.low, high: value.high };
  return fields;
};

const comparisonBody = (one: Comparison): Body['comparisons'][number] => ({
  arm: one.arm,
  against: one.against,
  conversionDifference: one.conversion.difference,
  ...given('conversionRatio', one.conversion.ratio),
  ...given('revenueDifference', one.revenue.difference),
  ...given('revenueRatio', one.revenue.ratio),
  detectable: one.detectable,
});

const readOutBody = (read: ReadOut): Pick<Body, keyof typeof readOutFields> => ({
  verdict: { ...read.verdict },
  confidence: read.confidence,
  arms: read.arms.map(({ revenue, ...arm }) => ({
    ...arm,
    revenue: revenue.total,
    ...given('revenuePerPerson', revenue.perPerson),
  })),
  comparisons: read.comparisons.map(comparisonBody),
  sampleRatio: { ...read.sampleRatio },
});

/** A read-out as answers show it, with sentences for the reader. */
export const resultBody = (
  result: Result,
  reader: { locale?: LedgerLocale | undefined; zone?: string | undefined },
): Body => {
  const { metric, counted, decided, readOut } = result;
  const { on, within, value } = metric;
  return {
    experiment: result.experiment,
    kind: result.kind,
    step: result.step,
    versions: [...result.versions],
    isCurrent: result.isCurrent,
    metric: { on, within, ...(value === undefined ? {} : { value }) },
    rule: { ...result.rule },
    currency: result.currency,
    asOf: iso(result.asOf),
    ...readOutBody(readOut),
    rest: counted.rest,
    mixed: counted.mixed,
    leftOut: counted.leftOut,
    ...(counted.closesAt === undefined ? {} : { closesAt: iso(counted.closesAt) }),
    ...(decided === undefined
      ? {}
      : { decided: { at: iso(decided.at), arm: decided.arm, ...readOutBody(decided.readOut) } }),
    text: [...sayResult({ result, ...reader })],
  };
};
