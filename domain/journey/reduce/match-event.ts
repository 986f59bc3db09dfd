import type { EventFact } from '../../events/event.ts';
import { isJsonObject, type Json, own } from '../../json.ts';
import { readPath } from '../../rules/path.ts';
import type { Match } from '../steps.ts';

/** The value at a path as text, for comparing ids; undefined when there is none. */
export const textAt = (input: { value: unknown; path: string }): string | undefined => {
  const found = readPath(input);
  if (typeof found === 'string') return found === '' ? undefined : found;
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
};

/** Whether an event tells of the record the run is about, or of no record of that kind. */
const isOfRecord = (input: { event: EventFact; kind?: string | undefined; entryKey: string }): boolean => {
  const { kind, entryKey } = input;
  const record = input.event.properties['record'];
  if (kind === undefined || !isJsonObject(record) || own(record, 'kind') !== kind) return true;
  return own(record, 'id') === entryKey;
};

/**
 * Whether an event is about this run, by its `match`: the same entry key, the message of a `send` step, or
 * two equal paths, of this event and of the entry event or of a step's result. Without a match every event of the name is,
 * save for events of other records of the kind that the run is about.
 */
export const matchesRun = (input: {
  match: Match | undefined;
  event: EventFact;
  entryKey: string;
  entry: EventFact | null;
  steps: Readonly<Record<string, Json>>;
  /** The object whose records the journey is about. */
  kind?: string | undefined;
}): boolean => {
  const { match, event } = input;
  if (match === undefined) return isOfRecord(input);
  if (typeof match === 'object') {
    const here = textAt({ value: event, path: match.event });
    const there =
      'entry' in match
        ? textAt({ value: input.entry, path: match.entry })
        : textAt({ value: input.steps, path: match.steps });
    return here !== undefined && here === there;
  }
  if (match.startsWith('$')) {
    return input.entryKey !== '' && textAt({ value: event, path: match }) === input.entryKey;
  }
  const sent = input.steps[match];
  const messageId =
    typeof sent === 'object' && sent !== null && 'messageId' in sent ? sent.messageId : undefined;
  return messageId !== undefined && event.properties['message_id'] === messageId;
};
