import { z } from '@hono/zod-openapi';
import { describeEvent } from '../../domain/ledger/describe-event.ts';
import type { EventView, Position } from '../ports/views.ts';
import type { Reader } from './decision-body.ts';
import { instant, iso } from './kit.ts';

export const eventStates = ['pending', 'done', 'recorded', 'quarantined', 'dead'] as const;

export const eventSchema = z
  .object({
    messageId: z.string(),
    type: z.string(),
    event: z.string(),
    timestamp: instant.openapi({ description: 'When it happened.' }),
    receivedAt: instant,
    source: z.string(),
    backfill: z.boolean(),
    profileId: z.string().optional(),
    state: z.enum(eventStates),
    attempts: z.int(),
    error: z.string().optional().openapi({ description: 'Why it could not be worked off.' }),
    properties: z.record(z.string(), z.unknown()),
    traits: z.record(z.string(), z.unknown()),
    text: z.string().openapi({ description: 'The same in a line.' }),
  })
  .openapi('Event');

/** An event as answers show it. */
export const eventBody = (
  event: EventView,
  reader: Pick<Reader, 'locale'> = {},
): z.infer<typeof eventSchema> => ({
  messageId: event.messageId,
  type: event.type,
  event: event.name,
  timestamp: iso(event.timestamp),
  receivedAt: iso(event.receivedAt),
  source: event.source,
  backfill: event.backfill,
  ...(event.profileId === undefined ? {} : { profileId: event.profileId }),
  state: event.state,
  attempts: event.attempts,
  ...(event.error === undefined ? {} : { error: event.error }),
  properties: { ...event.properties },
  traits: { ...event.traits },
  text: describeEvent({ event, locale: reader.locale }),
});

/** Where an event is in lists. */
export const eventPosition = (event: EventView): Position => ({
  at: event.receivedAt,
  n: 0,
  id: event.messageId,
});
