import { ApplicationFailure } from '@temporalio/activity';

import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import type { Clock } from '../clock.ts';
import type { Performed } from '../effects/perform.ts';
import type { Burst, BurstDeps } from './burst.ts';
import type { BurstActivities, BurstOutcome } from './burst-activities.ts';
import type { Session } from './session.ts';

const giveUpAfterMs = 72 * 3_600_000;
const conflictTries = 10;

/** An exception as Temporal takes it: by its code, retryable as the table says, without personal data. */
const toFailure = (thrown: unknown): Error => {
  if (!(thrown instanceof CicloError)) return new Error(messageOf(thrown).slice(0, 300));
  return ApplicationFailure.create({
    type: thrown.code,
    message: thrown.message.slice(0, 300),
    nonRetryable: !thrown.retryable && thrown.code !== 'conflict' && thrown.code !== 'broken-definition',
  });
};

/** Makes what the workflow of a run calls. */
export const createBurstActivities = (deps: {
  burst: Burst;
  session: Pick<BurstDeps, 'runs' | 'profiles' | 'live' | 'effects'>;
  perform: (input: { session: Session; effect: Effect; patient: boolean }) => Promise<Performed>;
  clock: Clock;
}): BurstActivities => {
  const burst = async (input: {
    tenant: string;
    run: string;
    now: number;
    inbox: readonly string[];
  }): Promise<BurstOutcome> => {
    // Under a development clock a workflow may lag behind its tenant; never ahead of it.
    const now = Math.max(
      input.now,
      deps.clock.now(input.tenant) > deps.clock.wall() ? deps.clock.now(input.tenant) : 0,
    );
    for (let tries = 1; ; tries += 1) {
      try {
        return await deps.burst.resume({ ...input, now });
      } catch (thrown) {
        const isConflict = thrown instanceof CicloError && thrown.code === 'conflict';
        if (!isConflict || tries >= conflictTries) throw toFailure(thrown);
      }
    }
  };

  const settle = async (input: { session: Session; effect: Effect; result: EffectResult }): Promise<void> => {
    const { session, effect, result } = input;
    await deps.session.effects.settle({
      tenant: session.tenant,
      run: session.run.id,
      effect,
      result,
      at: session.now,
    });
  };

  const sessionOf = async (input: { tenant: string; run: string }): Promise<Session | undefined> => {
    const { tenant } = input;
    const run = await deps.session.runs.get(input);
    if (run === undefined || run.status === 'ended') return undefined;
    const profile = await deps.session.profiles.get({ tenant, profileId: run.profileId });
    if (profile === undefined) return undefined;
    const journey = await deps.session.live.journey({ tenant, journey: run.journey, version: run.version });
    const live = await deps.session.live.of(tenant);
    const now = deps.clock.now(tenant);
    return {
      tenant,
      now,
      live,
      profile,
      journey,
      run,
      isStored: true,
      isForked: false,
      lookedAt: 0,
      rows: [],
      noted: 0,
    };
  };

  const perform: BurstActivities['perform'] = async ({ tenant, run, effect }) => {
    const session = await sessionOf({ tenant, run });
    if (session === undefined) return;
    const known = await deps.session.effects.result({ tenant, run, effect });
    if (known !== undefined) return;
    const first = await deps.session.effects.firstTried({ tenant, run, effect, at: session.now });
    if (session.now - first > giveUpAfterMs) {
      await settle({ session, effect, result: { kind: 'failed', reason: 'gave-up' } });
      return;
    }
    const performed = await deps.perform({ session, effect, patient: true });
    if (performed.kind === 'result') {
      await settle({ session, effect, result: performed.result });
      return;
    }
    throw ApplicationFailure.create({
      type: 'effect-pending',
      message: 'The provider could not do it yet.',
      ...(performed.afterMs === undefined ? {} : { nextRetryDelay: performed.afterMs }),
    });
  };

  return {
    burst,
    perform: async (input) => {
      try {
        await perform(input);
      } catch (thrown) {
        throw thrown instanceof ApplicationFailure ? thrown : toFailure(thrown);
      }
    },
  };
};
