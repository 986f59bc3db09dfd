import { CicloError, messageOf } from '../../domain/errors.ts';
import { identitiesOf } from '../../domain/profiles/identity.ts';
import type { Clock } from '../clock.ts';
import type { EventRow, EventStore } from '../ports/events.ts';

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

/**
 * Makes the dispatcher of a process: events of one person one after the other, of different people side by
 * side, at most `concurrency` at once. A failed event is tried again later, then set aside as dead, where
 * people can see it and start it again.
 */
export const createDispatcher = (deps: {
  events: EventStore;
  clock: Clock;
  dispatch: (row: EventRow) => Promise<void>;
  log: Log;
  concurrency: number;
  queueMax: number;
  count: (outcome: 'done' | 'failed' | 'dead') => void;
}): Dispatcher => {
  const queue: EventRow[] = [];
  let head = 0;
  let running = 0;
  let isStopped = false;
  const lanes = new Map<string, EventRow[]>();
  /** What this process has taken already; a lease may run out while an event waits its turn here. */
  const held = new Set<string>();
  const waiters: (() => void)[] = [];

  const waiting = (): number => queue.length - head;

  const laneOf = (row: EventRow): string =>
    JSON.stringify([row.tenant, row.profileId ?? identitiesOf(row)[0] ?? row.messageId]);

  const fail = async (row: EventRow, thrown: unknown): Promise<void> => {
    const attempts = row.attempts + 1;
    const isFinal = thrown instanceof CicloError && !thrown.retryable && thrown.code !== 'conflict';
    const isDead = attempts >= attemptsMax || (isFinal && attempts >= 3);
    const { tenant, messageId } = row;
    const details = { tenant, messageId, event: row.name, attempts, error: messageOf(thrown) };
    deps.count(isDead ? 'dead' : 'failed');
    if (isDead) deps.log.error(details, 'An event could not be dispatched and was set aside.');
    else deps.log.warn(details, 'An event could not be dispatched; it will be tried again.');
    const due = isDead ? undefined : deps.clock.wall() + backoffMs(attempts);
    await deps.events.fail({ tenant, messageId, error: messageOf(thrown).slice(0, 500), due });
  };

  const dispatchOne = async (row: EventRow): Promise<void> => {
    try {
      await deps.dispatch(row);
      deps.count('done');
    } catch (thrown) {
      try {
        await fail(row, thrown);
      } catch (again) {
        // The lease runs out and the sweep takes the event over.
        deps.log.error(
          { messageId: row.messageId, error: messageOf(again) },
          'A failure could not be noted.',
        );
      }
    }
  };

  const heldAs = (row: EventRow): string => JSON.stringify([row.tenant, row.messageId]);

  const add = (rows: readonly EventRow[]): void => {
    for (const row of rows) {
      if (held.has(heldAs(row))) continue;
      held.add(heldAs(row));
      queue.push(row);
    }
    pump();
  };

  const runLane = async (lane: string, rows: EventRow[]): Promise<void> => {
    for (let row = rows.shift(); row !== undefined; row = rows.shift()) {
      await dispatchOne(row);
      held.delete(heldAs(row));
    }
    lanes.delete(lane);
    running -= 1;
    pump();
    if (running === 0 && waiting() === 0) for (const wake of waiters.splice(0)) wake();
  };

  const pump = (): void => {
    while (running < deps.concurrency && head < queue.length && !isStopped) {
      const row = queue[head];
      head += 1;
      if (row === undefined) continue;
      const lane = laneOf(row);
      const busy = lanes.get(lane);
      if (busy !== undefined) {
        busy.push(row);
        continue;
      }
      const rows = [row];
      lanes.set(lane, rows);
      running += 1;
      void runLane(lane, rows);
    }
    if (head > 1000) {
      queue.splice(0, head);
      head = 0;
    }
  };

  const idle = (): Promise<void> =>
    running === 0 && (isStopped || waiting() === 0)
      ? Promise.resolve()
      : new Promise((resolve) => {
          waiters.push(resolve);
        });

  return {
    push: (rows) => {
      if (isStopped) return;
      const room = Math.max(0, deps.queueMax - waiting());
      add(rows.slice(0, room));
    },
    sweep: async () => {
      if (isStopped || waiting() > deps.queueMax / 2) return 0;
      const wall = deps.clock.wall();
      const rows = await deps.events.takeDue({ wall, lease: wall + leaseMs, limit: sweepLimit });
      add(rows);
      return rows.length;
    },
    size: () => running + waiting(),
    idle,
    stop: async () => {
      isStopped = true;
      queue.splice(0);
      head = 0;
      if (running > 0) {
        await new Promise<void>((resolve) => {
          waiters.push(resolve);
        });
      }
    },
  };
};
