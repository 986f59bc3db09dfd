import { isObject, type Json, type JsonObject } from '../json.ts';
import type { EventType } from './event.ts';
import { type CallRefusal, eventLimits, isRefusal, refuseJson } from './call-refusal.ts';
import { note, type Notes } from './ignored.ts';
import { isJsonObject, joinPath, mayBeTooLarge, startWalk, type WalkLimits } from './json-walk.ts';
import { keepJson } from './keep-json.ts';
import { withRelay } from './relayed.ts';

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

type Field = 'properties' | 'traits' | 'context';
type Bag = Record<string, unknown>;
type Kept = { readonly context: JsonObject; readonly bag: JsonObject };

/**
 * The parts of the call that are kept, looked through and within the limits. What cannot be kept is left out and noted; the
 * context gives way before the event does. Refused is only what the event is about, when it is too much.
 */
export const readBags = (input: {
  call: Bag;
  type: EventType;
  batchContext: JsonObject | undefined;
  notes: Notes;
  limits?: WalkLimits | undefined;
}): CallBags | CallRefusal => {
  const { call, type, notes, limits = eventLimits } = input;
  const hasTraits = type === 'identify' || type === 'group';
  const field = hasTraits ? 'traits' : 'properties';
  const given = {
    context: objectAt({ call, field: 'context', notes }),
    bag: type === 'alias' ? {} : objectAt({ call, field, notes }),
  };
  const kept = asItIs({ given, limits }) ?? keepWhatFits({ given, field, limits, notes });
  if (isRefusal(kept)) return kept;
  const { context, bag } = kept;
  return {
    context: withRelay(
      call,
      input.batchContext === undefined ? context : { ...input.batchContext, ...context },
    ),
    traits: hasTraits ? withCamelTraits(bag) : {},
    properties: hasTraits ? {} : withPageName({ type, bag, call }),
  };
};

const objectAt = (input: { call: Bag; field: Field; notes: Notes }): Bag => {
  const { call, field, notes } = input;
  const value = call[field];
  if (isObject(value)) return value;
  if (value !== undefined && value !== null && value !== '') {
    note({ notes, path: field, message: `\`${field}\` is not an object, and was left out.` });
  }
  return {};
};

const sizeOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

/** The usual case: nothing has to be changed, so nothing is copied. */
const asItIs = (input: {
  given: { readonly context: Bag; readonly bag: Bag };
  limits: WalkLimits;
}): Kept | undefined => {
  const { limits } = input;
  const { context, bag } = input.given;
  const walk = startWalk(limits);
  if (!isJsonObject(walk, context) || !isJsonObject(walk, bag)) return undefined;
  return mayBeTooLarge(walk) && sizeOf([context, bag]) > limits.bytes ? undefined : { context, bag };
};

const largestOf = (bag: JsonObject): string =>
  Object.entries(bag).toSorted(([, a], [, b]) => sizeOf(b) - sizeOf(a))[0]?.[0] ?? '';

const keepWhatFits = (input: {
  given: { readonly context: Bag; readonly bag: Bag };
  field: Field;
  limits: WalkLimits;
  notes: Notes;
}): Kept | CallRefusal => {
  const { given, field, limits, notes } = input;
  const { kept: bag, properties } = keepJson({ value: given.bag, field, limits, notes });
  if (properties > limits.properties) {
    return refuseJson({ fault: { code: 'too-many-properties', path: '' }, field });
  }
  const bytes = sizeOf(bag);
  if (bytes > limits.bytes) return refuseJson({ fault: { code: 'too-large', path: largestOf(bag) }, field });
  const left = { bytes: limits.bytes - bytes, properties: limits.properties - properties };
  const context = fitContext({ value: given.context, limits: { ...limits, ...left }, notes });
  return { context, bag };
};

/** The context, without the largest of its fields as long as it is too much. */
const fitContext = (input: { value: Bag; limits: WalkLimits; notes: Notes }): JsonObject => {
  const { limits, notes } = input;
  const fields = Object.entries(input.value).map(([name, value]) => {
    const { kept, properties } = keepJson({
      value: Object.fromEntries([[name, value]]),
      field: 'context',
      limits,
      notes,
    });
    return { name, kept, properties, bytes: sizeOf(kept) };
  });
  const context: (readonly [string, Json])[] = [];
  let { bytes, properties } = limits;
  for (const one of fields.toSorted((a, b) => a.bytes - b.bytes)) {
    bytes -= one.bytes;
    properties -= one.properties;
    if (bytes >= 0 && properties >= 0) {
      context.push(...Object.entries(one.kept));
      continue;
    }
    const path = joinPath('context', one.name.slice(0, 100));
    note({ notes, path, message: `\`${path}\` is too large, and was left out.` });
  }
  return Object.fromEntries(context);
};

const withCamelTraits = (traits: JsonObject): JsonObject => {
  const added: (readonly [string, Json])[] = [];
  for (const [snake, camel] of camelTraits) {
    const value = traits[snake];
    if (value !== undefined && traits[camel] === undefined) added.push([camel, value]);
  }
  return added.length === 0 ? traits : { ...traits, ...Object.fromEntries(added) };
};

/** `name` and `category` of a page are beside its properties; rules find them among them. */
const withPageName = (input: { type: EventType; bag: JsonObject; call: Bag }): JsonObject => {
  const { bag, call, type } = input;
  if (type !== 'page' && type !== 'screen') return bag;
  const added: (readonly [string, Json])[] = [];
  for (const field of ['name', 'category'] as const) {
    const value = call[field];
    if (typeof value === 'string' && value.length <= eventLimits.name && bag[field] === undefined) {
      added.push([field, value]);
    }
  }
  return { ...bag, ...Object.fromEntries(added) };
};

/** The `context` that all calls of a batch share, as far as it can be kept. */
export const readBatchContext = (input: { value: unknown; notes: Notes }): JsonObject => {
  const { notes } = input;
  const given = { context: objectAt({ call: { context: input.value }, field: 'context', notes }), bag: {} };
  return (
    asItIs({ given, limits: eventLimits })?.context ??
    fitContext({ value: given.context, limits: eventLimits, notes })
  );
};
