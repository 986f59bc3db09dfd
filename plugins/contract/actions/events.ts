import { z } from 'zod';
import type { JsonObject } from '../../../domain/json.ts';

const bag = z.record(z.string(), z.json());
const id = z.string().min(1).max(500);

/** An event in Segment's shape, about somebody. */
const event = z
  .strictObject({
    type: z.enum(['track', 'identify', 'page', 'screen', 'group', 'alias']),
    /** The same whenever the event is sent again. */
    messageId: z.string().min(1).max(500),
    /** When it happened, ISO 8601. */
    timestamp: z.iso.datetime({ offset: true }),
    event: z.string().min(1).max(500).optional(),
    name: z.string().max(500).optional(),
    category: z.string().max(500).optional(),
    userId: id.optional(),
    anonymousId: id.optional(),
    previousId: id.optional(),
    groupId: id.optional(),
    properties: bag.optional(),
    traits: bag.optional(),
    context: bag.optional(),
  })
  .refine(
    ({ userId, anonymousId }) => userId !== undefined || anonymousId !== undefined,
    'An event names somebody by userId or anonymousId.',
  )
  .refine(
    ({ type, event: name }) => type !== 'track' || name !== undefined,
    'An event of type track has a name.',
  );

/** What the action `put-events` takes: events, oldest first. The same `messageId` again is the same event. */
export const eventsToPut = z.strictObject({ events: z.array(event).min(1).max(500) });

type Bag = 'properties' | 'traits' | 'context';

export type EventToPut = Readonly<Omit<z.output<typeof event>, Bag>> & {
  readonly [name in Bag]?: JsonObject | undefined;
};

/**
 * What `put-events` answers: how many were taken over, and those that the other side does not take as they are, each with the reason. Where
 * nothing was taken it answers `rejected` under `eventsRefused` instead.
 */
export const eventsPut = z.object({
  sent: z.int().min(0),
  refused: z
    .array(z.object({ messageId: z.string().min(1).max(500), reason: z.string().max(500) }))
    .max(500)
    .default([]),
});

/** The code of a rejection whose reason is in the events and not in anyone who sends them: the other side takes none of these. */
export const eventsRefused = 'events-refused';
