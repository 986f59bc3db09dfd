import type { EventToPut, Json } from '../contract.ts';

/** Segment takes 500 KB in one request, and 32 KB of each event in it; the rest of a request has room besides. */
const batchBytes = 450 * 1024;
const eventBytes = 32 * 1024;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const without = (value: Json, names: ReadonlySet<string>): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => without(item, names));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.has(name))
      .map(([name, inner]) => [name, without(inner, names)]),
  );
};

const sizeOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));

/** An event as Segment gets it. */
export type FittingEvent = Pick<EventToPut, 'messageId'>;

/** The event without the fields of its bags that are left out; undefined where it is too large, even without its context. */
const fitting = (event: EventToPut, names: ReadonlySet<string>): FittingEvent | undefined => {
  const { properties, traits, context, ...rest } = event;
  const bags = Object.entries({ properties, traits }).flatMap(([name, bag]) =>
    bag === undefined ? [] : [[name, without(bag, names)] as const],
  );
  const bare = { ...rest, ...Object.fromEntries(bags) };
  const whole = context === undefined ? bare : { ...bare, context: without(context, names) };
  return [whole, bare].find((one) => sizeOf(one) <= eventBytes);
};

/** Cuts events into batches that Segment takes, in their order, and names those that are too large for it. */
export const batchesOf = (
  events: readonly EventToPut[],
  leaveOut: ReadonlySet<string>,
): { readonly batches: readonly (readonly FittingEvent[])[]; readonly tooLarge: readonly string[] } => {
  const batches: FittingEvent[][] = [];
  let room = 0;
  const tooLarge: string[] = [];
  for (const event of events) {
    const fits = fitting(event, leaveOut);
    if (fits === undefined) {
      tooLarge.push(event.messageId);
      continue;
    }
    const size = sizeOf(fits) + 1;
    const last = batches.at(-1);
    if (last === undefined || size > room) {
      batches.push([fits]);
      room = batchBytes - size;
    } else {
      last.push(fits);
      room -= size;
    }
  }
  return { batches, tooLarge };
};
