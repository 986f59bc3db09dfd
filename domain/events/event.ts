import type { JsonObject } from '../json.ts';

/** Segment's call types; `track` carries an event name of its own, the others are named after the call. */
export const eventTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type EventType = (typeof eventTypes)[number];

/** An identity an event brings besides `userId` and `anonymousId`: `{ kind: 'email', value: 'a@b.c' }`. */
export type ExternalId = { readonly kind: string; readonly value: string };

/**
 * An event as it is accepted: Segment's fields with the defaults filled in. All instants are epoch
 * milliseconds. `name` is the track event's name, or the call type (`identify`, `page`, ...).
 */
export type AcceptedEvent = {
  readonly messageId: string;
  readonly type: EventType;
  readonly name: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly previousId?: string;
  readonly groupId?: string;
  readonly externalIds: readonly ExternalId[];
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly context: JsonObject;
  /** When it happened. */
  readonly timestamp: number;
  /** Where it came from: `api`, `ciclo`, or a plugin instance. */
  readonly source: string;
  /** Recorded, but starts and wakes nothing. */
  readonly backfill: boolean;
  /** Set by the engine for its own events about a known person; skips identity resolution. */
  readonly profileId?: string;
};

/** An accepted event in the store. */
export type StoredEvent = AcceptedEvent & {
  readonly tenant: string;
  /** When we got it, on the tenant's clock. */
  readonly receivedAt: number;
};

/** What rules and journeys see of an event, as the facts `event` and `entry`. */
export type EventFact = {
  readonly messageId: string;
  readonly event: string;
  readonly type: EventType;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly context: JsonObject;
  readonly timestamp: string;
  readonly receivedAt: string;
};

/** The fact form of a stored event. */
export const toEventFact = (event: StoredEvent): EventFact => ({
  messageId: event.messageId,
  event: event.name,
  type: event.type,
  properties: event.properties,
  traits: event.traits,
  context: event.context,
  timestamp: new Date(event.timestamp).toISOString(),
  receivedAt: new Date(event.receivedAt).toISOString(),
});

const hour = 3_600_000;

/** What an event may still do, by its age against the tenant's clock (DESIGN: life of an event). */
export type EventReach = 'fires' | 'records' | 'quarantined';

/**
 * Decides what an event may do: a back-filled one or one older than 72 hours is only recorded; one more
 * than 24 hours ahead of us is set aside, since no clock is that wrong by accident.
 */
export const reachOf = (event: { timestamp: number; backfill: boolean; receivedAt: number }): EventReach => {
  if (event.timestamp - event.receivedAt > 24 * hour) return 'quarantined';
  if (event.backfill || event.receivedAt - event.timestamp > 72 * hour) return 'records';
  return 'fires';
};
