import { type CallRefusal, isRefusal } from '../../domain/events/call-refusal.ts';
import { readBatchContext } from '../../domain/events/call-bags.ts';
import { readCallTime } from '../../domain/events/call-time.ts';
import type { AcceptedEvent, EventType } from '../../domain/events/event.ts';
import { edgeNotes } from '../../domain/events/edge-notes.ts';
import { joinPath } from '../../domain/events/json-walk.ts';
import type { Ignored, Notes } from '../../domain/events/ignored.ts';
import { readPublicEvent } from '../../domain/events/public-event.ts';
import { parseCall } from '../../domain/events/segment-call.ts';
import { isObject } from '../../domain/json.ts';
import { readFlag } from '../http/flag.ts';
import { requestError, type RequestProblem } from '../http/problem.ts';
import { readProof } from './proof.ts';

/** The most events one batch may have, as at Segment. */
export const batchMax = 2500;

/** A call that was refused, by its place in the batch (0 for a single call). */
export type Rejected = RequestProblem & { readonly index: number };

export type ReadCalls = {
  readonly events: readonly AcceptedEvent[];
  readonly rejected: readonly Rejected[];
  /** What was left out of calls that were taken. */
  readonly ignored: readonly (Ignored & { readonly index: number })[];
  /** Calls that repeat the message id of one before them in the same batch. */
  readonly repeated: number;
};

/** Whose word the calls are: a server's, or that of anybody who has the public key. */
export type Speaker =
  | { readonly trust: 'server' }
  | {
      readonly trust: 'public';
      /** The track events the workspace allows. */
      readonly allowed: ReadonlySet<string>;
      /** What proves identities. */
      readonly secrets: readonly string[];
    };

type CallsInput = {
  body: unknown;
  speaker: Speaker;
  receivedAt: number;
  /** Makes the id of the call at this place, if it has none. */
  idOf: (index: number) => string;
  backfill: boolean;
};

type Taken = { readonly ok: true; readonly event: AcceptedEvent };

/** The sources the APIs name; message ids of one say nothing to the other. */
export const sources = { server: 'api', public: 'public' } as const;

/** An event with what was said of it before, and this. */
const withNotes = (input: { event: AcceptedEvent; notes: readonly Ignored[] }): AcceptedEvent => {
  const { ignored: before = [], ...event } = input.event;
  const ignored = [...before, ...input.notes];
  return ignored.length === 0 ? event : { ...event, ignored };
};

const readOne = async (input: {
  speaker: Speaker;
  call: unknown;
  parse: Omit<Parameters<typeof parseCall>[0], 'call' | 'source' | 'trust'>;
}): Promise<Taken | CallRefusal> => {
  const { speaker, call } = input;
  const { trust } = speaker;
  const { receivedAt, sentAt } = input.parse;
  const parsed = parseCall({ ...input.parse, call, trust, source: sources[trust] });
  if (!parsed.ok) return parsed;
  const { event } = parsed;
  if (speaker.trust === 'server') {
    return { ok: true, event: withNotes({ event, notes: edgeNotes({ call, event, sentAt, receivedAt }) }) };
  }
  const { context, userId } = event;
  const proof = await readProof({ call, context, userId, secrets: speaker.secrets });
  if (isRefusal(proof)) return proof;
  const taken = readPublicEvent({
    event,
    proof,
    allowed: speaker.allowed,
    receivedAt,
  });
  if (!taken.ok) return taken;
  const told = edgeNotes({ call, event: taken.event, sentAt, receivedAt });
  const notes = [...taken.ignored, ...told];
  return { ok: true, event: withNotes({ event: { ...taken.event, ignored: event.ignored ?? [] }, notes }) };
};

const toRejected = (input: { refusal: CallRefusal; index: number; prefix: string }): Rejected => {
  const { code, message, path, hint } = input.refusal;
  return { index: input.index, code, message, path: joinPath(input.prefix, path), hint };
};

/** Reads the body of `/v1/track` and the like: one call, of the type its address says. */
export const readCall = async (input: CallsInput & { type: EventType }): Promise<ReadCalls> => {
  const { body: call, speaker, type, receivedAt, backfill } = input;
  const idFrom = () => input.idOf(0);
  const taken = await readOne({ call, speaker, parse: { type, receivedAt, idFrom, backfill } });
  if (!taken.ok) {
    const rejected = [toRejected({ refusal: taken, index: 0, prefix: '' })];
    return { events: [], rejected, ignored: [], repeated: 0 };
  }
  const ignored = (taken.event.ignored ?? []).map((one) => ({ ...one, index: 0 }));
  return { events: [taken.event], rejected: [], ignored, repeated: 0 };
};

const badBatch = (input: { code: string; message: string; path: string; hint: string }) =>
  requestError({ code: 'invalid-input', message: input.message, problems: [input] });

const itemsOf = (body: unknown): { items: readonly unknown[]; body: Record<string, unknown> } => {
  if (!isObject(body) || !Array.isArray(body['batch'])) {
    throw badBatch({
      code: 'missing-batch',
      message: 'A batch needs `batch`, a list of calls.',
      path: 'batch',
      hint: 'Send { "batch": [{ "type": "track", ... }] }.',
    });
  }
  const items: readonly unknown[] = body['batch'];
  if (items.length > batchMax) {
    throw badBatch({
      code: 'too-many-events',
      message: `The batch has ${items.length} calls; ${batchMax} are allowed.`,
      path: 'batch',
      hint: `Send at most ${batchMax} calls in one batch.`,
    });
  }
  return { items, body };
};

/** As many notes as an answer lists; each event has all of its own. */
const ignoredMax = 500;

/** Reads the body of `/v1/batch`. What is wrong with one call does not touch the others. */
export const readBatch = async (input: CallsInput): Promise<ReadCalls> => {
  const { speaker, receivedAt } = input;
  const { items, body } = itemsOf(input.body);
  const shared: Notes = [];
  const batchContext = readBatchContext({ value: body['context'], notes: shared });
  const sentAt = readCallTime({ value: body['sentAt'], field: 'sentAt', notes: shared });
  const backfill = input.backfill || readFlag({ name: 'backfill', value: body['backfill'] });
  const events = new Map<string, AcceptedEvent>();
  const rejected: Rejected[] = [];
  const ignored: (Ignored & { index: number })[] = shared.map((one) => ({ ...one, index: 0 }));
  let repeated = 0;
  for (const [index, call] of items.entries()) {
    const idFrom = () => input.idOf(index);
    const prefix = `batch[${index}]`;
    const parse = { receivedAt, batchContext, sentAt, idFrom, backfill, ignored: shared };
    const taken = await readOne({ speaker, call, parse });
    if (!taken.ok) {
      rejected.push(toRejected({ refusal: taken, index, prefix }));
      continue;
    }
    ignored.push(
      ...(taken.event.ignored ?? [])
        .slice(shared.length)
        .map(({ path, message }) => ({ index, path: joinPath(prefix, path), message })),
    );
    if (events.has(taken.event.messageId)) repeated += 1;
    else events.set(taken.event.messageId, taken.event);
  }
  return { events: [...events.values()], rejected, ignored: ignored.slice(0, ignoredMax), repeated };
};
