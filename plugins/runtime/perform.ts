import { bucketOf } from '../../domain/hash.ts';
import { versionOf, versionsOf } from '../contract/actions/action.ts';
import { isObject } from '../../domain/json.ts';
import { messageOf } from '../../domain/errors.ts';
import {
  type Effect,
  type Outcome,
  outcomeSchema,
  safeToRepeat,
  unclear,
} from '../contract/actions/outcome.ts';
import type { BoundAction, Call, CallContext, Prepared } from '../contract/plugin.ts';
import { type Admission, type Breaker, isFailure } from './breaker.ts';
import { failureIn } from './auth/failure-in.ts';
import { createSignedHttp } from './auth/signed-http.ts';
import type { Instances, LiveInstance } from './instances.ts';
import { codeOfLost, type LostCall, lostCallIn } from './lost-call.ts';
import type { PlacesOf } from './places.ts';
import type { RateSlots } from './rate-slots.ts';
import { withinTime } from './within-time.ts';

export type PerformInput = {
  readonly tenant: string;
  readonly instance: string;
  readonly action: string;
  /** The version of the action; the newest by default. A call of one that the plugin does not keep waits. */
  readonly version?: number | undefined;
  readonly input: unknown;
  readonly idempotencyKey: string;
  /** Epoch milliseconds on the caller's clock. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
  /** The slot an earlier call reserved (`slotAt` of its `retry`), so that it is not reserved twice. */
  readonly slotAt?: number | undefined;
  /** Asked when the call has its place, before the provider is; on `false` the call is not made (`retry`, `stopped`). */
  readonly begin?: (() => Promise<boolean>) | undefined;
  /**
   * Hears how a call ended that was made, while the call still has its place: so no more outcomes wait to be noted than
   * calls may be made at once.
   */
  readonly end?: ((outcome: Outcome) => Promise<void>) | undefined;
};

/** An outcome; a `retry` because of a rate limit carries the slot that is now reserved for this call. */
export type Performed = Outcome & { readonly slotAt?: number | undefined };

/** An instance that is off delays people until it is fixed; it drops nobody. */
const OFF_RETRY_MS = 60_000;
const FIND_RETRY_MS = 5_000;
const MESSAGE_MAX = 2_000;
const PROBE_SLACK_MS = 5_000;
/** A call that tries whether a provider works again keeps others from trying for no longer than this. */
const PROBE_MAX_MS = 60_000;

type Job = {
  readonly live: LiveInstance;
  readonly action: BoundAction;
  readonly request: PerformInput;
  readonly graceMs: number;
  readonly systemTime: number;
};

const misbehaved = (job: Job, effect: Effect, what: string): Outcome =>
  unclear({
    effect,
    code: 'plugin-misbehaved',
    message: `Action "${job.request.action}" of plugin "${job.live.plugin.id}" ${what}`,
  });

/** Holds what an action returned to the contract: one of the four kinds, and the output it declared. */
const readOutcome = (job: Job, effect: Effect, value: unknown): Outcome => {
  const outcome = outcomeSchema.safeParse(value);
  if (!outcome.success) {
    return misbehaved(job, effect, `answered with something that is no outcome: ${outcome.error.message}`);
  }
  if (outcome.data.kind !== 'done') return outcome.data;
  const output = job.action.output.safeParse(outcome.data.output);
  return output.success
    ? { ...outcome.data, output: output.data }
    : misbehaved(job, effect, `declared another output than it gave: ${output.error.message}`);
};

const contextOf = (job: Job, effect: Effect, signal: AbortSignal): CallContext => {
  const { live, request, systemTime } = job;
  const { send, authorization } = live;
  return {
    tenant: live.tenant,
    instance: live.instance,
    log: live.log,
    http: createSignedHttp({ send, signal, authorization, mayRepeat: safeToRepeat(effect) }),
    failure: (answer) => failureIn({ live, answer, effect, now: systemTime }),
    idempotencyKey: request.idempotencyKey,
    signal,
    now: request.now,
    systemTime,
  };
};

/** The end of a call that the thread of the plugin did not live to answer: what was begun may have happened. */
const lost = (effect: Effect, end: LostCall & { readonly thrown: unknown }): Outcome => {
  const code = codeOfLost(end);
  const message = messageOf(end.thrown);
  if (end.begun) return unclear({ effect, code, message });
  return { kind: 'retry', code, message, ...(end.isOff ? { afterMs: OFF_RETRY_MS } : {}) };
};

