import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../domain/errors.ts';
import { readCursor, writeCursor } from '../../api/http/cursor.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { describeAnswer } from '../../domain/ledger/describe-answer.ts';
import type { ConversationMessageStore } from '../conversations/ports.ts';
import type { JourneyReads } from '../journeys/reads-port.ts';
import type { EventReads } from '../events/reads-port.ts';
import type { DecisionReads } from '../runs/reads-port.ts';
import type { MessageReads } from '../messages/reads-port.ts';
import type { PeopleReads } from './reads-port.ts';
import {
  createDefinitionOf,
  createExplainer,
  decisionPosition,
  decisionSchema,
  type Reader,
} from '../runs/decision-body.ts';
import { eventBody, eventPosition, eventSchema } from '../events/event-body.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  listQuery,
  nextField,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { mergeStreams, type Stream } from '../../api/admin/merge-streams.ts';
import { messageBody, messagePosition, messageSchema } from '../messages/messages-routes.ts';
import { given } from '../../api/admin/paging.ts';
import { readerQuery } from '../../api/admin/reader.ts';

const itemSchema = z
  .object({
    at: instant,
    kind: z.enum(['event', 'decision', 'message', 'answer']),
    text: z.string().openapi({ description: 'What happened, in plain words.' }),
    event: eventSchema.optional(),
    decision: decisionSchema.optional(),
    message: messageSchema.optional(),
    answer: z
      .object({
        conversation: z.string(),
        id: z.string(),
        channel: z.string(),
        status: z.string().optional(),
      })
      .optional()
      .openapi({ description: 'A message of the team in a conversation; what it says stands there.' }),
  })
  .openapi('TimelineItem');

type Item = z.infer<typeof itemSchema>;

const route = createRoute({
  method: 'get',
  path: '/profiles/{id}/timeline',
  tags: ['Profiles'],
  summary:
    'What happened to a person, and why: events, decisions, messages and answers of the team, newest first',
  security: withKey,
  request: {
    params: z.object({ id: text(200) }),
    query: z.object({ ...readerQuery.shape, ...listQuery }),
  },
  responses: {
    200: answer({
      description: 'A page of the timeline.',
      schema: z.object({ profileId: z.string(), items: z.array(itemSchema), ...nextField }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

type TimelineReads = {
  readonly journeyReads: JourneyReads;
  readonly eventReads: EventReads;
  readonly decisionReads: DecisionReads;
  readonly messageReads: MessageReads;
  readonly conversationMessages: Pick<ConversationMessageStore, 'list'>;
};

type StreamsInput = {
  readonly reads: TimelineReads;
  readonly tenant: string;
  readonly profileId: string;
  readonly reader: Reader;
};

/** What the team wrote to a person in conversations. */
const answersOf = (input: StreamsInput): Stream<() => Promise<Item>> => {
  const { reads, tenant, profileId, reader } = input;
  return {
    rank: 3,
    read: async (page) => {
      const wanted = { tenant, profileId, direction: 'out', ...page } as const;
      return (await reads.conversationMessages.list(wanted)).map((row) => ({
        position: { at: row.at, n: 0, id: row.id },
        item: () => {
          const { id, conversation, channel, status } = row;
          return Promise.resolve({
            at: iso(row.at),
            kind: 'answer',
            text: describeAnswer({ message: row, locale: reader.locale }),
            answer: { id, conversation, channel, ...given({ status }) },
          });
        },
      }));
    },
  };
};

/** The four lists of a person. At the same instant the event came first, then the decision, then the message, then the answer. */
const streamsOf = (input: StreamsInput): readonly Stream<() => Promise<Item>>[] => {
  const { reads, tenant, profileId, reader } = input;
  const explainRow = createExplainer({
    definitionOf: createDefinitionOf({ journeyReads: reads.journeyReads, tenant }),
    reader,
  });
  return [
    {
      rank: 0,
      read: async (page) =>
        (await reads.eventReads.events({ tenant, profileId, ...page })).map((event) => ({
          position: eventPosition(event),
          item: () => {
            const body = eventBody(event, reader);
            return Promise.resolve({
              at: iso(event.receivedAt),
              kind: 'event',
              text: body.text,
              event: body,
            });
          },
        })),
    },
    {
      rank: 1,
      read: async (page) =>
        (await reads.decisionReads.decisions({ tenant, profileId, ...page })).map((row) => ({
          position: decisionPosition(row),
          item: async () => {
            const decision = await explainRow(row);
            return { at: decision.at, kind: 'decision', text: decision.text, decision };
          },
        })),
    },
    {
      rank: 2,
      read: async (page) =>
        (await reads.messageReads.messages({ tenant, profileId, ...page })).map((message) => ({
          position: messagePosition(message),
          item: () => {
            const body = messageBody(message, reader);
            return Promise.resolve({ at: body.plannedAt, kind: 'message', text: body.text, message: body });
          },
        })),
    },
    answersOf(input),
  ];
};

/** `/api/profiles/:id/timeline`: the answer to "why did, or did not, this person get this?" */
export const timelineRoutes = (
  deps: TimelineReads & { readonly peopleReads: PeopleReads },
): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const profile = await deps.peopleReads.profile({ tenant, id: c.req.valid('param').id });
    if (profile === undefined) {
      throw notFound('person');
    }
    const { limit, cursor, ...reader } = c.req.valid('query');
    const streams = streamsOf({ reads: deps, tenant, profileId: profile.id, reader });
    const after = readCursor({ c, cursor, count: streams.length });
    const page = await mergeStreams({ streams, after, limit });
    const items = await Promise.all(page.items.map((make) => make()));
    const next = page.next === undefined ? undefined : writeCursor({ c, positions: page.next });
    return c.json({ profileId: profile.id, items, ...given({ next }) }, 200);
  });
