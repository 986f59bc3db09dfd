import type { JsonObject } from '../json.ts';
import type { Ignored } from './ignored.ts';

/** Segment's call types; `track` carries an event name of its own, the others are named after the call. */
export const eventTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type EventType = (typeof eventTypes)[number];

/**
 * How far the source of an event is believed. `public`: a key that stands in web pages, so anybody may have sent
 * it; a `userId` is among it only when it was proven. `server`: a key of the shop's own servers, or its team. `webhook`: a verified request of a connected
 * system. `engine`: Ciclo itself, links it signed included.
 */
export const trusts = ['public', 'server', 'webhook', 'engine'] as const;
export type Trust = (typeof trusts)[number];

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
  /** Who is believed to say it; identity, orders, consent and privacy decide by it. */
  readonly trust: Trust;
  /** Recorded, but starts and wakes nothing. */
  readonly backfill: boolean;
  /** What of it could not be read and was left out; none when it was taken whole. */
  readonly ignored?: readonly Ignored[];
  /** Set by the engine for its own events about a known person; skips identity resolution. */
  readonly profileId?: string;
  /** The id of the raw request that brought it, which goes with it. */
  readonly delivery?: string;
};

/**
 * The engine's own id of an event, unique in its tenant. It holds the source, so that nobody can claim the message
 * ids of another: the API cannot make the webhook of an order look like a repeat. A connected system's message ids
 * begin with the name of its instance.
 */
export const eventIdOf = (event: Pick<AcceptedEvent, 'trust' | 'messageId'>): string =>
  `${event.trust}:${event.messageId}`;

/** An accepted event in the store. */
export type StoredEvent = AcceptedEvent & {
  /** See `eventIdOf`; events stored before sources were told apart have their message id. */
  readonly id: string;
  readonly tenant: string;
  /** When we got it, on the tenant's clock. */
  readonly receivedAt: number;
};

/** What rules and journeys see of an event, as the facts `event` and `entry`. */
export type EventFact = {
  /** The engine's id; entries kept before sources were told apart have none. */
  readonly id?: string;
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
  id: event.id,
  messageId: event.messageId,
  event: event.name,
  type: event.type,
  properties: event.properties,
  traits: event.traits,
  context: event.context,
  timestamp: new Date(event.timestamp).toISOString(),
  receivedAt: new Date(event.receivedAt).toISOString(),
});

/** The engine's id of the event a fact tells of. */
export const idOfFact = (fact: Pick<EventFact, 'id' | 'messageId'>): string => fact.id ?? fact.messageId;

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
