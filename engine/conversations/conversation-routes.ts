import { randomUUID } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  instant,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import { CicloError } from '../../domain/errors.ts';
import type { RecordStore } from '../records/ports.ts';
import type { ChangeConversation, ConversationChange } from './change-conversation.ts';
import {
  conversationBody,
  conversationMessageSchema,
  conversationSchema,
  messageBodyOf,
} from './conversation-body.ts';
import type { CheckTeam } from '../team/check-team.ts';
import { conversationStates } from './ports.ts';
import type { WriteMessage } from './write-message.ts';

const id = text(200);
const params = z.object({ id });
const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };
const shown = answer({ description: 'The conversation.', schema: conversationSchema });

const changeRoute = createRoute({
  method: 'patch',
  path: '/conversations/{id}',
  tags: ['Conversations'],
  summary: 'Assign, tag, snooze, solve or reopen a conversation, or say with whom it is',
  description:
    'What is named is changed; `null` takes away. Each change of assignee, team or solved state is an event of the person.',
  security: withKey,
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        state: z.enum(conversationStates).optional(),
        assignee: id.nullable().optional().openapi({ description: 'The id of a user.' }),
        team: id.nullable().optional(),
        tags: z.array(text(100)).max(50).optional().openapi({ description: 'All tags it has from now on.' }),
        subject: text(500).optional(),
        snoozedUntil: instant.nullable().optional().openapi({
          description: 'Lists leave it out until then, or until the person writes.',
        }),
        profile: id.optional().openapi({
          description:
            'The person, of a conversation that has none yet: its messages are theirs from now on.',
        }),
      }),
    ),
  },
  responses: { 200: shown, ...problems },
});

const writeRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/messages',
  tags: ['Conversations'],
  summary: 'Answer on the channel of the conversation, or leave a note for the team',
  description:
    'An answer goes through the send gate as a transactional message: suppressed addresses, restricted people and channels that are off hold, consent to marketing is not asked for. E-mails are threaded. It is stored first and sent within seconds; `status` says how that went.',
  security: withKey,
  request: {
    params,
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        text: text(50_000),
        kind: z.enum(['answer', 'note']).default('answer'),
        by: text(100).optional().openapi({ description: 'Who writes.' }),
        mentions: z
          .array(id)
          .max(20)
          .optional()
          .openapi({ description: 'Users to whom a note is pointed out.' }),
        state: z.enum(conversationStates).optional().openapi({
          description: 'The state afterwards: `waiting` by default after an answer, unchanged after a note.',
        }),
      }),
    ),
  },
  responses: {
    201: answer({ description: 'The message.', schema: conversationMessageSchema }),
    ...problems,
  },
});

const recordParams = z.object({ id, kind: text(64), recordId: id });

const linkRoute = createRoute({
  method: 'put',
  path: '/conversations/{id}/records/{kind}/{recordId}',
  tags: ['Conversations'],
  summary: 'Link a record, such as a case or a deal',
  security: withKey,
  request: { params: recordParams },
  responses: { 200: shown, ...problems },
});

const unlinkRoute = createRoute({
  method: 'delete',
  path: '/conversations/{id}/records/{kind}/{recordId}',
  tags: ['Conversations'],
  summary: 'Take the link to a record away',
  security: withKey,
  request: { params: recordParams },
  responses: { 200: shown, ...problems },
});

type Deps = {
  readonly changeConversation: ChangeConversation;
  readonly writeMessage: WriteMessage;
  readonly records: Pick<RecordStore, 'get'>;
  readonly peopleReads: Pick<PeopleReads, 'profile'>;
  readonly checkTeam: CheckTeam;
};

const notFound = (what: string): CicloError =>
  new CicloError({ code: 'not-found', message: `There is no such ${what}.` });

/** `/api/conversations/:id`: what the team does with a conversation. */
export const conversationRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const change = async (tenant: string, conversation: string, wanted: ConversationChange) => {
    const row = await deps.changeConversation({ tenant, id: conversation, change: wanted });
    if (row === undefined) throw notFound('conversation');
    return conversationBody(row);
  };
  return createRoutes()
    .openapi(changeRoute, async (c) => {
      const { tenant } = c.get('key');
      const { profile, snoozedUntil, ...rest } = c.req.valid('json');
      const person =
        profile === undefined ? undefined : await deps.peopleReads.profile({ tenant, id: profile });
      if (profile !== undefined && person === undefined) throw notFound('person');
      const { assignee, team } = rest;
      await deps.checkTeam({ tenant, users: assignee ?? undefined, team: team ?? undefined });
      const until = typeof snoozedUntil === 'string' ? Date.parse(snoozedUntil) : snoozedUntil;
      const wanted = { ...rest, snoozedUntil: until, profileId: person?.id };
      return c.json(await change(tenant, c.req.valid('param').id, wanted), 200);
    })
    .openapi(writeRoute, async (c) => {
      const { tenant } = c.get('key');
      const { user } = c.get('key');
      const { kind, ...rest } = c.req.valid('json');
      await deps.checkTeam({ tenant, users: rest.mentions });
      const message = await deps.writeMessage({
        tenant,
        conversation: c.req.valid('param').id,
        kind: kind === 'answer' ? 'out' : 'note',
        text: rest.text,
        ...given({ by: rest.by ?? user?.id, mentions: rest.mentions, state: rest.state }),
        key: c.req.valid('header')['idempotency-key'] ?? randomUUID(),
      });
      if (message === undefined) throw notFound('conversation');
      return c.json(messageBodyOf(message), 201);
    })
    .openapi(linkRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id: conversation, kind, recordId } = c.req.valid('param');
      const record = await deps.records.get({ tenant, id: recordId });
      if (record?.kind !== kind) throw notFound('record');
      return c.json(await change(tenant, conversation, { link: { kind, id: recordId } }), 200);
    })
    .openapi(unlinkRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id: conversation, kind, recordId } = c.req.valid('param');
      return c.json(await change(tenant, conversation, { unlink: { kind, id: recordId } }), 200);
    });
};
