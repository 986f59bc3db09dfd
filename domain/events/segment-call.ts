import { isObject, type JsonObject } from '../json.ts';
import { readBags } from './call-bags.ts';
import { type CallRefusal, eventLimits, isRefusal, refuse } from './call-refusal.ts';
import { readTimestamp } from './call-time.ts';
import { readWho } from './call-who.ts';
import { type AcceptedEvent, type EventType, eventTypes } from './event.ts';
import { reservedNames } from './reserved-names.ts';

export type ParsedCall = { readonly ok: true; readonly event: AcceptedEvent } | CallRefusal;

const typeNames: ReadonlySet<string> = new Set(eventTypes);
const isEventType = (value: unknown): value is EventType => typeof value === 'string' && typeNames.has(value);

const readBackfill = (value: unknown): boolean | CallRefusal =>
  value === undefined || value === null || typeof value === 'boolean'
    ? value === true
    : refuse({
        code: 'bad-backfill',
        message: '`backfill` is neither true nor false.',
        path: 'backfill',
        mend: 'Send the boolean true to record the event without starting anything.',
      });

const readMessageId = (input: {
  value: unknown;
  idFrom: () => string;
  most: number;
}): string | CallRefusal => {
  const { value, most } = input;
  // A blank id would make all events that have it one event.
  if (value === undefined || value === null) return input.idFrom();
  if (typeof value === 'string' && value.trim() === '') return input.idFrom();
  if (typeof value === 'string' && value.length <= most) return value;
  return refuse({
    code: 'bad-message-id',
    message: `\`messageId\` is not a text of at most ${most} characters.`,
    path: 'messageId',
    mend: 'Send a string that is unique to this event, or leave it out.',
  });
};

const readName = (input: { type: EventType; event: unknown }): string | CallRefusal => {
  const { type, event } = input;
  if (type !== 'track') return type;
  if (typeof event !== 'string' || event.trim() === '' || event.length > eventLimits.name) {
    return refuse({
      code: event === undefined || event === null || event === '' ? 'missing-event' : 'bad-event',
      message: `A track call needs \`event\`, a name of 1 to ${eventLimits.name} characters.`,
      path: 'event',
      mend: 'Name what happened, such as "Order Completed".',
    });
  }
  const reserved = reservedNames.get(event);
  if (reserved === undefined) return event;
  return refuse({
    code: 'reserved-name',
    message:
      reserved === 'call'
        ? `\`${event}\` is the name of a call, so no event can have it.`
        : `\`${event}\` can only come from the engine or by a verified webhook.`,
    path: 'event',
    mend:
      reserved === 'call'
        ? `Make a call of type ${event}, or give the event another name.`
        : 'Use the admin API, a webhook or another name.',
  });
};

/**
 * Reads one call in Segment's format into an event with its defaults filled in, or says why not. Pure and
 * total: it never throws, and the work is bounded by `eventLimits`, whatever it is given.
 */
export const parseCall = (input: {
  call: unknown;
  /** The type the address says; without it the call says so itself, as in a batch. */
  type?: EventType;
  /** On the tenant's clock. */
  receivedAt: number;
  batchContext?: JsonObject;
  /** Of the batch; a call's own counts first. */
  sentAt?: unknown;
  source: string;
  /** Makes an id for a call that has none. */
  idFrom: () => string;
  /** Plugins may use longer ids than clients. */
  messageIdMax?: number;
  /** Of the whole request: records everything without starting anything. */
  backfill?: boolean;
}): ParsedCall => {
  const { call } = input;
  if (!isObject(call)) {
    return refuse({
      code: 'not-json',
      message: 'The call is not a JSON object.',
      path: '',
      mend: 'Send an object such as { "type": "track", "event": "Order Completed", "userId": "42" }.',
    });
  }
  const type = input.type ?? call['type'];
  if (!isEventType(type)) {
    return refuse({
      code: 'unknown-type',
      message: 'The call has no type we know.',
      path: 'type',
      mend: `Set \`type\` to one of ${eventTypes.join(', ')}.`,
    });
  }
  const name = readName({ type, event: call['event'] });
  if (isRefusal(name)) return name;
  const messageId = readMessageId({
    value: call['messageId'],
    idFrom: input.idFrom,
    most: input.messageIdMax ?? eventLimits.messageId,
  });
  if (isRefusal(messageId)) return messageId;
  const timestamp = readTimestamp({ call, sentAt: input.sentAt, receivedAt: input.receivedAt });
  if (isRefusal(timestamp)) return timestamp;
  const bags = readBags({ call, type, batchContext: input.batchContext });
  if (isRefusal(bags)) return bags;
  const backfill = readBackfill(call['backfill'] ?? bags.context['backfill']);
  if (isRefusal(backfill)) return backfill;
  const who = readWho({ call, type, bags });
  if (isRefusal(who)) return who;
  return {
    ok: true,
    event: {
      messageId,
      type,
      name,
      ...who,
      ...bags,
      timestamp,
      source: input.source,
      backfill: backfill || input.backfill === true,
    },
  };
};
