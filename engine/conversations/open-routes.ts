import { randomUUID } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

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
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { notFound } from '../../domain/errors.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import type { RecordStore } from '../records/ports.ts';
import type { CheckTeam } from '../team/check-team.ts';
import { conversationBody, conversationSchema } from './conversation-body.ts';
import type { MayOpenConversation } from './conversation-reach.ts';
import type { OpenConversation } from './open-conversation.ts';

const id = text(200);
const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };
const shown = answer({ description: 'The conversation.', schema: conversationSchema });

const openRoute = createRoute({
  method: 'post',
  path: '/conversations',
  tags: ['Conversations'],
  summary: 'Write to a person in a new conversation',
  description:
    'The first message goes through the send gate as a transactional message, as answers do: it is stored first and sent within seconds. What the person answers comes back into the conversation.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        profile: id.openapi({ description: 'The id of a profile.' }),
        channel: text(64)
          .default('email')
          .openapi({ description: 'A channel on which they have an address.' }),
        subject: text(500),
        text: text(50_000),
        by: text(100).optional().openapi({ description: 'Who writes.' }),
        assignee: id.optional().openapi({ description: 'The id of a user.' }),
        team: id.optional(),
        record: z
          .strictObject({ kind: text(64), id })
          .optional()
          .openapi({ description: 'A record it is about, such as a case or a deal.' }),
      }),
    ),
  },
  responses: { 201: shown, ...problems },
});

type Deps = {
  readonly records: Pick<RecordStore, 'get'>;
  readonly peopleReads: Pick<PeopleReads, 'profile'>;
  readonly checkTeam: CheckTeam;
  readonly openConversation: OpenConversation;
  readonly mayOpenConversation: MayOpenConversation;
};

/** `POST /api/conversations`. */
export const openConversationRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(openRoute, async (c) => {
    const { tenant, user } = c.get('key');
    const { profile, record, by, assignee, team, ...rest } = c.req.valid('json');
    const person = await deps.peopleReads.profile({ tenant, id: profile });
    if (person === undefined) throw notFound('person');
    await deps.checkTeam({ tenant, users: assignee, team });
    await deps.mayOpenConversation({ tenant, viewer: user, ...given({ assignee, team }) });
    if (record !== undefined && (await deps.records.get({ tenant, id: record.id }))?.kind !== record.kind)
      throw notFound('record');
    const opened = await deps.openConversation({
      tenant,
      profile: person,
      ...rest,
      ...given({ by: by ?? user?.id, assignee, team, record }),
      key: c.req.valid('header')['idempotency-key'] ?? randomUUID(),
    });
    c.set('audited', { subject: opened.id });
    return c.json(conversationBody(opened), 201);
  });
