import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { type Json, type JsonObject, toJson } from '../../domain/json.ts';
import { hashId } from '../../domain/hash.ts';
import type { Performed } from '../effects/perform.ts';
import type { Session } from '../burst/session.ts';
import { callRefusal } from './call-refusal.ts';
import type { Plugins } from './plugins.ts';

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
export const createCallPlugin = (deps: { plugins: Plugins }) => {
  return async (input: {
    session: Session;
    effect: Effect;
    instance: string;
    action: string;
    input: JsonObject;
    patient: boolean;
  }): Promise<Performed> => {
    const { session, effect, instance, action } = input;
    const { tenant, live, now } = session;
    const info = deps.plugins.runtime(live).action({ tenant, instance, action });
    const refusal = callRefusal({ live, channel: info?.channel, now });
    if (refusal !== undefined) return result(refusal);
    const isShort = info !== undefined && !info.long && info.timeoutMs <= patienceMs;
    if (!input.patient && !isShort) return { kind: 'pending' };
    const outcome = await deps.plugins.perform({
      live,
      tenant,
      instance,
      action,
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
};