/** Runs one call of a plugin: opened, in time, whatever it throws, and read. `absent` is a `find` that found nothing. */
const attempt = async (job: Job, effect: Effect, call: Call): Promise<Outcome | 'absent'> => {
  const { live, action, request } = job;
  let opened = false;
  const end = await withinTime({
    run: async (signal) => {
      await live.bound.ready();
      opened = true;
      return call(contextOf(job, effect, signal));
    },
    timeoutMs: action.timeoutMs,
    graceMs: job.graceMs,
    signal: request.signal,
  });
  if (end.kind === 'returned') {
    const absent = isObject(end.value) && end.value['kind'] === 'absent';
    return absent ? 'absent' : readOutcome(job, effect, end.value);
  }
  const what = end.kind === 'threw' ? `threw: ${messageOf(end.thrown)}` : 'did not end in time.';
  live.log.error({ action: request.action, opened }, `The plugin ${what}`);
  const away = end.kind === 'threw' ? lostCallIn(end.thrown) : undefined;
  if (end.kind === 'threw' && away !== undefined) {
    return lost(effect, { ...away, begun: away.begun && opened, thrown: end.thrown });
  }
  if (!opened) return { kind: 'retry', code: 'not-ready', message: `The plugin could not open: it ${what}` };
  return end.kind === 'threw'
    ? misbehaved(job, effect, what)
    : unclear({ effect, code: 'timeout', message: `Action "${request.action}" ${what}` });
};

/** Looks whether an earlier attempt took effect. Undefined says it did not; never `unknown`. */
const look = async (job: Job, find: Call): Promise<Outcome | undefined> => {
  const outcome = await attempt(job, { effect: 'read' }, find);
  if (outcome === 'absent') return undefined;
  return outcome.kind === 'unknown' ? { ...outcome, kind: 'retry', afterMs: FIND_RETRY_MS } : outcome;
};

const act = async (job: Job, calls: { run: Call; find?: Call }): Promise<Outcome> => {
  const { effect } = job.action;
  const earlier = calls.find === undefined ? undefined : await look(job, calls.find);
  if (earlier !== undefined) return earlier;
  const outcome = await attempt(job, effect, calls.run);
  if (outcome === 'absent') return misbehaved(job, effect, 'answered "absent", which only find may.');
  if (outcome.kind !== 'unknown' || calls.find === undefined) return outcome;
  const later = await look(job, calls.find);
  // Trying again is safe: the next attempt looks first.
  return later?.kind === 'done' ? later : { ...outcome, kind: 'retry', afterMs: FIND_RETRY_MS };
};

const withoutSecrets = (live: LiveInstance, outcome: Outcome): Outcome => {
  const { redactor } = live;
  if (outcome.kind === 'done') return { ...outcome, output: redactor.value(outcome.output) };
  return {
    ...outcome,
    code: redactor.text(outcome.code),
    message: redactor.text(outcome.message).slice(0, MESSAGE_MAX),
  };
};

const reserveSlot = async (job: Omit<Job, 'systemTime'>, slots: RateSlots): Promise<number> => {
  const { live, request } = job;
  if (request.slotAt !== undefined) return request.slotAt;
  let slot = request.now;
  for (const { scope, rate, perMs } of job.action.limits) {
    const key = `${live.tenant}:${live.instance}:${scope}`;
    slot = Math.max(slot, await slots.reserve({ key, rate, perMs, now: request.now }));
  }
  return slot;
};

const held = (request: PerformInput, admission: Extract<Admission, { kind: 'held' }>): Outcome => {
  const { afterMs, spreadMs, why } = admission;
  // Not all at once when it works again.
  const spread = bucketOf({ salt: 'circuit', profileId: request.idempotencyKey }) * spreadMs;
  const message = `The plugin instance "${request.instance}" is spared for a while: ${why}`;
  return { kind: 'retry', code: 'circuit-open', message, afterMs: Math.ceil(afterMs + spread) };
};

/** Calls the plugin unless its circuit is open, and tells the breaker how it ended. */
const actUnlessOpen = async (input: {
  job: Job;
  calls: { run: Call; find?: Call };
  breaker: Breaker | undefined;
  admission: Admission;
}): Promise<Outcome> => {
  const { job, calls, breaker, admission } = input;
  if (breaker === undefined) return act(job, calls);
  const { tenant, instance } = job.request;
  const probe = admission.kind === 'probe';
  const forMs = Math.min(PROBE_MAX_MS, job.action.timeoutMs + job.graceMs + PROBE_SLACK_MS);
  if (probe && !(await breaker.takeProbe({ tenant, instance, forMs }))) {
    const why = 'another call tries whether it works again';
    return held(job.request, { kind: 'held', afterMs: FIND_RETRY_MS, spreadMs: FIND_RETRY_MS, why });
  }
  const outcome = withoutSecrets(job.live, await act(job, calls));
  const why = outcome.kind === 'done' ? '' : `${outcome.code}: ${outcome.message}`;
  await breaker.note({ tenant, instance, probe, failed: isFailure(outcome), why });
  return outcome;
};

const rejected = (code: string, message: string): Outcome => ({ kind: 'rejected', code, message });

/** An action or a version of it that was there when its caller was published: anyone who calls it waits until it is there again. */
const versionGone = (input: {
  request: PerformInput;
  live: LiveInstance;
  found: BoundAction | undefined;
}): Outcome => {
  const { request, live, found } = input;
  const { id, version } = live.plugin;
  const kept = found === undefined ? 'has no such action' : `keeps ${versionsOf(found).join(', ')}`;
  const message = `Version ${request.version ?? 1} of "${request.action}" is needed, and plugin "${id}" ${version} ${kept}.`;
  return { kind: 'retry', code: 'action-version-gone', message, afterMs: OFF_RETRY_MS };
};

