import { createHash, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { EventType } from '../../domain/events/event.ts';
import { subscriptionRequested } from '../../domain/events/public-names.ts';
import { isObject } from '../../domain/json.ts';
import { readBody } from '../http/body.ts';
import { type ClientAddress, limitedAs } from '../http/client-address.ts';
import type { ApiEnv } from '../http/env.ts';
import { readFlag } from '../http/flag.ts';
import { parseJson } from '../http/json.ts';
import { requestError } from '../http/problem.ts';
import { createRateLimiter, type RateLimit, type Taken } from '../http/rate-limit.ts';
import type { Accept, PressureGauge } from '../ports/accept.ts';
import type { FindKey, Key } from '../ports/keys.ts';
import type { Clock, Meter } from '../ports/platform.ts';
import type { ProofSecrets } from './proof.ts';
import { readBatch, readCall, type ReadCalls, sources, type Speaker } from './read-calls.ts';
import { createWriteKeys } from './write-key.ts';

export type TrackingDeps = {
  readonly findKey: FindKey;
  readonly accept: Accept;
  readonly pressure: PressureGauge;
  readonly clock: Clock;
  readonly meter: Meter;
  /** In events: by key of either kind, and by client address where anybody may be calling. */
  readonly rateLimits: TrackingLimits;
  readonly clientAddress: ClientAddress;
  /** The track events a public key of the tenant may send. */
  readonly publicEvents: PublicEvents;
  readonly proofSecrets: ProofSecrets;
};

export type TrackingLimits = {
  readonly server: RateLimit;
  readonly public: RateLimit;
  readonly address: RateLimit;
  /** Subscriptions asked for with a public key, by client address: each may bring somebody a mail. */
  readonly subscriptions: RateLimit;
};

/** The names of the track events a tenant lets public keys send. */
export type PublicEvents = (tenant: string) => Promise<ReadonlySet<string>>;

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
    message: `Calls that are not valid: ${calls.rejected.length}. With \`strict\` none is taken then.`,
    problems: calls.rejected,
  });

const countRefused = (input: { calls: ReadCalls; tenant: string; meter: Meter }): void => {
  const counts = new Map<string, number>();
  for (const { code } of input.calls.rejected) counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const [reason, count] of counts) input.meter.refused({ tenant: input.tenant, reason, count });
};

const overloaded = 'Events arrive faster than they are processed; send this again later.';
const tooMany = (message: string, retryAfterMs: number) =>
  requestError({ code: 'rate-limited', message, retryAfterMs });

/** How much may come in by one key, and from one client address with a public key or none in the header. */
const createLimits = (deps: Pick<TrackingDeps, 'rateLimits' | 'clientAddress' | 'clock'>) => {
  const { rateLimits, clientAddress, clock } = deps;
  const byKey = {
    server: createRateLimiter({ ...rateLimits.server, systemTime: clock.systemTime }),
    public: createRateLimiter({ ...rateLimits.public, systemTime: clock.systemTime }),
  };
  const byAddress = createRateLimiter({ ...rateLimits.address, systemTime: clock.systemTime });
  const bySubscription = createRateLimiter({ ...rateLimits.subscriptions, systemTime: clock.systemTime });
  const addressOf = (c: Context<ApiEnv>): string => limitedAs(clientAddress(c));
  return {
    /** Lets a request in by its address, or throws `rate-limited`. */
    admitAddress: (c: Context<ApiEnv>): void => {
      const taken = byAddress.take(addressOf(c));
      if (!taken.ok) throw tooMany('This address sends too much; wait.', taken.retryAfterMs);
    },
    /** Lets a request in by its key, or throws `rate-limited`. */
    admitKey: (c: Context<ApiEnv>, key: Key): void => {
      const taken = byKey[trustOf(key)].take(key.sha256);
      for (const [name, value] of Object.entries(rateHeaders(taken))) c.header(name, value);
      if (!taken.ok) throw tooMany('This key sends too much; wait.', taken.retryAfterMs);
    },
    /** Lets the subscriptions that are asked for in, or throws `rate-limited`; then none of the request is taken. */
    admitSubscriptions: (c: Context<ApiEnv>, events: readonly { readonly name: string }[]): void => {
      for (const { name } of events) {
        if (name !== subscriptionRequested) continue;
        const taken = bySubscription.take(addressOf(c));
        if (!taken.ok)
          throw tooMany('This address asks for too many subscriptions; wait.', taken.retryAfterMs);
      }
    },
    /** Counts what a request held beyond the one event it was let in for. */
    charge: (c: Context<ApiEnv>, key: Key, events: number): void => {
      const more = Math.max(0, events - 1);
      byKey[trustOf(key)].charge(key.sha256, more);
      if (trustOf(key) === 'public') byAddress.charge(addressOf(c), more);
    },
  };
};

