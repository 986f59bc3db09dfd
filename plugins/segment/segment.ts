import { z } from 'zod';
import {
  type ActionContext,
  definePlugin,
  eventsPut,
  eventsToPut,
  type Failure,
  type Outcome,
  providerFailure,
  secret,
} from '../contract.ts';
import { batchesOf } from './batches.ts';
import { type Delivered, deliverEach } from './deliver-each.ts';

const config = z.strictObject({
  /** The write key of the source. */
  writeKey: secret(),
  /** Where the API is: Segment's, that of its region, or of a service that speaks its language. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.segment.io'),
  /** Traits, properties and fields of the context that `put-events` leaves out, at any depth. */
  leaveOut: z.array(z.string().min(1).max(200)).max(200).default(['ip']),
});

type Ctx = ActionContext<z.output<typeof config>, undefined>;

const blankIsNone = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const id = z.preprocess(blankIsNone, z.string().min(1).max(500).optional());

const who = {
  userId: id,
  anonymousId: id,
  /** When it happened, ISO 8601; now by default. */
  timestamp: z.iso.datetime({ offset: true }).optional(),
  context: z.record(z.string(), z.json()).optional(),
};
const named = (call: { userId?: unknown; anonymousId?: unknown }): boolean =>
  call.userId !== undefined || call.anonymousId !== undefined;
const nobody = 'A call names somebody by userId or anonymousId.';

const track = z
  .strictObject({
    event: z.string().min(1).max(200),
    properties: z.record(z.string(), z.json()).default({}),
    ...who,
  })
  .refine(named, nobody);
const identify = z
  .strictObject({ traits: z.record(z.string(), z.json()).default({}), ...who })
  .refine(named, nobody);

const refusal = z.object({
  error: z.object({ message: z.string().optional() }).optional(),
  message: z.string().optional(),
});

type Call = z.output<typeof track> | z.output<typeof identify>;

/** Answers that are about what is in a batch, and not about anyone who sends it. */
const aboutEvents: ReadonlySet<number> = new Set([400, 413, 422]);

/** Hands over one batch. */
const deliver = async (ctx: Ctx, batch: readonly object[]): Promise<Delivered> => {
  const { writeKey, url } = ctx.config;
  const answer = await ctx.http({
    url: new URL('/v1/batch', url).href,
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    json: { batch, sentAt: new Date(ctx.systemTime).toISOString() },
  });
  if (answer.status === 200 && answer.json !== undefined) return { kind: 'taken' };
  const { error, message } = refusal.safeParse(answer.json).data ?? {};
  const failure = providerFailure({ ctx, answer, reason: error?.message ?? message });
  return { kind: aboutEvents.has(answer.status) ? 'refused' : 'failed', failure };
};

const post = async (
  ctx: Ctx,
  type: 'track' | 'identify',
  call: Call,
): Promise<Outcome<{ status: number }> | Failure> => {
  const { timestamp = new Date(ctx.now).toISOString(), ...rest } = call;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const delivered = await deliver(ctx, [{ type, ...said, messageId: ctx.idempotencyKey, timestamp }]);
  return delivered.kind === 'taken' ? { kind: 'done', output: { status: 200 } } : delivered.failure;
};

/** A failure half-way sends all again: what was taken before counts once, by its messageId. */
const putEvents = async (
  ctx: Ctx,
  { events }: z.output<typeof eventsToPut>,
): Promise<Outcome<z.input<typeof eventsPut>> | Failure> => {
  const { batches, tooLarge } = batchesOf(events, new Set(ctx.config.leaveOut));
  const done = await deliverEach({ batches, deliver: (batch) => deliver(ctx, batch) });
  if ('failure' in done) return done.failure;
  const refused = [
    ...tooLarge.map((messageId) => ({ messageId, reason: 'Segment takes no event of more than 32 KB.' })),
    ...done.refused.map(({ event, reason }) => ({ messageId: event.messageId, reason })),
  ];
  return { kind: 'done', output: { sent: events.length - refused.length, refused } };
};

// Segment drops a second call with the messageId of another.
const sends = { effect: 'write', idempotency: 'native-key' } as const;
const output = z.object({ status: z.number() });

/** Events and people to Segment, or to whatever speaks its HTTP API. */
export const segmentPlugin = definePlugin({
  id: 'segment',
  version: '1.0.0',
  name: 'Segment',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.segment.io', '*.segmentapis.com'],
  actions: (action) => ({
    track: action({
      title: 'Tell of an event',
      input: track,
      output,
      ...sends,
      run: (ctx, input) => post(ctx, 'track', input),
    }),
    identify: action({
      title: 'Tell about a person',
      input: identify,
      output,
      ...sends,
      run: (ctx, input) => post(ctx, 'identify', input),
    }),
    'put-events': action({
      title: 'Send events',
      input: eventsToPut,
      output: eventsPut,
      effect: 'write',
      idempotency: 'natural-key',
      long: true,
      timeoutMs: 120_000,
      run: putEvents,
    }),
  }),
});
