import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { EventRow, EventStore } from '../ports/events.ts';
import { createLanes } from './lanes.ts';

export type Log = {
  readonly info: (details: Readonly<Record<string, unknown>>, message: string) => void;
  readonly warn: (details: Readonly<Record<string, unknown>>, message: string) => void;
  readonly error: (details: Readonly<Record<string, unknown>>, message: string) => void;
};

export type Dispatcher = {
  /** Takes events that were stored just now; what does not fit is left to the sweep. */
  readonly push: (rows: readonly EventRow[]) => void;
  /** Takes over pending events whose time has come; how many. */
  readonly sweep: () => Promise<number>;
  /** How many events are waiting or being dispatched in this process. */
  readonly size: () => number;
  /** Settles when nothing is waiting or being dispatched. */
  readonly idle: () => Promise<void>;
  /** Takes nothing more and settles when what is being dispatched has ended. */
  readonly stop: () => Promise<void>;
};

const attemptsMax = 10;
const leaseMs = 60_000;
const sweepLimit = 500;

/** After how long a failed event is tried again: from half a second, doubling, to five minutes. */
const backoffMs = (attempts: number): number => Math.min(300_000, 500 * 2 ** attempts);

type Deps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly dispatch: (row: EventRow) => Promise<void>;
  readonly log: Log;
  readonly concurrency: number;
  readonly queueMax: number;
  readonly count: (input: { tenant: string; outcome: 'done' | 'failed' | 'dead'; seconds: number }) => void;
};

/** Notes a failed attempt; what became of the event. */
const fail = async (input: { deps: Deps; row: EventRow; thrown: unknown }): Promise<'failed' | 'dead'> => {
  const { deps, row, thrown } = input;
  const attempts = row.attempts + 1;
  const isFinal = thrown instanceof CicloError && !thrown.retryable && thrown.code !== 'conflict';
  const isDead = attempts >= attemptsMax || (isFinal && attempts >= 3);
  const { tenant, messageId } = row;
  const details = { tenant, messageId, event: row.name, attempts, error: messageOf(thrown) };
  if (isDead) deps.log.error(details, 'An event could not be dispatched and was set aside.');
  else deps.log.warn(details, 'An event could not be dispatched; it will be tried again.');
  const due = isDead ? undefined : deps.clock.wall() + backoffMs(attempts);
  await deps.events.fail({ tenant, messageId, error: messageOf(thrown).slice(0, 500), due });
  return isDead ? 'dead' : 'failed';
};

const createJob = (deps: Deps) => {
  return async (row: EventRow): Promise<void> => {
    const { tenant } = row;
    const began = deps.clock.wall();
    const seconds = (): number => (deps.clock.wall() - began) / 1000;
    try {
      await deps.dispatch(row);
      deps.count({ tenant, outcome: 'done', seconds: seconds() });
    } catch (thrown) {
      try {
        deps.count({ tenant, outcome: await fail({ deps, row, thrown }), seconds: seconds() });
      } catch (again) {
        // The lease runs out and the sweep takes the event over.
        const details = { messageId: row.messageId, error: messageOf(again) };
        deps.log.error(details, 'A failure could not be noted.');
      }
    }
  };
};

/**
 * Makes the dispatcher of a process: events of one person one after the other, of different people side by
 * side, at most `concurrency` at once. A failed event is tried again later, then set aside as dead, where
 * people can see it and start it again.
 */
export const createDispatcher = (deps: Deps): Dispatcher => {
  const lanes = createLanes({ width: deps.concurrency, job: createJob(deps) });
  let isStopped = false;
  return {
    push: (rows) => {
      if (isStopped) return;
      lanes.add(rows.slice(0, Math.max(0, deps.queueMax - lanes.waiting())));
    },
    sweep: async () => {
      if (isStopped || lanes.waiting() > deps.queueMax / 2) return 0;
      const wall = deps.clock.wall();
      const rows = await deps.events.takeDue({ wall, lease: wall + leaseMs, limit: sweepLimit });
      lanes.add(rows);
      return rows.length;
    },
    size: lanes.size,
    idle: lanes.idle,
    stop: async () => {
      isStopped = true;
      lanes.stop();
      await lanes.idle();
    },
  };
};
