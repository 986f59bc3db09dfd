import { z } from '@hono/zod-openapi';

import { countedAt } from '../../api/admin/counted-at.ts';
import { instant, iso, isoField, problemItem } from '../../api/admin/kit.ts';
import type { Position } from '../../api/ports/views.ts';
import { broadcastPlanSchema, broadcastStates } from '../../domain/broadcasts/plan.ts';
import { journeyKeyOf } from '../../domain/broadcasts/journey-of.ts';
import { type LedgerLocale, reasonText } from '../../domain/ledger/reasons.ts';
import { fromMinor } from '../../domain/money.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Estimate } from '../../domain/statistics/interval.ts';
import { wilsonInterval } from '../../domain/statistics/proportions.ts';
import { resultBody, resultSchema } from '../experiments/result-body.ts';
import type { AudienceEstimate } from './estimate-audience.ts';
import type { Broadcast } from './ports.ts';
import type { BroadcastFigures, BroadcastResults } from './read-broadcast.ts';

const count = z.int();

/** What came of messages; opens by machines are not counted. */
const outcomeFields = {
  sent: count,
  opened: count,
  clicked: count,
  bounced: count,
  complained: count,
  unsubscribed: count,
};

const figuresSchema = z.object({ ...outcomeFields, countedAt }).openapi('BroadcastFigures');

export const broadcastSchema = z
  .object({
    id: z.string(),
    plan: broadcastPlanSchema,
    state: z.enum(broadcastStates),
    rev: count.openapi({ description: 'Counts up with every change; send it back to change what you saw.' }),
    journey: z.string().openapi({ description: 'Under which runs, messages and decisions of it are found.' }),
    createdAt: instant,
    changedAt: instant,
    startAt: instant.optional(),
    startedAt: instant.optional(),
    endedAt: instant.optional(),
    matched: count.optional().openapi({ description: 'How many people matched when it began.' }),
    testUntil: instant.optional().openapi({ description: 'When the winner of the test is named.' }),
    winner: z.object({ variant: z.string(), by: z.enum(['rate', 'hand']), at: instant }).optional(),
    problem: z.string().optional().openapi({ description: 'Why it paused by itself.' }),
    figures: figuresSchema.openapi({ description: 'What came of its messages so far.' }),
  })
  .openapi('Broadcast');

export const withProblemsSchema = broadcastSchema
  .extend({ problems: z.array(problemItem).openapi({ description: 'What keeps it from being sent.' }) })
  .openapi('BroadcastWithProblems');

/** A broadcast as answers show it. */
export const broadcastBody = (
  broadcast: Broadcast,
  figures: BroadcastFigures,
): z.infer<typeof broadcastSchema> => {
  const { id, plan, state, rev, createdAt, changedAt, startAt, startedAt, endedAt, testUntil } = broadcast;
  const { matched, winner, problem } = broadcast;
  return {
    id,
    plan,
    state,
    rev,
    journey: journeyKeyOf(id),
    createdAt: iso(createdAt),
    changedAt: iso(changedAt),
    ...isoField('startAt', startAt),
    ...isoField('startedAt', startedAt),
    ...isoField('endedAt', endedAt),
    ...isoField('testUntil', testUntil),
    ...(matched === undefined ? {} : { matched }),
    ...(winner === undefined ? {} : { winner: { ...winner, at: iso(winner.at) } }),
    ...(problem === undefined ? {} : { problem }),
    figures: { ...figures, countedAt: iso(figures.countedAt) },
  };
};

/** Where a broadcast is in lists. */
export const broadcastPosition = ({ createdAt, id }: Broadcast): Position => ({ at: createdAt, n: 0, id });

export const problemsBody = (problems: readonly Problem[]) =>
  problems.map(({ code, path, message, hint, severity }) => ({ code, path, message, hint, severity }));

const reasonSchema = z.object({
  reason: z.string(),
  text: z.string().openapi({ description: 'In plain words.' }),
  people: count,
});

const rangeFields = {
  people: count,
  low: count.openapi({ description: 'With `high`: the interval of 95% that holds the true number.' }),
  high: count,
};
const estimatedSchema = reasonSchema.extend(rangeFields);

const reasonsBody = (
  reasons: readonly { readonly reason: string; readonly people: number }[],
  locale: LedgerLocale,
): z.infer<typeof reasonSchema>[] =>
  reasons.map(({ reason, people }) => ({ reason, text: reasonText({ reason, locale }), people }));

