import { relayOf } from '../../../domain/events/relayed.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { EventToPut } from '../../../plugins/contract/actions/events.ts';
import type { EventRow } from '../../events/ports.ts';

/** ISO 8601 has no plain way to write what is before the year 0, and a client may say anything. */
const earliest = Date.UTC(1000, 0, 1);

const textIn = (object: JsonObject, name: string): string | undefined => {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined;
};

/** Who it is about, by what the event itself says first. */
const whoIn = (event: EventRow, who: JsonObject) => {
  const userId = event.userId ?? textIn(who, 'userId');
  const anonymousId = event.anonymousId ?? (userId === undefined ? event.profileId : undefined);
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
  };
};

const namesIn = (event: EventRow) => {
  const { type, name, properties } = event;
  if (type === 'track') return { event: name };
  if (type !== 'page' && type !== 'screen') return {};
  const [title, category] = [textIn(properties, 'name'), textIn(properties, 'category')];
  return {
    ...(title === undefined ? {} : { name: title }),
    ...(category === undefined ? {} : { category }),
  };
};

/**
 * The event as a connector takes it, in Segment's shape and marked as ours. Undefined for one that nobody is named in, that the connector itself
 * brought, that a customer data platform passed on, or that comes back from one: those would go round in circles.
 */
export const eventToPut = (input: {
  event: EventRow;
  /** The person as `whoOf` has them. */
  who: JsonObject;
  instance: string;
}): EventToPut | undefined => {
  const { event, who, instance } = input;
  const { type, id, messageId, trust, timestamp, source, context, previousId, groupId } = event;
  const named = whoIn(event, who);
  if (Object.keys(named).length === 0 || source === instance || relayOf(context) !== undefined)
    return undefined;
  const hasTraits = type === 'identify' || type === 'group';
  return {
    type,
    // What a server called it is kept, so that an event which it sends to both counts once; ids of other sources could be those of another event.
    messageId: trust === 'server' ? messageId : id,
    timestamp: new Date(Math.max(timestamp, earliest)).toISOString(),
    ...named,
    ...namesIn(event),
    ...(previousId === undefined ? {} : { previousId }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(hasTraits ? { traits: event.traits } : type === 'alias' ? {} : { properties: event.properties }),
    context: { ...context, ciclo: { source } },
  };
};
