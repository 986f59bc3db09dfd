import { CicloError } from '../../domain/errors.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { Run, RunStore } from '../runs/ports.ts';
import type { DecideWinners } from '../experiments/decide-winners.ts';
import type { ValueDays } from '../value/value-days.ts';
import type { DevClock } from './dev-clock.ts';
import type { ComeToRest, PendingWorkflows } from './pending-workflows.ts';

export type AdvanceDeps = {
  readonly clock: DevClock;
  readonly runs: RunStore;
  readonly profiles: ProfileStore;
  readonly recheck: (tenant: string) => Promise<number>;
  /** Is told of every workflow whose time has come. */
  readonly notePending: PendingWorkflows['note'];
  readonly comeToRest: ComeToRest;
  /** Date and schedule entries due by now; when the next is. */
  readonly schedules: {
    readonly run: (tenant: string) => Promise<void>;
    readonly next: (tenant: string) => Promise<number | undefined>;
  };
  /** Experiments that name their winner at a moment of their own. */
  readonly experiments: DecideWinners;
  /** Customers are measured at the beginning of each local day. */
  readonly value: ValueDays;
  /** What stops a journey in which too much goes wrong; looks before the clock goes on to `next`. */
  readonly guards: (input: { tenant: string; next?: number }) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  /** How long it waits for the runs of an instant to move. */
  readonly patienceMs: number;
};

/** Moves a tenant's development clock on. Absent when the engine runs without one. */
export type AdvanceClock = (input: { tenant: string; byMs: number }) => Promise<{ readonly now: number }>;

const pageSize = 200;
/** After so many looks at a run that did not move, its clock is set once more. */
const againEvery = 40;

/** Whether a woken run has moved: it ended, or waits for a later instant or for an effect. */
const hasMoved = (input: { before: Run; now: Run | undefined; until: number }): boolean => {
  const { before, now } = input;
  if (now === undefined || now.status === 'ended') return true;
  return now.rev !== before.rev && (now.wakeAt === undefined || now.wakeAt > input.until);
};

const stuck = ({ due, at }: { due: readonly Run[]; at: number }): CicloError =>
  new CicloError({
    code: 'timeout',
    message:
      `The development clock stands at ${new Date(at).toISOString()}: ${due.length} of its runs are due and do not move. ` +
      'See that a worker runs (`ciclo worker`, or `ciclo start`), then advance again.',
    details: { runs: due.slice(0, 5).map((run) => run.id) },
  });

/** The next instant up to `target` at which something is due; undefined when nothing is. */
const nextInstant = async (input: {
  deps: AdvanceDeps;
  tenant: string;
  target: number;
}): Promise<number | undefined> => {
  const { deps, tenant, target } = input;
  const [run] = await deps.runs.due({ tenant, now: target, limit: 1 });
  const [profile] = await deps.profiles.dueForRecheck({ tenant, now: target, limit: 1 });
  const scheduled = await deps.schedules.next(tenant);
  const decided = await deps.experiments.next(tenant);
  const measured = await deps.value.next(tenant);
  const instants = [run?.wakeAt, profile?.recheckAt, scheduled, decided, measured].filter(
    (at) => at !== undefined && at <= target,
  );
  return instants.length === 0 ? undefined : Math.min(...instants.map(Number));
};

/**
 * Moves the development clock of a tenant on, to each instant at which something is due, in order: the runs
 * that wake then, memberships that change by time, dates and schedules. What they cause is done before the
 * clock goes on, so that three weeks of a shop happen in the order in which they would. Throws `timeout` when nothing
 * of what is due moves: there is no worker, most likely.
 */
export const createAdvance = (deps: AdvanceDeps) => {
  /** Waits until a run has moved; whether it did in time. */
  const moves = async ({ run, at, end }: { run: Run; at: number; end: number }): Promise<boolean> => {
    for (let looks = 1; ; looks += 1) {
      const now = await deps.runs.get({ tenant: run.tenant, run: run.id });
      if (hasMoved({ before: run, now, until: at })) return true;
      if (deps.clock.systemTime() > end) return false;
      await deps.pause(5);
      if (looks % againEvery === 0) await deps.clock.catchUp(run);
    }
  };

  const wake = async (input: { tenant: string; at: number }): Promise<void> => {
    const { tenant, at } = input;
    const due = await deps.runs.due({ tenant, now: at, limit: pageSize });
    await Promise.all(due.map((run) => deps.clock.catchUp(run)));
    const end = deps.clock.systemTime() + deps.patienceMs;
    let moved = 0;
    for (const run of due) {
      if (await moves({ run, at, end })) moved += 1;
      deps.notePending(run);
    }
    if (due.length > 0 && moved === 0) throw stuck({ due, at });
    if (due.length === pageSize) await wake(input);
    else await deps.comeToRest(tenant);
  };

  return async (input: { tenant: string; byMs: number }): Promise<{ readonly now: number }> => {
    const { tenant, byMs } = input;
    const { clock } = deps;
    await deps.comeToRest(tenant);
    const target = clock.now(tenant) + byMs;
    for (;;) {
      const at = await nextInstant({ deps, tenant, target });
      if (at === undefined) break;
      await deps.guards({ tenant, next: at });
      const ahead = at - clock.now(tenant);
      if (ahead > 0) await clock.setOffset({ tenant, offsetMs: clock.offset(tenant) + ahead });
      await wake({ tenant, at: clock.now(tenant) });
      while ((await deps.recheck(tenant)) > 0);
      await deps.value.run(tenant);
      await deps.experiments.run(tenant);
      await deps.schedules.run(tenant);
      await deps.comeToRest(tenant);
    }
    await deps.guards({ tenant, next: target });
    const rest = target - clock.now(tenant);
    if (rest > 0) await clock.setOffset({ tenant, offsetMs: clock.offset(tenant) + rest });
    await deps.guards({ tenant });
    return { now: clock.now(tenant) };
  };
};
