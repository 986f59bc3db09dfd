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

/** Hands over one batch; undefined when it was taken. */
const deliver = async (ctx: Ctx, batch: readonly object[]): Promise<Failure | undefined> => {
  const { writeKey, url } = ctx.config;
  const answer = await ctx.http({
    url: new URL('/v1/batch', url).href,
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    json: { batch, sentAt: new Date(ctx.systemTime).toISOString() },
  });
  if (answer.status === 200 && answer.json !== undefined) return undefined;
  const { error, message } = refusal.safeParse(answer.json).data ?? {};
  return providerFailure({ ctx, answer, reason: error?.message ?? message });
};

const post = async (
  ctx: Ctx,
  type: 'track' | 'identify',
  call: Call,
): Promise<Outcome<{ status: number }> | Failure> => {
  const { timestamp = new Date(ctx.now).toISOString(), ...rest } = call;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const failed = await deliver(ctx, [{ type, ...said, messageId: ctx.idempotencyKey, timestamp }]);
  return failed ?? { kind: 'done', output: { status: 200 } };
};

/** A failure half-way sends all again: what was taken before counts once, by its messageId. */
const putEvents = async (
  ctx: Ctx,
  { events }: z.output<typeof eventsToPut>,
): Promise<Outcome<z.input<typeof eventsPut>> | Failure> => {
  const { batches, leftOut } = batchesOf(events, new Set(ctx.config.leaveOut));
  for (const batch of batches) {
    const failed = await deliver(ctx, batch);
    if (failed !== undefined) return failed;
  }
  if (leftOut > 0)
    ctx.log.warn({ leftOut }, 'Segment takes no event of more than 32 KB; some were left out.');
  return { kind: 'done', output: { sent: events.length - leftOut, leftOut } };
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
