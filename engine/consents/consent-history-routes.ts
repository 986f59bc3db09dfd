import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  iso,
  listing,
  listQuery,
  nextField,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Position } from '../../api/ports/views.ts';
import type { ConsentHistory } from './consent-history.ts';
import type { ConsentRow } from './ports.ts';

const evidenceSchema = z
  .object({
    form: z.string().optional().openapi({ description: 'The form or page where it was said.' }),
    order: z.string().optional(),
    message: z.string().optional().openapi({ description: 'The message whose link was followed.' }),
    network: z.string().optional().openapi({ description: 'The network it came from; never the address.' }),
    userAgent: z.string().optional(),
    request: z
      .object({ event: z.string(), at: z.iso.datetime() })
      .optional()
      .openapi({ description: 'What asked for the confirmed opt-in.' }),
  })
  .openapi('ConsentEvidence');

const entrySchema = z
  .object({
    id: z.string(),
    event: z.string().optional().openapi({ description: 'The id of the event that said it.' }),
    channel: z.string(),
    topic: z.string().openapi({ description: '`*` stands for the whole channel.' }),
    purpose: z.string(),
    status: z.enum(['granted', 'withdrawn', 'expired']),
    basis: z.enum(['express', 'implied']).openapi({
      description: '`implied`: it follows from what they did (`impliedConsent`); nobody said it.',
    }),
    confirmed: z
      .boolean()
      .openapi({ description: 'The owner of the address said it by a link in a mail to it.' }),
    counts: z.boolean().openapi({ description: 'Whether the profile goes by it.' }),
    at: z.iso.datetime().openapi({ description: 'When it was said.' }),
    recordedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().optional(),
    source: z.string().optional(),
    textVersion: z.string().optional().openapi({ description: 'The version of the words they agreed to.' }),
    text: z
      .string()
      .optional()
      .openapi({ description: 'The words themselves, where the event brought them.' }),
    locale: z.string().optional(),
    textHash: z.string().optional().openapi({
      description: 'Stays when the person is erased; the same for the same version of the words.',
    }),
    evidence: evidenceSchema.optional(),
    erased: z.boolean().openapi({ description: 'The person was erased; this is the proof that stays.' }),
  })
  .openapi('ConsentEntry');

type Body = z.infer<typeof entrySchema>;

const evidenceBody = (evidence: NonNullable<ConsentRow['evidence']>): Body['evidence'] => {
  const { request, ...rest } = evidence;
  return {
    ...rest,
    ...(request === undefined ? {} : { request: { event: request.event, at: iso(request.at) } }),
  };
};

const entryBody = (row: ConsentRow): Body => {
  const { id, channel, topic, purpose, status, basis, confirmed, counts, evidence } = row;
  const { event, source, textVersion, text: words, locale, textHash } = row;
  return {
    id,
    channel,
    topic,
    purpose,
    status,
    basis,
    confirmed,
    counts,
    at: iso(row.at),
    recordedAt: iso(row.recordedAt),
    ...(row.expiresAt === undefined ? {} : { expiresAt: iso(row.expiresAt) }),
    ...given({ event, source, textVersion, text: words, locale, textHash }),
    ...(evidence === undefined ? {} : { evidence: evidenceBody(evidence) }),
    erased: row.profileId === undefined,
  };
};

const positionOf = ({ at, id }: ConsentRow): Position => ({ at, n: 0, id });

const personRoute = createRoute({
  method: 'get',
  path: '/profiles/{id}/consents',
  tags: ['Privacy'],
  summary: 'What a person agreed to and took back, with the proof',
  description:
    'The consent ledger of the person, what was said last first. Lines are added and never changed.',
  security: withKey,
  request: { params: z.object({ id: text(200) }), query: z.object(listQuery) },
  responses: {
    200: answer({
      description: 'A page of the ledger.',
      schema: z.object({ profileId: z.string(), consents: z.array(entrySchema), ...nextField }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const addressRoute = createRoute({
  method: 'get',
  path: '/consents',
  tags: ['Privacy'],
  summary: 'What was agreed to for an address, also by people who were erased since',
  ...listing({
    description: 'A page of the ledger, what was said last first.',
    filters: {
      address: text(320).openapi({ description: 'The e-mail address or phone number.' }),
      channel: text(40).optional().openapi({ description: '`email` by default.' }),
    },
    rows: { consents: z.array(entrySchema) },
  }),
});

/** The consent ledger: of a person, and of an address. */
export const consentHistoryRoutes = (deps: { consentHistory: ConsentHistory }): OpenAPIHono<ApiEnv> => {
  const { consentHistory } = deps;
  return createRoutes()
    .openapi(personRoute, async (c) => {
      const { tenant } = c.get('key');
      const profileId = await consentHistory.person({ tenant, id: c.req.valid('param').id });
      const { items, next } = await readPage({
        c,
        query: c.req.valid('query'),
        read: (page) => consentHistory.ofPerson({ tenant, profileId, ...page }),
        positionOf,
      });
      return c.json({ profileId, consents: items.map(entryBody), ...given({ next }) }, 200);
    })
    .openapi(addressRoute, async (c) => {
      const { tenant } = c.get('key');
      const { address, channel = 'email', ...query } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query,
        read: (page) => consentHistory.ofAddress({ tenant, channel, address, ...page }),
        positionOf,
      });
      return c.json({ consents: items.map(entryBody), ...given({ next }) }, 200);
    });
};
