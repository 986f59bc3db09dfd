import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';
import { CicloError } from '../../domain/errors.ts';
import { parseCall } from '../../domain/events/segment-call.ts';
import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';
import { reasonText } from '../../domain/ledger/reasons.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { requestError } from '../../api/http/problem.ts';
import type { Enrol } from './enrol-person.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import { findProfile, whoSchema } from '../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';

const bodySchema = z
  .strictObject({
    journey: text(64).openapi({ description: 'The key of a journey that is live.' }),
    profile: whoSchema,
    key: text(200).optional().openapi({
      description:
        'Which cart, order or quote it is about. Without it the journey reads it from `properties`.',
    }),
    properties: z.record(z.string(), z.unknown()).optional().openapi({
      description: 'What the journey finds as `entry.properties`.',
    }),
  })
  .openapi('Enrolment');

const enrolledSchema = z
  .object({
    entered: z.boolean(),
    run: z.string().optional(),
    reason: z.string().optional(),
    text: z.string().optional().openapi({ description: 'Why not, in plain words.' }),
  })
  .openapi('Enrolled');

const route = createRoute({
  method: 'post',
  path: '/runs',
  tags: ['Runs'],
  summary: 'Enter a person into a journey',
  description:
    'The rules of the journey hold: who may not enter (again) is not entered, and the answer says why.',
  security: withKey,
  request: { headers: idempotencyHeader, body: jsonBody(bodySchema) },
  responses: {
    200: answer({ description: 'Not entered, with the reason.', schema: enrolledSchema }),
    201: answer({ description: 'Entered.', schema: enrolledSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** Holds the properties to the limits every event is held to. */
const checkProperties = (properties: Record<string, unknown> | undefined): JsonObject => {
  const parsed = parseCall({
    call: { event: 'Enrolment', userId: 'x', properties: properties ?? {} },
    type: 'track',
    receivedAt: 0,
    source: 'api',
    trust: 'server',
    idFrom: () => 'x',
  });
  const [left] = parsed.ok ? (parsed.event.ignored ?? []) : [];
  if (parsed.ok && left === undefined) return parsed.event.properties;
  // Anyone who enrols by hand is told, instead of starting somebody with half of what was meant.
  const { code, message, path, hint } = parsed.ok
    ? { code: 'bad-property', message: '', path: '', ...left, hint: 'Correct it, or leave it out.' }
    : parsed;
  throw requestError({ code: 'invalid-input', message, problems: [{ code, message, path, hint }] });
};

/** `POST /api/runs`: a run by hand. */
export const enrolRoutes = (deps: { peopleReads: PeopleReads; enrol: Enrol }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { journey, profile: who, key, properties } = c.req.valid('json');
    const idempotencyKey = c.req.valid('header')['idempotency-key'];
    const profile = await findProfile({ people: deps.peopleReads, tenant, who });
    if (profile === undefined) {
      throw new CicloError({ code: 'not-found', message: 'We know nobody of that name.' });
    }
    const enrolled = await deps.enrol({
      tenant,
      journey,
      profileId: profile.id,
      ...(key === undefined ? {} : { key }),
      properties: checkProperties(properties),
      dedupeKey: hashId('enrol', tenant, idempotencyKey ?? randomUUID()),
    });
    if (enrolled.kind === 'entered') return c.json({ entered: true, run: enrolled.run }, 201);
    const { reason } = enrolled;
    return c.json({ entered: false, reason, text: reasonText({ reason, locale: 'en' }) }, 200);
  });
