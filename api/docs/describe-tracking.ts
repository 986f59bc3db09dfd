import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { eventTypes } from '../../domain/events/event.ts';
import { answer, commonProblems, jsonBody, problemSchema } from '../admin/kit.ts';
import type { ApiEnv } from '../http/env.ts';

const rejected = z.array(
  z.object({
    index: z.int(),
    code: z.string(),
    message: z.string(),
    path: z.string(),
    hint: z.string().openapi({ description: 'What to send instead.' }),
  }),
);

const resultSchema = z
  .object({
    success: z.boolean(),
    accepted: z.int().openapi({ description: 'Calls that were valid. All of them are stored now.' }),
    ignored: z
      .array(z.object({ index: z.int(), path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'Parts of accepted calls that were left out, and why.' }),
    duplicates: z.int().openapi({ description: 'Those of them whose `messageId` was there before.' }),
    rejected,
  })
  .openapi('TrackingResult');

const bag = z.record(z.string(), z.unknown()).optional();

const callSchema = z
  .looseObject({
    event: z.string().optional().openapi({ description: 'What happened; for `track`.' }),
    userId: z.string().optional(),
    anonymousId: z.string().optional(),
    previousId: z.string().optional().openapi({ description: 'For `alias`.' }),
    groupId: z.string().optional().openapi({ description: 'For `group`.' }),
    messageId: z.string().max(100).optional(),
    timestamp: z.string().optional().openapi({ description: 'ISO 8601; now when left out.' }),
    properties: bag,
    traits: bag,
    context: bag,
    backfill: z.boolean().optional().openapi({ description: 'Record it without starting anything.' }),
    userHash: z
      .string()
      .optional()
      .openapi({ description: 'With a public key: HMAC-SHA256 of `userId` in hex, as a proof.' }),
    userToken: z
      .string()
      .optional()
      .openapi({ description: 'With a public key: a JWT (HS256) with `sub` and `exp`, as a proof.' }),
  })
  .openapi('Call');

const batchSchema = z
  .looseObject({
    batch: z.array(z.looseObject({ type: z.enum(eventTypes), ...callSchema.shape })),
    context: bag,
    sentAt: z.string().optional(),
    writeKey: z.string().optional(),
  })
  .openapi('Batch');

const flags = z.object({
  strict: z
    .string()
    .optional()
    .openapi({ description: '`1`: take nothing and answer 400 when any call is not valid.' }),
  backfill: z
    .string()
    .optional()
    .openapi({ description: '`1`: record everything without starting anything.' }),
});

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** Puts the tracking API into the OpenAPI document; its handlers read their bodies themselves, for speed. */
export const describeTracking = (app: OpenAPIHono<ApiEnv>): void => {
  for (const type of [...eventTypes, 'batch'] as const) {
    app.openAPIRegistry.registerPath({
      method: 'post',
      path: `/v1/${type}`,
      tags: ['Tracking'],
      summary: type === 'batch' ? 'Up to 2500 calls at once' : `A call of type ${type}, in Segment's format`,
      security: [{ writeKey: [] }],
      request: { query: flags, body: jsonBody(type === 'batch' ? batchSchema : callSchema) },
      responses: {
        200: answer({ description: 'What was taken, and what not and why.', schema: resultSchema }),
        400: commonProblems[400],
        401: commonProblems[401],
        413: problem('More than 500 KB, also when unpacked.'),
        429: problem('Too much at the moment; `Retry-After` says when again.'),
        503: problem('It cannot be stored just now; send it again.'),
      },
    });
  }
};

/** Puts the inbound webhooks into the OpenAPI document. */
export const describeWebhooks = (app: OpenAPIHono<ApiEnv>): void => {
  const received = z.object({ received: z.boolean(), duplicate: z.boolean() });
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/webhooks/{tenant}/{instance}',
    tags: ['Webhooks'],
    summary: 'A signed webhook for one of the plugins of a tenant',
    request: { params: z.object({ tenant: z.string(), instance: z.string() }) },
    responses: {
      200: answer({ description: 'It is stored, or was stored before.', schema: received }),
      400: commonProblems[400],
      401: problem('The signature is missing, wrong or too old. Nothing was stored.'),
      404: problem('There is no such webhook.'),
      413: problem('The body is too large.'),
    },
  });
};
