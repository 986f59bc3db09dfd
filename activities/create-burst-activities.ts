import { ApplicationFailure } from '@temporalio/activity';

import { CicloError, messageOf } from '../domain/errors.ts';
import type { Effect } from '../domain/journey/effects.ts';
import type { Clock } from '../engine/clock/clock.ts';
import type { Performed } from '../engine/runs/effects/perform.ts';
import { attemptEffect } from '../engine/runs/effects/attempt.ts';
import type { Burst } from '../engine/runs/burst/burst.ts';
import type { BurstActivities, BurstOutcome } from './burst-activities.ts';
import type { BurstDeps } from '../engine/runs/burst/go-on.ts';
import { openSession, recordOfRun, type Session } from '../engine/runs/burst/session.ts';

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

const elsewhereMs = 2_000;

const notYet = (afterMs: number | undefined): ApplicationFailure =>
  ApplicationFailure.create({
    type: 'effect-pending',
    message: 'The provider could not do it yet.',
    ...(afterMs === undefined ? {} : { nextRetryDelay: afterMs }),
  });

type Deps = {
  readonly burst: Burst;
  readonly session: Pick<BurstDeps, 'runs' | 'profiles' | 'live' | 'effects' | 'readRecord'>;
  readonly perform: (input: { session: Session; effect: Effect; patient: boolean }) => Promise<Performed>;
  readonly clock: Clock;
};

const createResume = (deps: Deps): BurstActivities['burst'] => {
  return async (input): Promise<BurstOutcome> => {
    // Under a development clock a workflow may lag behind its tenant; never ahead of it.
    const now = Math.max(
      input.now,
      deps.clock.now(input.tenant) > deps.clock.systemTime() ? deps.clock.now(input.tenant) : 0,
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
};

const sessionOf = async (input: {
  deps: Deps;
  tenant: string;
  run: string;
}): Promise<Session | undefined> => {
  const { tenant } = input;
  const { runs, profiles, live: workspaces, readRecord } = input.deps.session;
  const run = await runs.get(input);
  if (run === undefined || run.status === 'ended' || run.state.frozen !== null) return undefined;
  const profile = await profiles.get({ tenant, profileId: run.profileId });
  if (profile === undefined) return undefined;
  const journey = await workspaces.journey({ tenant, journey: run.journey, version: run.version });
  const live = await workspaces.of(tenant);
  if (live.journeys.get(run.journey)?.frozen !== undefined) return undefined;
  const now = input.deps.clock.now(tenant);
  const record = await recordOfRun({ readRecord, journey, run });
  return openSession({ tenant, now, live, profile, journey, run, record, isStored: true });
};

/** The server sends an attempt again that takes long, while it may go on here. */
const createPerformLater = (deps: Deps): BurstActivities['perform'] => {
  const { effects } = deps.session;
  return async ({ tenant, run, effect }) => {
    const session = await sessionOf({ deps, tenant, run });
    if (session === undefined) return;
    const attempted = await attemptEffect({
      deps: { effects, systemTime: deps.clock.systemTime },
      session,
      effect,
      work: async ({ firstTried }) =>
        session.now - firstTried > giveUpAfterMs
          ? { kind: 'result', result: { kind: 'failed', reason: 'gave-up' } }
          : deps.perform({ session, effect, patient: true }),
    });
    if (attempted.kind === 'elsewhere') throw notYet(elsewhereMs);
    if (attempted.kind === 'pending') throw notYet(attempted.afterMs);
  };
};

/** Makes what the workflow of a run calls. */
export const createBurstActivities = (deps: Deps): BurstActivities => {
  const performLater = createPerformLater(deps);
  return {
    burst: createResume(deps),
    perform: async (input) => {
      try {
        await performLater(input);
      } catch (thrown) {
        throw thrown instanceof ApplicationFailure ? thrown : toFailure(thrown);
      }
    },
  };
};