/** A key with both scopes cannot be made; if there were one, it would count for the less. */
const trustOf = (key: Key): 'public' | 'server' =>
  key.scopes.includes('track:public') ? 'public' : 'server';

const countOf = (body: unknown): number => {
  const batch = isObject(body) ? body['batch'] : undefined;
  return Array.isArray(batch) ? batch.length : 1;
};

/**
 * Makes the handler of one kind of call: whose it is, whether it may come in, what of it is valid; stores that,
 * and only then says so.
 */
export const createCollect = (deps: TrackingDeps) => {
  const keys = createWriteKeys(deps);
  const limits = createLimits(deps);

  const speakerOf = async (key: Key): Promise<Speaker> =>
    trustOf(key) === 'server'
      ? { trust: 'server' }
      : {
          trust: 'public',
          allowed: await deps.publicEvents(key.tenant),
          secrets: deps.proofSecrets(key.tenant),
        };

  /** Whose it is, and the body; as much as a header tells is looked at before the body is read. */
  const receive = async (c: Context<ApiEnv>) => {
    const header = c.req.header('authorization');
    const early = await keys.inHeader(header).catch((thrown: unknown) => {
      // Who tries keys is slowed down like who sends too much.
      limits.admitAddress(c);
      throw thrown;
    });
    if (early === undefined || trustOf(early) === 'public') limits.admitAddress(c);
    if (early !== undefined) limits.admitKey(c, early);
    const bytes = await readBody({ request: c.req.raw, maxBytes: bodyMax, take: c.get('takeBytes') });
    const body = parseJson({ bytes, keys: 'later' });
    const key = early ?? (await keys.inBody(body));
    if (early === undefined) limits.admitKey(c, key);
    limits.charge(c, key, countOf(body));
    return { key, bytes, body };
  };

  return (type: EventType | 'batch') => async (c: Context<ApiEnv>) => {
    const load = deps.pressure();
    if (load.overloaded) throw tooMany(overloaded, load.retryAfterMs);
    const backfill = readFlag({ name: 'backfill', value: c.req.query('backfill') });
    const isStrict = readFlag({ name: 'strict', value: c.req.query('strict') });
    const { key, bytes, body } = await receive(c);
    const { tenant } = key;
    const input = {
      body,
      speaker: await speakerOf(key),
      receivedAt: deps.clock.now(tenant),
      idOf: idsFor({ idempotencyKey: c.req.header('idempotency-key'), body: bytes }),
      backfill,
    };
    const calls = type === 'batch' ? await readBatch(input) : await readCall({ ...input, type });
    countRefused({ calls, tenant, meter: deps.meter });
    const { events, rejected, ignored, repeated } = calls;
    if (rejected.length > 0 && isStrict) throw refuseStrictly(calls);
    if (trustOf(key) === 'public') limits.admitSubscriptions(c, events);
    const already = events.length === 0 ? 0 : (await deps.accept({ tenant, events })).duplicates.size;
    deps.meter.accepted({ tenant, source: sources[trustOf(key)], count: events.length - already });
    return c.json({
      success: events.length > 0 || rejected.length === 0,
      accepted: events.length + repeated,
      duplicates: already + repeated,
      rejected,
      ...(ignored.length === 0 ? {} : { ignored }),
    });
  };
};
