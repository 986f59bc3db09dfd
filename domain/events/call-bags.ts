import type { Json, JsonObject } from '../json.ts';
import type { EventType } from './event.ts';
import { type CallRefusal, eventLimits, isRefusal, refuseJson } from './call-refusal.ts';
import { isJsonObject, type JsonWalk, mayBeTooLarge, startWalk } from './json-walk.ts';

/** Segment writes these traits in either way; ours are in camel case. */
const camelTraits = [
  ['first_name', 'firstName'],
  ['last_name', 'lastName'],
  ['created_at', 'createdAt'],
] as const;

/** What a call says of the event, within the limits. */
export type CallBags = {
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly context: JsonObject;
};

/** The parts of the call that are kept, looked through and within the limits. */
export const readBags = (input: {
  call: Record<string, unknown>;
  type: EventType;
  batchContext: JsonObject | undefined;
}): CallBags | CallRefusal => {
  const { call, type } = input;
  const walk = startWalk(eventLimits);
  const context = readBag({ walk, call, field: 'context' });
  if (isRefusal(context)) return context;
  const hasTraits = type === 'identify' || type === 'group';
  const bag = type === 'alias' ? {} : readBag({ walk, call, field: hasTraits ? 'traits' : 'properties' });
  if (isRefusal(bag)) return bag;
  if (mayBeTooLarge(walk) && Buffer.byteLength(JSON.stringify([context, bag])) > eventLimits.bytes) {
    return refuseJson({ fault: { code: 'too-large', path: '' }, field: hasTraits ? 'traits' : 'properties' });
  }
  return {
    context: input.batchContext === undefined ? context : { ...input.batchContext, ...context },
    traits: hasTraits ? withCamelTraits(bag) : {},
    properties: hasTraits ? {} : withPageName({ type, bag, call }),
  };
};

const readBag = (input: {
  walk: JsonWalk;
  call: Record<string, unknown>;
  field: 'properties' | 'traits' | 'context';
}): JsonObject | CallRefusal => {
  const { walk, field } = input;
  const value = input.call[field];
  if (value === undefined || value === null) return {};
  return isJsonObject(walk, value) ? value : refuseJson({ fault: walk.fault, field });
};

const withCamelTraits = (traits: JsonObject): JsonObject => {
  const added: Record<string, Json> = {};
  for (const [snake, camel] of camelTraits) {
    const value = traits[snake];
    if (value !== undefined && traits[camel] === undefined) added[camel] = value;
  }
  return Object.keys(added).length === 0 ? traits : { ...traits, ...added };
};

/** `name` and `category` of a page are beside its properties; rules find them among them. */
const withPageName = (input: {
  type: EventType;
  bag: JsonObject;
  call: Record<string, unknown>;
}): JsonObject => {
  const { bag, call, type } = input;
  if (type !== 'page' && type !== 'screen') return bag;
  const added: Record<string, Json> = {};
  for (const field of ['name', 'category'] as const) {
    const value = call[field];
    if (typeof value === 'string' && value.length <= eventLimits.name && bag[field] === undefined) {
      added[field] = value;
    }
  }
  return { ...bag, ...added };
};

/** The `context` that all calls of a batch share. */
export const parseBatchContext = (value: unknown): { ok: true; context: JsonObject } | CallRefusal => {
  if (value === undefined || value === null) return { ok: true, context: {} };
  const walk = startWalk(eventLimits);
  if (!isJsonObject(walk, value)) return refuseJson({ fault: walk.fault, field: 'context' });
  if (mayBeTooLarge(walk) && Buffer.byteLength(JSON.stringify(value)) > eventLimits.bytes) {
    return refuseJson({ fault: { code: 'too-large', path: '' }, field: 'context' });
  }
  return { ok: true, context: value };
};