export const estimateSchema = z
  .object({
    matched: count.openapi({ description: 'How many people match now: counted.' }),
    lookedAt: count.openapi({
      description:
        'How many of them the send gate was asked about. Of more than 1,000 they are drawn at random.',
    }),
    isExact: z.boolean().openapi({ description: 'False: the figures below are scaled from those.' }),
    reached: z.object(rangeFields).openapi({ description: 'Those who would get it, at its time or later.' }),
    sent: count.openapi({ description: 'Whom it would reach at its time.' }),
    heldOut: count,
    skipped: z.array(estimatedSchema).openapi({ description: 'Those who would get nothing, and why.' }),
    waits: z.array(estimatedSchema).openapi({ description: 'Those who would get it later, and why.' }),
  })
  .openapi('BroadcastAudience');

const estimatedBody = (
  rows: AudienceEstimate['skipped'],
  locale: LedgerLocale,
): z.infer<typeof estimatedSchema>[] =>
  rows.map(({ reason, people, low, high }) => ({
    reason,
    text: reasonText({ reason, locale }),
    people,
    low,
    high,
  }));

/** An estimate as answers show it. */
export const estimateBody = (
  estimate: AudienceEstimate,
  locale: LedgerLocale,
): z.infer<typeof estimateSchema> => ({
  ...estimate,
  skipped: estimatedBody(estimate.skipped, locale),
  waits: estimatedBody(estimate.waits, locale),
});

const rate = z.object({ value: z.number(), low: z.number(), high: z.number() }).openapi({
  description: 'From 0 to 1 of what was sent, with the interval of 95% that holds the true rate.',
});

const variantSchema = z.object({
  name: z.string(),
  message: z.string(),
  ...outcomeFields,
  openRate: rate,
  clickRate: rate,
  unsubscribeRate: rate,
});

export const resultsSchema = z
  .object({
    broadcast: broadcastSchema,
    progress: z.object({
      matched: count,
      entered: count,
      heldOut: count,
      sent: count,
      waiting: count,
      skipped: z.array(reasonSchema),
      failed: z.array(reasonSchema),
    }),
    variants: z.array(variantSchema),
    converted: count.openapi({ description: 'People who reached the goal within its time.' }),
    revenue: z.array(z.object({ currency: z.string(), minor: count, amount: z.number() })),
    experiment: resultSchema.optional().openapi({ description: 'The variants compared by the goal.' }),
    lift: resultSchema.optional().openapi({ description: 'Those who got it against those held out.' }),
  })
  .openapi('BroadcastResults');

const rateOf = (hits: number, of: number): Estimate => ({
  value: of === 0 ? 0 : hits / of,
  ...wilsonInterval({ hits, of, confidence: 0.95 }),
});

/** Results as answers show them. */
export const resultsBody = (input: {
  broadcast: Broadcast;
  results: BroadcastResults;
  reader: { locale?: LedgerLocale | undefined; zone?: string | undefined };
}): z.infer<typeof resultsSchema> => {
  const { broadcast, results, reader } = input;
  const { progress, experiment, lift } = results;
  const locale = reader.locale ?? 'en';
  const { countedAt: at } = results;
  const figures = {
    sent: 0,
    opened: 0,
    clicked: 0,
    bounced: 0,
    complained: 0,
    unsubscribed: 0,
    countedAt: at,
  };
  for (const one of results.variants) {
    figures.sent += one.sent;
    figures.opened += one.opened;
    figures.clicked += one.clicked;
    figures.bounced += one.bounced;
    figures.complained += one.complained;
    figures.unsubscribed += one.unsubscribed;
  }
  return {
    broadcast: broadcastBody(broadcast, figures),
    progress: {
      ...progress,
      skipped: reasonsBody(progress.skipped, locale),
      failed: reasonsBody(progress.failed, locale),
    },
    variants: results.variants.map((one) => ({
      ...one,
      openRate: rateOf(one.opened, one.sent),
      clickRate: rateOf(one.clicked, one.sent),
      unsubscribeRate: rateOf(one.unsubscribed, one.sent),
    })),
    converted: results.converted,
    revenue: results.revenue.map(({ currency, minor }) => ({
      currency,
      minor,
      amount: fromMinor({ minor, currency }),
    })),
    ...(experiment === undefined ? {} : { experiment: resultBody(experiment, reader) }),
    ...(lift === undefined ? {} : { lift: resultBody(lift, reader) }),
  };
};
