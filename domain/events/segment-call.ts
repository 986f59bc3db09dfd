import { hashId } from '../hash.ts';
import { isObject, type JsonObject } from '../json.ts';
import { readYesNo } from '../yes-no.ts';
import { readBags } from './call-bags.ts';
import { type CallRefusal, eventLimits, isRefusal, refuse } from './call-refusal.ts';
import { readTimestamp } from './call-time.ts';
import { readWho } from './call-who.ts';
import { noteProperties } from './known-properties.ts';
import { type AcceptedEvent, type EventType, eventTypes, type Trust } from './event.ts';
import { type Ignored, note, type Notes } from './ignored.ts';
import type { WalkLimits } from './json-walk.ts';
import { isEngineName } from './public-names.ts';
import { reservedNames } from './reserved-names.ts';

/** A call that was taken; `event.ignored` says what of it was left out. */
export type ParsedCall = { readonly ok: true; readonly event: AcceptedEvent } | CallRefusal;

const typeNames: ReadonlySet<string> = new Set(eventTypes);
const isEventType = (value: unknown): value is EventType => typeof value === 'string' && typeNames.has(value);

const readType = (value: unknown): EventType | CallRefusal => {
  const name = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (isEventType(name)) return name;
  return refuse({
    code: 'unknown-type',
    message: 'The call has no type we know.',
    path: 'type',
    hint: `Set \`type\` to one of ${eventTypes.join(', ')}.`,
  });
};

const readBackfill = (input: { value: unknown; notes: Notes }): boolean => {
  const { value, notes } = input;
  const flag = value === undefined || value === '' ? false : readYesNo(value);
  if (flag !== undefined) return flag;
  // Who says anything at all here means history: what is recorded can be used later, a mail cannot be taken back.
  const message = '`backfill` is neither true nor false; the event is recorded and starts nothing.';
  note({ notes, path: 'backfill', message });
  return true;
};

const readMessageId = (input: {
  value: unknown;
  idFrom: () => string;
  most: number;
  notes: Notes;
}): string => {
  const { value, most, notes } = input;
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  // A blank id would make all events that have it one event.
  if (text === undefined || text === null) return input.idFrom();
  if (typeof text === 'string' && text.trim() === '') return input.idFrom();
  if (typeof text === 'string' && text.length <= most) return text;
  const path = 'messageId';
  if (typeof text === 'string') {
    const message = `\`messageId\` is longer than ${most} characters; a hash of it stands for it.`;
    note({ notes, path, message });
    return `hash-${hashId('message', text)}`;
  }
  note({ notes, path, message: '`messageId` is not a text, and was left out. Send a string.' });
  return input.idFrom();
};

const readName = (input: { type: EventType; event: unknown; trust: Trust }): string | CallRefusal => {
  const { type } = input;
  if (type !== 'track') return type;
  const event = typeof input.event === 'number' ? String(input.event) : input.event;
  if (typeof event !== 'string' || event.trim() === '' || event.length > eventLimits.name) {
    return refuse({
      code: event === undefined || event === null || event === '' ? 'missing-event' : 'bad-event',
      message: `A track call needs \`event\`, a name of 1 to ${eventLimits.name} characters.`,
      path: 'event',
      hint: 'Name what happened, such as "Order Completed".',
    });
  }
  if (input.trust === 'webhook') return event;
  const reserved = reservedNames.get(event) ?? (isEngineName(event) ? 'engine' : undefined);
  if (reserved === undefined) return event;
  return refuse({
    code: 'reserved-name',
    message:
      reserved === 'call'
        ? `\`${event}\` is the name of a call, so no event can have it.`
        : `\`${event}\` can only come from the engine or by a verified webhook.`,
    path: 'event',
    hint:
      reserved === 'call'
        ? `Make a call of type ${event}, or give the event another name.`
        : 'Use the admin API, a webhook or another name.',
  });
};

/**
 * Reads one call in Segment's format into an event with its defaults filled in, or says why not. A field that the event can
 * do without never loses it: what cannot be read is left out, and said in `ignored`. Pure and total: it never throws, and
 * the work is bounded by the limits, whatever it is given.
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
  trust: Trust;
  /** Makes an id for a call that has none. */
  idFrom: () => string;
  /** Of the whole request: records everything without starting anything. */
  backfill?: boolean;
  /** What was left out already, of the batch or by a plugin. */
  ignored?: readonly Ignored[];
  /** Connected systems may send more in one event than clients. */
  limits?: WalkLimits;
}): ParsedCall => {
  const { call, receivedAt, trust } = input;
  if (!isObject(call)) {
    return refuse({
      code: 'not-json',
      message: 'The call is not a JSON object.',
      path: '',
      hint: 'Send an object such as { "type": "track", "event": "Order Completed", "userId": "42" }.',
    });
  }
  const notes: Notes = [...(input.ignored ?? [])];
  const type = input.type ?? readType(call['type']);
  if (isRefusal(type)) return type;
  const name = readName({ type, event: call['event'], trust });
  if (isRefusal(name)) return name;
  const most = eventLimits.messageId;
  const messageId = readMessageId({ value: call['messageId'], idFrom: input.idFrom, most, notes });
  const timestamp = readTimestamp({ call, sentAt: input.sentAt, receivedAt, notes });
  const bags = readBags({ call, type, batchContext: input.batchContext, notes, limits: input.limits });
  if (isRefusal(bags)) return bags;
  const backfill = readBackfill({ value: call['backfill'] ?? bags.context['backfill'], notes });
  const who = readWho({ call, type, bags, notes });
  if (isRefusal(who)) return who;
  noteProperties({ name, properties: bags.properties, notes });
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
      trust,
      backfill: backfill || input.backfill === true,
      ...(notes.length === 0 ? {} : { ignored: notes }),
    },
  };
};
