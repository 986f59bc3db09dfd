import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { predictionMinimum } from '../../domain/value/predictions.ts';
import { rfmGroups, rfmMinimum } from '../../domain/value/rfm.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { answer, commonProblems, createRoutes, instant, iso, withKey } from '../../api/admin/kit.ts';
import type { ValueState, ValueStore } from './ports.ts';

const cuts = z.array(z.number()).openapi({ description: 'The values at 20, 40, 60 and 80 % of the buyers.' });
const lacking = z.literal('not-enough-data');

const rfmSchema = z.union([
  z.object({ state: lacking, needs: z.object({ buyers: z.int() }) }),
  z.object({
    state: z.literal('ready'),
    cuts: z.object({
      recency: cuts.openapi({ description: 'Days since the last order.' }),
      frequency: cuts.openapi({ description: 'Orders.' }),
      monetary: cuts.openapi({ description: 'Revenue in minor units.' }),
    }),
    groups: z.array(z.object({ group: z.enum(rfmGroups), people: z.int() })),
  }),
]);

const basisFields = { repeatBuyers: z.int(), weeks: z.int() };
const predictionsSchema = z.union([
  z.object({ state: lacking, needs: z.object(basisFields), has: z.object(basisFields) }),
  z.object({
    state: z.literal('ready'),
    people: z.int().openapi({ description: 'Buyers with a prediction.' }),
    has: z.object(basisFields),
    orders: z
      .object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() })
      .openapi({ description: 'Parameters of BG/NBD; time in weeks.' }),
    spending: z
      .object({ p: z.number(), q: z.number(), v: z.number() })
      .optional()
      .openapi({ description: 'Parameters of gamma-gamma; amounts in minor units.' }),
  }),
]);

const customerValueSchema = z
  .object({
    at: instant
      .optional()
      .openapi({ description: 'When buyers were measured; absent before the first time.' }),
    day: z.string().optional().openapi({ description: 'The local day this is of.' }),
    currency: z.string().optional(),
    buyers: z.int().openapi({ description: 'People with an order.' }),
    isUnderWay: z.boolean().openapi({ description: 'The figures of people are being brought up to date.' }),
    rfm: rfmSchema,
    predictions: predictionsSchema,
  })
  .openapi('CustomerValue');

const route = createRoute({
  method: 'get',
  path: '/value',
  tags: ['Profiles'],
  summary: 'What customers are measured against: cut points, group sizes, the fitted model',
  security: withKey,
  responses: { 200: answer({ description: 'As of today.', schema: customerValueSchema }), ...commonProblems },
});

type Body = z.infer<typeof customerValueSchema>;

const predictionsBody = (state: ValueState | undefined): Body['predictions'] => {
  const { model } = state?.measures ?? {};
  const has = { ...(state?.basis ?? { repeatBuyers: 0, weeks: 0 }) };
  if (model === undefined) return { state: 'not-enough-data', needs: { ...predictionMinimum }, has };
  const { bgNbd: orders, spending } = model;
  return {
    state: 'ready',
    people: state?.predicted ?? 0,
    has,
    orders: { ...orders },
    ...(spending === undefined ? {} : { spending: { ...spending } }),
  };
};

const rfmBody = (state: ValueState | undefined): Body['rfm'] => {
  const known = state?.measures.cuts;
  if (known === undefined) return { state: 'not-enough-data', needs: { buyers: rfmMinimum } };
  const { recency, frequency, monetary } = known;
  const people = new Map(Object.entries(state?.groups ?? {}));
  return {
    state: 'ready',
    cuts: { recency: [...recency], frequency: [...frequency], monetary: [...monetary] },
    groups: rfmGroups.map((group) => ({ group, people: people.get(group) ?? 0 })),
  };
};

/** `/api/value`: what customers are measured against. */
export const valueRoutes = (deps: { values: Pick<ValueStore, 'get'> }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const state = await deps.values.get(c.get('key').tenant);
    const told =
      state === undefined ? {} : { at: iso(state.at), day: state.day, currency: state.measures.currency };
    return c.json(
      {
        ...told,
        buyers: state?.buyers ?? 0,
        isUnderWay: state?.pass !== undefined,
        rfm: rfmBody(state),
        predictions: predictionsBody(state),
      },
      200,
    );
  });