const stopped = (message: string): Outcome => ({ kind: 'retry', code: 'stopped', message });

/** Reads the input of an action; an outcome where the thread of the plugin did not live to do so. */
const prepareApart = async (
  prepare: NonNullable<BoundAction['prepareApart']>,
  input: unknown,
): Promise<Prepared | Outcome> => {
  try {
    return await prepare(input);
  } catch (thrown) {
    const away = lostCallIn(thrown);
    // Nothing has been asked of the provider.
    if (away !== undefined) return lost({ effect: 'read' }, { ...away, begun: false, thrown });
    return { kind: 'retry', code: 'plugin-misbehaved', message: messageOf(thrown) };
  }
};

type Deps = {
  readonly instances: Instances;
  readonly slots: RateSlots;
  readonly places: PlacesOf;
  readonly graceMs: number;
  readonly systemTime: () => number;
  readonly breaker?: Breaker | undefined;
};

/** Makes the call in its place: the clock of the call starts here, and not while it waited. */
const inPlace = async (input: {
  deps: Deps;
  job: Omit<Job, 'systemTime'>;
  calls: { run: Call; find?: Call };
  admission: Admission;
}): Promise<Outcome> => {
  const { deps, calls, admission } = input;
  const { request, live } = input.job;
  if ((await request.begin?.()) === false) return stopped('The caller stopped before the call began.');
  const job = { ...input.job, systemTime: deps.systemTime() };
  const { breaker } = deps;
  const outcome = withoutSecrets(live, await actUnlessOpen({ job, calls, breaker, admission }));
  await request.end?.(outcome);
  return outcome;
};

/** Waits for a place, in which the call is made. The circuit may have opened meanwhile. */
const whenPlaced = async (input: Parameters<typeof inPlace>[0]): Promise<Outcome> => {
  const { deps, job } = input;
  const { tenant, instance, action } = job.request;
  const places = deps.places.of({ tenant, instance, action, count: job.action.atOnce });
  const taken = await places.take();
  if (taken === 'closed') return stopped('The engine stopped before the call began.');
  try {
    const admission: Admission | undefined =
      taken === 'waited' ? await deps.breaker?.admit(job.request) : undefined;
    if (admission?.kind === 'held') return held(job.request, admission);
    return await inPlace({ ...input, admission: admission ?? input.admission });
  } finally {
    places.free();
  }
};

/** Why a call waits for a token: it is no fault of the provider, so the circuit breaker does not hear of it. */
const withoutToken = async ({ authorization }: LiveInstance): Promise<Outcome | undefined> => {
  if (authorization?.place === undefined) return undefined;
  const found = await authorization.header();
  if (found.kind === 'header') return undefined;
  const { code, message } = found;
  return {
    kind: 'retry',
    code,
    message,
    afterMs: code === 'token-unavailable' ? FIND_RETRY_MS : OFF_RETRY_MS,
  };
};

/**
 * Makes the function that carries out one action of one instance, whatever the plugin does. Throws only what `begin` and
 * `end` of the request throw.
 */
export const createPerform = (deps: Deps) => {
  return async (request: PerformInput): Promise<Performed> => {
    const live = deps.instances.find(request);
    if (live === undefined) {
      return rejected('unknown-instance', `There is no plugin instance "${request.instance}".`);
    }
    if (live.state === 'refused') {
      const message = `The plugin instance "${request.instance}" is off: its config has problems.`;
      return { kind: 'retry', code: 'instance-off', message, afterMs: OFF_RETRY_MS };
    }
    const newest = live.bound.actions.get(request.action);
    const action = newest === undefined ? undefined : versionOf(newest, request.version);
    if (action === undefined && request.version !== undefined) {
      return versionGone({ request, live, found: newest });
    }
    if (action === undefined) {
      return rejected('unknown-action', `The plugin "${live.plugin.id}" has no action "${request.action}".`);
    }
    const apart = action.prepareApart;
    const prepared =
      apart === undefined ? action.prepare(request.input) : await prepareApart(apart, request.input);
    if ('kind' in prepared) return withoutSecrets(live, prepared);
    if (!prepared.ok) {
      const issues = prepared.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      const message = `The input is not what "${request.action}" takes. ${issues.join('; ')}`;
      return withoutSecrets(live, rejected('invalid-input', message));
    }
    if (request.signal?.aborted === true) {
      return stopped('The caller stopped before the call began.');
    }
    const job = { live, action, request, graceMs: deps.graceMs };
    const unsigned = await withoutToken(live);
    if (unsigned !== undefined) return withoutSecrets(live, unsigned);
    const admission: Admission = (await deps.breaker?.admit(request)) ?? { kind: 'go' };
    if (admission.kind === 'held') return held(request, admission);
    const slot = await reserveSlot(job, deps.slots);
    if (slot > request.now) {
      const message = `The rate limit of "${request.instance}" has its next free place later.`;
      return { kind: 'retry', code: 'rate-limited', message, afterMs: slot - request.now, slotAt: slot };
    }
    return whenPlaced({ deps, job, calls: prepared, admission });
  };
};
