import { randomUUID } from 'node:crypto';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { JsonObject } from '../../domain/json.ts';

/**
 * An event that a public page makes, about the person the link was made for. Each has an id of its own: who
 * unsubscribes, subscribes again and unsubscribes by the same link means it both times.
 */
export const linkEvent = (input: {
  name: string;
  properties: JsonObject;
  now: number;
  profileId?: string;
  anonymousId?: string;
  /** From where they said it, as evidence; see `evidenceContext`. */
  context?: JsonObject;
}): AcceptedEvent => {
  const { name, properties, now, profileId, anonymousId, context = {} } = input;
  return {
    messageId: randomUUID(),
    type: 'track',
    name,
    externalIds: [],
    properties,
    traits: {},
    context,
    timestamp: now,
    source: 'ciclo',
    trust: 'engine',
    backfill: false,
    ...(profileId === undefined ? {} : { profileId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
  };
};
