import { createHash, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { EventType } from '../../domain/events/event.ts';
import { readBody } from '../http/body.ts';
import type { ApiEnv } from '../http/env.ts';
import { readFlag } from '../http/flag.ts';
import { parseJson } from '../http/json.ts';
import { requestError } from '../http/problem.ts';
import { createRateLimiter, type RateLimit, type Taken } from '../http/rate-limit.ts';
import type { Accept, PressureGauge } from '../ports/accept.ts';
import type { FindKey } from '../ports/keys.ts';
import type { Clock, Meter } from '../ports/platform.ts';
import { readBatch, readCall, type ReadCalls } from './read-calls.ts';
import { createWriteKeys } from './write-key.ts';

export type TrackingDeps = {
  readonly findKey: FindKey;
  readonly accept: Accept;
  readonly pressure: PressureGauge;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly rateLimit: RateLimit;
};

/** The most bytes of one call of the tracking API, as at Segment. */
const bodyMax = 500 * 1024;

const rateHeaders = (taken: Taken): Record<string, string> => ({
  'ratelimit-limit': String(taken.limit),
  'ratelimit-remaining': String(taken.remaining),
  'ratelimit-reset': String(taken.resetSeconds),
});

/**
 * Ids for calls that have none. With an `Idempotency-Key` they follow from the key and the body, so that the
 * same request again is the same events again; another body under the same key is other events.
 */
const idsFor = (input: { idempotencyKey: string | undefined; body: Uint8Array }) => {
  const { idempotencyKey } = input;
  if (idempotencyKey === undefined || idempotencyKey === '') return () => randomUUID();
  const seed = createHash('sha256').update(`${idempotencyKey}\n`).update(input.body).digest('base64url');
  return (index: number) => `idem-${seed}-${index}`;
};

const refuseStrictly = (calls: ReadCalls) =>
  requestError({
    code: 'invalid-input',
    message: `Calls that are not right: ${calls.rejected.length}. With \`strict\` none is taken then.`,
    problems: calls.rejected,
  });

const countRefused = (input: { calls: ReadCalls; tenant: string; meter: Meter }): void => {
  const counts = new Map<string, number>();
  for (const { code } of input.calls.rejected) counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const [reason, count] of counts) input.meter.refused({ tenant: input.tenant, reason, count });
};

/**
 * Makes the handler of one kind of call: whose it is, whether it may come in, what of it is right; stores that,
 * and only then says so.
 */
export const createCollect = (deps: TrackingDeps) => {
  const keys = createWriteKeys(deps);
  const take = createRateLimiter({ ...deps.rateLimit, wall: deps.clock.wall });

  const admit = (c: Context<ApiEnv>, tenant: string): void => {
    const taken = take(tenant);
    for (const [name, value] of Object.entries(rateHeaders(taken))) c.header(name, value);
    if (!taken.ok) {
      const { retryAfterMs } = taken;
      const message = 'This tenant makes too many requests; wait, or send batches.';
      throw requestError({ code: 'rate-limited', message, retryAfterMs });
    }
  };

  return (type: EventType | 'batch') => async (c: Context<ApiEnv>) => {
    const load = deps.pressure();
    if (load.overloaded) {
      const message = 'Events arrive faster than they can be worked off; send this again later.';
      throw requestError({ code: 'rate-limited', message, retryAfterMs: load.retryAfterMs });
    }
    const backfill = readFlag({ name: 'backfill', value: c.req.query('backfill') });
    const isStrict = readFlag({ name: 'strict', value: c.req.query('strict') });
    const known = await keys.inHeader(c.req.header('authorization'));
    if (known !== undefined) admit(c, known.tenant);
    const bytes = await readBody({ request: c.req.raw, maxBytes: bodyMax });
    const body = parseJson({ bytes, keys: 'later' });
    const { tenant } = known ?? (await keys.inBody(body));
    if (known === undefined) admit(c, tenant);
    const input = {
      body,
      receivedAt: deps.clock.now(tenant),
      idOf: idsFor({ idempotencyKey: c.req.header('idempotency-key'), body: bytes }),
      backfill,
    };
    const calls = type === 'batch' ? readBatch(input) : readCall({ ...input, type });
    countRefused({ calls, tenant, meter: deps.meter });
    const { events, rejected, repeated } = calls;
    if (rejected.length > 0 && isStrict) throw refuseStrictly(calls);
    const already = events.length === 0 ? 0 : (await deps.accept({ tenant, events })).duplicates.size;
    deps.meter.accepted({ tenant, source: 'api', count: events.length - already });
    return c.json({
      success: events.length > 0 || rejected.length === 0,
      accepted: events.length + repeated,
      duplicates: already + repeated,
      rejected,
    });
  };
};
