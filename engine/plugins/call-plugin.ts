import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { type Json, type JsonObject, toJson } from '../../domain/json.ts';
import { hashId } from '../../domain/hash.ts';
import { attemptEffect } from '../runs/effects/attempt.ts';
import type { Performed } from '../runs/effects/perform.ts';
import type { EffectStore } from '../runs/ports.ts';
import type { Session } from '../runs/burst/session.ts';
import { callRefusal } from './call-refusal.ts';
import type { Plugins } from './plugins.ts';

type Deps = {
  readonly plugins: Plugins;
  readonly effects: EffectStore;
  readonly systemTime: () => number;
};

type Input = {
  readonly session: Session;
  readonly effect: Effect;
  readonly instance: string;
  readonly action: string;
  /** The version that the run's version of the journey was published with. */
  readonly version: number;
  readonly input: JsonObject;
  /** Called from an activity of its own, which has the lease on the effect. */
  readonly patient: boolean;
};

const result = (value: EffectResult): Performed => ({ kind: 'result', result: value });

const outputMax = 20_000;

const bounded = (value: unknown): Json =>
  JSON.stringify(value ?? null).length > outputMax ? { truncated: true } : toJson(value);

const patienceMs = 2_000;

/**
 * Makes the plugin call of an `action` step. Within a burst an action that takes long, or is declared long, is
 * left to an activity of its own; there it is repeated as the plugin's typed failure says. An action that sends on
 * a channel waits while that is switched off, as a `send` step does.
 */
export const createCallPlugin = (deps: Deps) => {
  return async (input: Input): Promise<Performed> => {
    const { session, effect, instance, action, version } = input;
    const { tenant, live, now } = session;
    const info = deps.plugins.runtime(live).action({ tenant, instance, action, version });
    const refusal = callRefusal({ live, channel: info?.channel, now });
    if (refusal !== undefined) return result(refusal);
    const isShort = info !== undefined && !info.long && info.timeoutMs <= patienceMs;
    if (!input.patient && !isShort) return { kind: 'pending' };
    if (input.patient) return call({ deps, ...input });
    const attempted = await attemptEffect({ deps, session, effect, work: () => call({ deps, ...input }) });
    return 'result' in attempted ? attempted : { kind: 'pending' };
  };
};

const call = async (input: Input & { deps: Deps }): Promise<Performed> => {
  const { deps, session, effect, instance, action, version } = input;
  const { tenant, live, now } = session;
  const outcome = await deps.plugins.perform({
    live,
    tenant,
    instance,
    action,
    version,
    input: input.input,
    idempotencyKey: hashId(session.run.id, effect.step, effect.visit),
    now,
    slotAt: effect.slot,
  });
  switch (outcome.kind) {
    case 'done':
      return result({ kind: 'done', output: bounded(outcome.output) });
    case 'rejected':
      return result({
        kind: 'failed',
        reason: outcome.code,
        detail: { message: outcome.message.slice(0, 300) },
      });
    case 'unknown':
      return result({
        kind: 'failed',
        reason: 'unknown-outcome',
        detail: { message: outcome.message.slice(0, 300) },
      });
    case 'retry':
      if (outcome.slotAt !== undefined)
        return result({ kind: 'deferred', reason: 'pace', until: outcome.slotAt });
      return {
        kind: 'pending',
        ...(outcome.afterMs === undefined ? {} : { afterMs: outcome.afterMs }),
      };
  }
};
