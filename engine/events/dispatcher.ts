import { CicloError, messageOf } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { Clock } from '../clock/clock.ts';
import type { EventRow, EventStore } from './ports.ts';
import { createEventLeases, type EventLeases } from './event-leases.ts';
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
  /** Makes the leases longer of the events that are waiting or being dispatched in this process. */
  readonly renew: () => Promise<void>;
  /** How many events are waiting or being dispatched in this process. */
  readonly size: () => number;
  /** Settles when nothing is waiting or being dispatched. */
  readonly idle: () => Promise<void>;
  /** Takes nothing more and settles when what is being dispatched has ended. */
  readonly stop: () => Promise<void>;
};

const attemptsMax = 10;
const sweepLimit = 500;

/** After how long a failed event is tried again: from half a second, doubling, to five minutes. */
const backoffMs = (attempts: number): number => Math.min(300_000, 500 * 2 ** attempts);

type Deps = {
  readonly events: EventStore;
  readonly clock: Clock;
  /** Dispatches the first of these events of one lane, one or more; how many. When it throws, all of them may be repeated. */
  readonly dispatch: (rows: readonly EventRow[]) => Promise<number>;
  readonly log: Log;
  readonly concurrency: number;
  readonly queueMax: number;
  /** Another process takes an event over whose lease was not renewed for so long (real time). */
  readonly leaseMs: number;
  readonly count: (input: { tenant: string; outcome: 'done' | 'failed' | 'dead'; seconds: number }) => void;
};

/** Notes a failed attempt; what became of the event. Anyone who sends an event chooses its id, so logs have a hash of it. */
const fail = async (input: { deps: Deps; row: EventRow; thrown: unknown }): Promise<'failed' | 'dead'> => {
  const { deps, row, thrown } = input;
  const attempts = row.attempts + 1;
  const isFinal = thrown instanceof CicloError && !thrown.retryable && thrown.code !== 'conflict';
  const isDead = attempts >= attemptsMax || (isFinal && attempts >= 3);
  const { tenant, id } = row;
  const details = { tenant, event: row.name, ref: hashId(id), attempts, error: messageOf(thrown) };
  if (isDead) deps.log.error(details, 'An event could not be dispatched and was set aside.');
  else deps.log.warn(details, 'An event could not be dispatched; it will be tried again.');
  const due = isDead ? undefined : deps.clock.systemTime() + backoffMs(attempts);
  await deps.events.fail({ tenant, id, error: messageOf(thrown).slice(0, 500), due });
  return isDead ? 'dead' : 'failed';
};

/** Notes what came of a failed attempt; never throws. */
const noteFailure = async (input: {
  deps: Deps;
  row: EventRow;
  thrown: unknown;
  seconds: () => number;
}): Promise<void> => {
  const { deps, row, seconds } = input;
  const { tenant } = row;
  try {
    deps.count({ tenant, outcome: await fail(input), seconds: seconds() });
  } catch (again) {
    // The lease runs out and the sweep takes the event over.
    const details = { tenant, ref: hashId(row.id), error: messageOf(again) };
    deps.log.error(details, 'A failure could not be noted.');
  }
};

/**
 * Makes the job of a lane: its events in groups, as far as they can be dispatched together. When a group fails, its events
 * are dispatched one by one, so that only those fail that have to. An event whose lease ran out while it waited is left
 * out: the process that took it over dispatches it.
 */
const createJob = ({ deps, leases }: { deps: Deps; leases: EventLeases }) => {
  const secondsSince = (began: number) => (): number => (deps.clock.systemTime() - began) / 1000;

  /** How many are over; undefined when a group failed and is to be tried one by one. */
  const attempt = async (rows: readonly EventRow[]): Promise<number | undefined> => {
    const [row] = rows;
    if (row === undefined) return 0;
    const seconds = secondsSince(deps.clock.systemTime());
    try {
      const done = await deps.dispatch(rows);
      for (const { tenant } of rows.slice(0, done)) {
        deps.count({ tenant, outcome: 'done', seconds: seconds() });
      }
      return done;
    } catch (thrown) {
      if (rows.length > 1) return undefined;
      await noteFailure({ deps, row, thrown, seconds });
      return 1;
    }
  };

  return async (given: readonly EventRow[], over: (row: EventRow) => void): Promise<void> => {
    // Both at once: an event with a lease and no place would be renewed for ever and never dispatched.
    const letGo = (row: EventRow): void => {
      leases.drop(row);
      over(row);
    };
    const held = (rows: readonly EventRow[]): readonly EventRow[] =>
      rows.filter((row) => {
        const isHeld = leases.holds(row);
        if (!isHeld) letGo(row);
        return isHeld;
      });
    let together = given.length;
    for (let rest = held(given); rest.length > 0; rest = held(rest)) {
      const done = await attempt(rest.slice(0, together));
      if (done === undefined) together = 1;
      for (const row of rest.slice(0, done ?? 0)) letGo(row);
      rest = rest.slice(done ?? 0);
    }
  };
};

/**
 * Makes the dispatcher of a process: events of one person one after the other or in groups, different people side by
 * side, at most `concurrency` at once. A failed event is tried again later, then set aside as dead, where
 * people can see it and start it again.
 */
export const createDispatcher = (deps: Deps): Dispatcher => {
  const leases = createEventLeases({ ...deps, systemTime: deps.clock.systemTime });
  const lanes = createLanes({ width: deps.concurrency, job: createJob({ deps, leases }) });
  let isStopped = false;
  return {
    push: (rows) => {
      if (isStopped) return;
      const taken = rows.slice(0, Math.max(0, deps.queueMax - lanes.waiting()));
      for (const row of taken) leases.take({ rows: [row], until: row.due ?? 0 });
      lanes.add(taken);
    },
    sweep: async () => {
      if (isStopped || lanes.waiting() > deps.queueMax / 2) return 0;
      const systemTime = deps.clock.systemTime();
      const until = systemTime + deps.leaseMs;
      const rows = await deps.events.takeDue({ systemTime, lease: until, limit: sweepLimit });
      leases.take({ rows, until });
      lanes.add(rows);
      return rows.length;
    },
    renew: leases.renew,
    size: lanes.size,
    idle: lanes.idle,
    stop: async () => {
      isStopped = true;
      lanes.stop();
      await lanes.idle();
    },
  };
};
