import { z } from 'zod';

import { messageOf } from '../../domain/errors.ts';
import type { Cursor } from '../contract/inbound/poll.ts';
import { failureIn } from './auth/failure-in.ts';
import { withoutAddresses } from '../contract/messages/provider-failure.ts';
import type { SyncAsk } from '../contract/syncs/sync.ts';
import { createSignedHttp } from './auth/signed-http.ts';
import type { Instances, LiveInstance } from './instances.ts';
import { withinTime } from './within-time.ts';

/** A kind of records of one configured instance. */
export type SyncPlace = { readonly tenant: string; readonly instance: string; readonly object: string };

/** A call as a whole did not work: it is made again later, or is refused. */
export type SyncFailed = {
  readonly kind: 'failed';
  readonly code: string;
  readonly message: string;
  readonly afterMs?: number;
  /** The provider does not take what it was sent, however often. */
  readonly isRefused: boolean;
};

const CURSOR_MAX = 64_000;
const ROWS_MAX = 1_000;
const MESSAGE_MAX = 500;
const GRACE_MS = 5_000;

const rowSchema = z.object({
  id: z.string().min(1).max(200),
  fields: z.record(z.string(), z.json()),
  updatedAt: z.number().optional(),
  fieldTimes: z.record(z.string(), z.number()).optional(),
  deleted: z.boolean().optional(),
  mergedFrom: z.array(z.string().max(200)).max(1_000).optional(),
});
const failureSchema = z.object({
  kind: z.enum(['rejected', 'retry', 'unknown']),
  code: z.string(),
  message: z.string(),
  afterMs: z.number().optional(),
});
const rows = z.array(rowSchema).max(ROWS_MAX);
const pageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    rows,
    cursor: z.json(),
    more: z.boolean().optional(),
    clock: z.number().optional(),
  }),
  failureSchema,
]);
const foundSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), rows }),
  failureSchema,
]);
const resultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), id: z.string().min(1).max(200), row: rowSchema.optional() }),
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('taken'), id: z.string().optional() }),
  z.object({ kind: z.enum(['rejected', 'retry']), code: z.string(), message: z.string() }),
]);
const writtenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), results: z.array(resultSchema).max(ROWS_MAX) }),
  failureSchema,
]);

export type ReadRow = z.infer<typeof rowSchema>;
export type ReadPage = Extract<z.infer<typeof pageSchema>, { kind: 'done' }>;
export type RowResult = z.infer<typeof resultSchema>;

/** What is known of a kind of records without asking the provider. */
export type SyncInfo = SyncPlace & { readonly title: string; readonly batch: number };

type When = { readonly now: number; readonly systemTime: number };
type Read = Extract<SyncAsk, { op: 'read' | 'find' }>;
type Write = Extract<SyncAsk, { op: 'create' | 'update' | 'remove' }>;

const failed = (code: string, message: string): SyncFailed => ({
  kind: 'failed',
  code,
  message: message.slice(0, MESSAGE_MAX),
  isRefused: false,
});

const clean = (live: LiveInstance, text: string): string =>
  withoutAddresses(live.redactor.text(text)).slice(0, MESSAGE_MAX);

const askedFor = (ask: Write): number => (ask.op === 'remove' ? ask.ids.length : ask.rows.length);

/** Makes one call of a plugin, held to the contract; it never throws. */
const createCall = (instances: Instances) => {
  const find = (place: SyncPlace) => {
    const live = instances.find(place);
    if (live?.state !== 'live') return undefined;
    const sync = live.bound.syncs.get(place.object);
    return sync === undefined ? undefined : { live, sync };
  };

  const call = async <Done extends { readonly kind: 'done' }>(input: {
    place: SyncPlace & When;
    ask: SyncAsk;
    schema: z.ZodType<Done | z.infer<typeof failureSchema>>;
  }): Promise<Done | SyncFailed> => {
    const { tenant, instance, now, systemTime } = input.place;
    const found = find(input.place);
    if (found === undefined) return failed('instance-off', 'There is no such kind, or its instance is off.');
    const { live, sync } = found;
    const { log, send, authorization } = live;
    const end = await withinTime({
      run: (signal) =>
        sync.run(
          {
            tenant,
            instance,
            log,
            signal,
            now,
            systemTime,
            // Every call of a sync may be made again.
            http: createSignedHttp({ send, signal, authorization, mayRepeat: true }),
            failure: (answer) => failureIn({ live, answer, effect: { effect: 'read' }, now: systemTime }),
          },
          input.ask,
        ),
      timeoutMs: sync.timeoutMs,
      graceMs: GRACE_MS,
    });
    if (end.kind === 'overdue') return failed('timeout', 'The provider did not answer in time.');
    if (end.kind === 'threw') return failed('plugin-misbehaved', clean(live, messageOf(end.thrown)));
    const read = input.schema.safeParse(end.value);
    if (!read.success) return failed('plugin-misbehaved', clean(live, read.error.message));
    const answer = read.data;
    if (answer.kind === 'done') return answer;
    const { code, message, afterMs } = answer;
    const isRefused = answer.kind === 'rejected';
    const after = afterMs === undefined ? {} : { afterMs };
    return { kind: 'failed', code, message: clean(live, message), isRefused, ...after };
  };
  return call;
};

/** Makes the calls by which records are kept the same on both sides. None throws; what a plugin answers is held to the contract. */
export const createSync = (instances: Instances) => {
  const call = createCall(instances);
  return {
    /** The kinds of records of all working instances. */
    syncObjects: (): readonly SyncInfo[] =>
      instances
        .live()
        .flatMap(({ tenant, instance, bound }) =>
          [...bound.syncs].map(([object, { title, batch }]) => ({ tenant, instance, object, title, batch })),
        ),

    /** A page of what changed there. */
    syncChanged: async (
      input: SyncPlace & When & { cursor: Cursor | undefined; fields: readonly string[] },
    ): Promise<ReadPage | SyncFailed> => {
      const { cursor, fields } = input;
      const page = await call<ReadPage>({
        place: input,
        ask: { op: 'changed', cursor, fields },
        schema: pageSchema,
      });
      if (page.kind === 'done' && JSON.stringify(page.cursor).length > CURSOR_MAX)
        return failed('plugin-misbehaved', 'The cursor has more than 64 KB.');
      return page;
    },

    /** Records by their ids or by a value. */
    syncRead: (input: SyncPlace & When & { ask: Read }) =>
      call<{ kind: 'done'; rows: ReadRow[] }>({ place: input, ask: input.ask, schema: foundSchema }),

    /** Writes rows; one result for each, in their order. */
    syncWrite: async (input: SyncPlace & When & { ask: Write }) => {
      const written = await call<{ kind: 'done'; results: RowResult[] }>({
        place: input,
        ask: input.ask,
        schema: writtenSchema,
      });
      if (written.kind === 'done' && written.results.length !== askedFor(input.ask))
        return failed('plugin-misbehaved', 'A write has one result for each row, and this one has not.');
      return written;
    },
  };
};
