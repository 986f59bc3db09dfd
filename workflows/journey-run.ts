import {
  condition,
  CancellationScope,
  continueAsNew,
  defineSignal,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import type { BurstActivities, BurstOutcome } from '../activities/burst-activities.ts';

/** Wakes a run: an event (`e:<id>`) or a command (`c:<command id>`) is there for it to look at. */
export const wakeSignal = defineSignal<[string]>('wake');

export type JourneyRunInput = {
  readonly tenant: string;
  readonly run: string;
  readonly outcome: BurstOutcome;
  /** Wake-ups not yet looked at when the previous execution ended. */
  readonly inbox?: readonly string[];
};

const local = proxyLocalActivities<BurstActivities>({
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '5 minutes',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '30 seconds' },
});

const remoteOf = (queue: string) =>
  proxyActivities<BurstActivities>({
    taskQueue: queue,
    startToCloseTimeout: '2 minutes',
    // A worker that died is found out long before its attempt would be over.
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  });

/**
 * Carries one run while it has to wait: for a time, an event, a command, or an effect that is not done yet.
 * Everything it decides is decided in `burst`, whose small answer is history; only opaque ids are in here.
 */
export async function journeyRun(input: JourneyRunInput): Promise<void> {
  const { tenant, run } = input;
  const inbox = [...(input.inbox ?? [])];
  setHandler(wakeSignal, (id) => {
    inbox.push(id);
  });
  let outcome = input.outcome;
  while (outcome.kind !== 'done') {
    if (outcome.kind === 'pending') await performUnlessWoken({ tenant, run, outcome, inbox });
    else await sleepUnlessWoken({ until: outcome.until, inbox });
    outcome = await local.burst({ tenant, run, now: Date.now(), inbox: inbox.splice(0) });
    if (workflowInfo().continueAsNewSuggested && outcome.kind !== 'done') {
      await continueAsNew<typeof journeyRun>({ tenant, run, outcome, inbox });
    }
  }
}

async function sleepUnlessWoken(input: { until: number | null; inbox: readonly string[] }): Promise<void> {
  const isWoken = (): boolean => input.inbox.length > 0;
  if (input.until === null) return condition(isWoken);
  const ms = input.until - Date.now();
  if (ms > 0) await condition(isWoken, ms);
}

/** Does an effect with durable retries; an event or command that comes meanwhile is looked at first. */
async function performUnlessWoken(input: {
  tenant: string;
  run: string;
  outcome: Extract<BurstOutcome, { kind: 'pending' }>;
  inbox: readonly string[];
}): Promise<void> {
  const { tenant, run, outcome, inbox } = input;
  if (inbox.length > 0) return;
  const scope = new CancellationScope();
  const effect = scope.run(() => remoteOf(outcome.queue).perform({ tenant, run, effect: outcome.effect }));
  let isSettled = false;
  const settled = effect.then(
    () => {
      isSettled = true;
    },
    (error: unknown) => {
      isSettled = true;
      if (!isCancellation(error)) throw error;
    },
  );
  await condition(() => isSettled || inbox.length > 0);
  if (!isSettled) scope.cancel();
  await settled;
}
