import type { CallRefusal } from '../../domain/events/call-refusal.ts';
import { parseBatchContext } from '../../domain/events/call-bags.ts';
import type { AcceptedEvent, EventType } from '../../domain/events/event.ts';
import { joinPath } from '../../domain/events/json-walk.ts';
import { parseCall } from '../../domain/events/segment-call.ts';
import { isObject } from '../../domain/json.ts';
import { readFlag } from '../http/flag.ts';
import { requestError, type RequestProblem } from '../http/problem.ts';

/** The most events one batch may have, as at Segment. */
export const batchMax = 2500;

/** A call that was refused, by its place in the batch (0 for a single call). */
export type Rejected = RequestProblem & { readonly index: number };

export type ReadCalls = {
  readonly events: readonly AcceptedEvent[];
  readonly rejected: readonly Rejected[];
  /** Calls that repeat the message id of one before them in the same batch. */
  readonly repeated: number;
};

type CallsInput = {
  body: unknown;
  receivedAt: number;
  /** Makes the id of the call at this place, if it has none. */
  idOf: (index: number) => string;
  backfill: boolean;
};

const toRejected = (input: { refusal: CallRefusal; index: number; prefix: string }): Rejected => {
  const { code, message, path, mend } = input.refusal;
  return { index: input.index, code, message, path: joinPath(input.prefix, path), mend };
};

/** Reads the body of `/v1/track` and the like: one call, of the type its address says. */
export const readCall = (input: CallsInput & { type: EventType }): ReadCalls => {
  const parsed = parseCall({
    call: input.body,
    type: input.type,
    receivedAt: input.receivedAt,
    source: 'api',
    idFrom: () => input.idOf(0),
    backfill: input.backfill,
  });
  return parsed.ok
    ? { events: [parsed.event], rejected: [], repeated: 0 }
    : { events: [], rejected: [toRejected({ refusal: parsed, index: 0, prefix: '' })], repeated: 0 };
};

const badBatch = (input: { code: string; message: string; path: string; mend: string }) =>
  requestError({ code: 'invalid-input', message: input.message, problems: [input] });

const itemsOf = (body: unknown): { items: readonly unknown[]; body: Record<string, unknown> } => {
  if (!isObject(body) || !Array.isArray(body['batch'])) {
    throw badBatch({
      code: 'missing-batch',
      message: 'A batch needs `batch`, a list of calls.',
      path: 'batch',
      mend: 'Send { "batch": [{ "type": "track", ... }] }.',
    });
  }
  const items: readonly unknown[] = body['batch'];
  if (items.length > batchMax) {
    throw badBatch({
      code: 'too-many-events',
      message: `The batch has ${items.length} calls; ${batchMax} are allowed.`,
      path: 'batch',
      mend: `Send at most ${batchMax} calls in one batch.`,
    });
  }
  return { items, body };
};

/** Reads the body of `/v1/batch`. What is wrong with one call does not touch the others. */
export const readBatch = (input: CallsInput): ReadCalls => {
  const { items, body } = itemsOf(input.body);
  const shared = parseBatchContext(body['context']);
  if (!shared.ok) throw badBatch(shared);
  const backfill = input.backfill || readFlag({ name: 'backfill', value: body['backfill'] });
  const events = new Map<string, AcceptedEvent>();
  const rejected: Rejected[] = [];
  let repeated = 0;
  for (const [index, call] of items.entries()) {
    const parsed = parseCall({
      call,
      receivedAt: input.receivedAt,
      batchContext: shared.context,
      sentAt: body['sentAt'],
      source: 'api',
      idFrom: () => input.idOf(index),
      backfill,
    });
    if (!parsed.ok) rejected.push(toRejected({ refusal: parsed, index, prefix: `batch[${index}]` }));
    else if (events.has(parsed.event.messageId)) repeated += 1;
    else events.set(parsed.event.messageId, parsed.event);
  }
  return { events: [...events.values()], rejected, repeated };
};
