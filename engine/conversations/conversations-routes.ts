import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  listing,
  listingOf,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { CicloError } from '../../domain/errors.ts';
import { conversationSettingsOf } from '../../domain/workspace/conversation-settings.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { seenConversations } from './conversation-reach.ts';
import type { Clock } from '../clock/clock.ts';
import {
  conversationBody,
  conversationMessageSchema,
  conversationSchema,
  messageBodyOf,
} from './conversation-body.ts';
import {
  type ConversationFileStore,
  type ConversationMessageStore,
  conversationStates,
  type ConversationStore,
} from './ports.ts';

const id = text(200);
const params = z.object({ id });

const listRoute = createRoute({
  method: 'get',
  path: '/conversations',
  tags: ['Conversations'],
  summary: 'Conversations with people, the one with the latest message first',
  ...listing({
    description: 'A page of conversations.',
    filters: {
      state: z.enum(conversationStates).optional(),
      assignee: id.optional(),
      team: id.optional(),
      profile: id.optional().openapi({ description: 'The id of a profile.' }),
      tag: text(100).optional(),
      snoozed: z
        .enum(['0', '1'])
        .default('0')
        .openapi({ description: '`1` shows those that are snoozed as well.' }),
    },
    rows: { conversations: z.array(conversationSchema) },
  }),
});

const readRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}',
  tags: ['Conversations'],
  summary: 'One conversation',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The conversation.', schema: conversationSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const messagesRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}/messages',
  tags: ['Conversations'],
  summary: 'The messages of a conversation, newest first',
  ...listingOf({
    params,
    description: 'A page of messages.',
    filters: {},
    rows: { messages: z.array(conversationMessageSchema) },
  }),
});

const fileRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}/files/{file}',
  tags: ['Conversations'],
  summary: 'A file of a message, as a download',
  security: withKey,
  request: { params: z.object({ id, file: id }), query: z.object({ message: id }) },
  responses: {
    200: {
      description:
        'The bytes. Other types than pictures, PDF and plain text come as `application/octet-stream`.',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...commonProblems,
    ...notFoundProblem,
  },
});

const notFound = (what: string): CicloError =>
  new CicloError({ code: 'not-found', message: `There is no such ${what}.` });

/** A file name as a header carries it (RFC 6266, RFC 8187). */
const dispositionOf = (name: string): string => {
  const plain = name.replaceAll(/[^\w.\- ]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`;
};

type Deps = {
  readonly conversations: ConversationStore;
  readonly conversationMessages: ConversationMessageStore;
  readonly conversationFiles: ConversationFileStore;
  readonly clock: Clock;
  readonly live: LiveWorkspaces;
};

/** `/api/conversations`: what people and the team wrote to each other. */
export const conversationListRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { conversations, conversationMessages, conversationFiles, clock } = deps;
  const existing = async (named: { tenant: string; id: string }) => {
    const row = await conversations.get(named);
    if (row === undefined) throw notFound('conversation');
    return row;
  };
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant, user: viewer } = c.get('key');
      const { access } = conversationSettingsOf((await deps.live.of(tenant)).published.settings);
      const seen = seenConversations({ access, viewer });
      if (seen === 'none') return c.json({ conversations: [] }, 200);
      const { limit, cursor, profile, snoozed, ...filters } = c.req.valid('query');
      const awakeAt = snoozed === '1' ? undefined : clock.now(tenant);
      const wanted = { tenant, ...given({ ...filters, profileId: profile, awakeAt }) };
      const within = seen === 'all' ? {} : { within: seen };
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => conversations.list({ ...wanted, ...within, ...page }),
        positionOf: (row) => ({ at: row.lastAt, n: 0, id: row.id }),
      });
      return c.json({ conversations: items.map(conversationBody), ...given({ next }) }, 200);
    })
    .openapi(readRoute, async (c) => {
      const row = await existing({ tenant: c.get('key').tenant, id: c.req.valid('param').id });
      return c.json(conversationBody(row), 200);
    })
    .openapi(messagesRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id: conversation } = await existing({ tenant, id: c.req.valid('param').id });
      const { items, next } = await readPage({
        c,
        query: c.req.valid('query'),
        read: (page) => conversationMessages.list({ tenant, conversation, ...page }),
        positionOf: (row) => ({ at: row.at, n: 0, id: row.id }),
      });
      return c.json({ messages: items.map(messageBodyOf), ...given({ next }) }, 200);
    })
    .openapi(fileRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id: conversation, file } = c.req.valid('param');
      const message = await conversationMessages.get({ tenant, id: c.req.valid('query').message });
      const kept = message?.files.find((one) => one.id === file);
      const bytes =
        message?.conversation === conversation && kept !== undefined
          ? await conversationFiles.read({ tenant, file })
          : undefined;
      if (kept === undefined || bytes === undefined) throw notFound('file');
      return c.body(new Uint8Array(bytes), 200, {
        'content-type': kept.type,
        'content-disposition': dispositionOf(kept.name),
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      });
    });
};
