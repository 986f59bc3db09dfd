import { z } from '@hono/zod-openapi';
import { trusts } from '../../domain/events/event.ts';
import { describeEvent } from '../../domain/ledger/describe-event.ts';
import type { EventView, Position } from '../../api/ports/views.ts';
import type { Reader } from '../runs/decision-body.ts';
import { instant, iso } from '../../api/admin/kit.ts';

export const eventStates = ['pending', 'done', 'recorded', 'quarantined', 'dead', 'refused'] as const;

export const eventSchema = z
  .object({
    id: z.string().openapi({ description: 'Unique in the tenant: it holds where the event came from.' }),
    messageId: z.string().openapi({ description: 'As the sender named it; unique within its source.' }),
    type: z.string(),
    event: z.string(),
    timestamp: instant.openapi({ description: 'When it happened.' }),
    receivedAt: instant,
    source: z.string(),
    trust: z.enum(trusts).openapi({ description: 'How far the source is believed.' }),
    backfill: z.boolean(),
    profileId: z.string().optional(),
    state: z.enum(eventStates),
    attempts: z.int(),
    error: z.string().optional().openapi({ description: 'Why it could not be processed.' }),
    ignored: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'What of it could not be read and was left out.' }),
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
  id: event.id,
  messageId: event.messageId,
  type: event.type,
  event: event.name,
  timestamp: iso(event.timestamp),
  receivedAt: iso(event.receivedAt),
  source: event.source,
  trust: event.trust,
  backfill: event.backfill,
  ...(event.profileId === undefined ? {} : { profileId: event.profileId }),
  state: event.state,
  attempts: event.attempts,
  ...(event.error === undefined ? {} : { error: event.error }),
  ...(event.ignored === undefined ? {} : { ignored: [...event.ignored] }),
  properties: { ...event.properties },
  traits: { ...event.traits },
  text: describeEvent({ event, locale: reader.locale }),
});

/** Where an event is in lists. */
export const eventPosition = (event: EventView): Position => ({
  at: event.receivedAt,
  n: 0,
  id: event.id,
});
