import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { describeMessage } from '../../domain/ledger/describe-message.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { MessageReads } from './reads-port.ts';
import type { MessageView, Position } from '../../api/ports/views.ts';
import { createRoutes, instant, iso, isoField, text, listing } from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { Reader } from '../runs/decision-body.ts';

const statuses = ['sending', 'retrying', 'accepted', 'rejected', 'cancelled'] as const;

export const messageSchema = z
  .object({
    id: z.string(),
    run: z.string(),
    journey: z.string(),
    version: z.int(),
    step: z.string(),
    profileId: z.string(),
    channel: z.string(),
    message: z.string().openapi({ description: 'The key of the message in the workspace.' }),
    class: z.enum(['marketing', 'transactional']),
    topic: z.string(),
    subject: z.string(),
    locale: z.string(),
    status: z.enum(statuses),
    reason: z.string().optional(),
    attempts: z.int(),
    plannedAt: instant,
    acceptedAt: instant.optional().openapi({ description: 'When the provider took it.' }),
    openedAt: instant.optional().openapi({ description: 'First opened, by a person.' }),
    clickedAt: instant.optional(),
    bouncedAt: instant.optional(),
    complainedAt: instant.optional(),
    unsubscribedAt: instant.optional(),
    devices: z
      .array(
        z.object({
          device: z.string(),
          outcome: z.enum(['sent', 'failed', 'gone']),
          reason: z.string().optional(),
        }),
      )
      .optional()
      .openapi({ description: 'What became of it on each device of the person, on the channel `push`.' }),
    text: z.string().openapi({ description: 'The same in plain words.' }),
  })
  .openapi('Message');

/** A message as answers show it. */
export const messageBody = (
  message: MessageView,
  reader: Pick<Reader, 'locale'> = {},
): z.infer<typeof messageSchema> => ({
  id: message.id,
  run: message.run,
  journey: message.journey,
  version: message.version,
  step: message.step,
  profileId: message.profileId,
  channel: message.channel,
  message: message.message,
  class: message.class,
  topic: message.topic,
  subject: message.subject,
  locale: message.locale,
  status: message.status,
  ...(message.reason === undefined ? {} : { reason: message.reason }),
  attempts: message.attempts,
  plannedAt: iso(message.plannedAt),
  ...isoField('acceptedAt', message.acceptedAt),
  ...isoField('openedAt', message.openedAt),
  ...isoField('clickedAt', message.clickedAt),
  ...isoField('bouncedAt', message.bouncedAt),
  ...isoField('complainedAt', message.complainedAt),
  ...isoField('unsubscribedAt', message.unsubscribedAt),
  ...(message.devices === undefined ? {} : { devices: message.devices.map((one) => ({ ...one })) }),
  text: describeMessage({ message, locale: reader.locale }),
});

/** Where a message is in lists. */
export const messagePosition = (message: MessageView): Position => ({
  at: message.plannedAt,
  n: 0,
  id: message.id,
});

const listRoute = createRoute({
  method: 'get',
  path: '/messages',
  tags: ['Messages'],
  summary: 'Messages, newest first',
  ...listing({
    description: 'A page of messages.',
    filters: {
      profile: text(200).optional().openapi({ description: 'The id of a profile.' }),
      run: text(200).optional(),
      journey: text(64).optional(),
      channel: text(40).optional(),
      status: z.enum(statuses).optional(),
    },
    rows: { messages: z.array(messageSchema) },
  }),
});

/** `/api/messages`: what was sent, and what became of it. */
export const messageRoutes = (deps: { messageReads: MessageReads }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(listRoute, async (c) => {
    const { tenant } = c.get('key');
    const { limit, cursor, profile, ...filters } = c.req.valid('query');
    const wanted = { tenant, ...given({ ...filters, profileId: profile }) };
    const { items, next } = await readPage({
      c,
      query: { limit, cursor },
      read: (page) => deps.messageReads.messages({ ...wanted, ...page }),
      positionOf: messagePosition,
    });
    return c.json({ messages: items.map((message) => messageBody(message)), ...given({ next }) }, 200);
  });
