import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { channelOffSchema, channelOnSchema } from '../../domain/guards/channel-requests.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Channels, ChannelView } from './switch-channel.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  instant,
  iso,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';

const channelSchema = z
  .object({
    channel: z.string(),
    state: z.enum(['on', 'off']),
    since: instant.optional().openapi({ description: 'Since when; absent when nobody ever switched it.' }),
    sends: z.enum(['hold', 'skip']).optional(),
    exceptTransactional: z.boolean().optional(),
    reason: z.string().optional(),
    rate: z.number().optional().openapi({ description: 'So many of those who were held go on in a second.' }),
    held: z.int().openapi({ description: 'Runs that wait for it; counted up to 10,000.' }),
  })
  .openapi('Channel');

const bodyOf = ({ channel, switched, held }: ChannelView): z.infer<typeof channelSchema> => {
  if (switched === undefined) return { channel, state: 'on', held };
  const { since, ...rest } = switched;
  return { channel, held, since: iso(since), ...rest };
};

const listRoute = createRoute({
  method: 'get',
  path: '/channels',
  tags: ['Channels'],
  summary: 'All channels, and whether they are switched off',
  security: withKey,
  responses: {
    200: answer({ description: 'The channels.', schema: z.object({ channels: z.array(channelSchema) }) }),
    ...commonProblems,
  },
});

const switchRoute = <T extends z.ZodType>(input: {
  to: 'off' | 'on';
  summary: string;
  description: string;
  body: T;
}) =>
  createRoute({
    method: 'post',
    path: `/channels/{channel}/${input.to}`,
    tags: ['Channels'],
    summary: input.summary,
    description: input.description,
    security: withKey,
    request: {
      params: z.object({ channel: text(40) }),
      headers: idempotencyHeader,
      body: jsonBody(input.body),
    },
    responses: {
      200: answer({ description: 'How the channel stands.', schema: channelSchema }),
      ...commonProblems,
      ...notFoundProblem,
      ...conflictProblem,
      ...unprocessableProblem,
    },
  });

const offRoute = switchRoute({
  to: 'off',
  summary: 'Send nothing on a channel any more',
  description:
    'Takes effect within about a second in all processes, also for messages that wait for another attempt.',
  body: channelOffSchema,
});

const onRoute = switchRoute({
  to: 'on',
  summary: 'Send on a channel again',
  description: 'Those who were held go on at a limited rate, and pass the gate again.',
  body: channelOnSchema,
});

/** `/api/channels`: the kill switch. */
export const channelRoutes = (deps: { channels: Channels }): OpenAPIHono<ApiEnv> => {
  const { channels } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json({ channels: (await channels.list({ tenant })).map(bodyOf) }, 200);
    })
    .openapi(offRoute, async (c) => {
      const { tenant } = c.get('key');
      const { channel } = c.req.valid('param');
      const { reason, ...body } = c.req.valid('json');
      const to = { state: 'off', ...body, ...(reason === undefined ? {} : { reason }) } as const;
      return c.json(bodyOf(await channels.set({ tenant, channel, to })), 200);
    })
    .openapi(onRoute, async (c) => {
      const { tenant } = c.get('key');
      const { channel } = c.req.valid('param');
      const to = { state: 'on', ...c.req.valid('json') } as const;
      return c.json(bodyOf(await channels.set({ tenant, channel, to })), 200);
    });
};
