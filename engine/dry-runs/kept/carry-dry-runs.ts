import { CicloError, messageOf } from '../../../domain/errors.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Log } from '../../events/dispatcher.ts';
import { whileHeld } from '../../messages/send/lease.ts';
import type { DryRuns } from '../create-dry-runs.ts';
import { stepsInOrder } from '../steps-in-order.ts';
import type { DryRunRequest } from '../try-people.ts';
import type { DryRunProgress, DryRunStore, TakenDryRun } from './kept-port.ts';
import { toldPeople } from './told-people.ts';

export type CarryDryRuns = {
  /** Takes over the dry run that has waited longest and plays one part of it; whether there was one. */
  readonly sweep: () => Promise<boolean>;
};

type Deps = {
  readonly dryRunStore: DryRunStore;
  readonly dryRuns: Pick<DryRuns, 'dryRun' | 'replay'>;
  readonly clock: Clock;
  readonly log: Log;
  /** After so long (real time) a dry run is taken for left behind. */
  readonly jobLeaseMs: number;
};

/** After so many people, or so long, it is written how far it has come, and anyone who waits gets a turn. */
const partMost = 500;
const partMs = 3000;
/** So many people are told one by one. */
const toldMost = 200;
const attemptsMax = 5;

const requestOf = (dryRun: TakenDryRun): DryRunRequest => {
  const { tenant, journey: key, days, version, definition, createdAt: now, after, counted } = dryRun;
  return {
    tenant,
    key,
    days,
    sample: partMost,
    forMs: partMs,
    now,
    ...(version === undefined ? { definition: JSON.parse(definition) } : {}),
    ...(after === undefined ? {} : { after }),
    ...(counted === undefined ? {} : { before: counted }),
  };
};

type Onward = { readonly progress: DryRunProgress; readonly isOver: boolean };

/** Plays the next part. */
const playPart = async (deps: Deps, dryRun: TakenDryRun): Promise<Onward> => {
  const { tenant, how, told } = dryRun;
  const request = requestOf(dryRun);
  const tried = await (how === 'replay' ? deps.dryRuns.replay(request) : deps.dryRuns.dryRun(request));
  const endedAt = deps.clock.now(tenant);
  if (tried.kind === 'refused') {
    const failure = tried.problems[0]?.message ?? 'The draft is not valid.';
    return { progress: { state: 'failed', failure, endedAt }, isOver: true };
  }
  const { from, until, total, tally, budgets, costs, playCosts, people, next, journey } = tried.part;
  const left = how === 'replay' ? Math.max(0, toldMost - told.length) : 0;
  const isOver = next === undefined;
  return {
    progress: {
      ...(total === undefined ? {} : { total }),
      people: tally.people,
      entered: tally.entered,
      counted: { from, until, tally, budgets, costs, playCosts, steps: stepsInOrder(journey) },
      told: toldPeople(people.slice(0, left)),
      ...(next === undefined ? {} : { after: next }),
      attempts: 0,
      ...(isOver ? { state: 'done', endedAt } : { state: 'running' }),
    },
    isOver,
  };
};

/**
 * Makes the carrying of dry runs by a process: part after part, each written with what it came to. The process that takes over
 * after a crash repeats one part, which changes nothing but the figures of the dry run.
 */
export const createCarryDryRuns = (deps: Deps): CarryDryRuns => {
  const { dryRunStore: store, clock, log, jobLeaseMs: leaseMs } = deps;

  const fail = async (dryRun: TakenDryRun, thrown: unknown): Promise<void> => {
    const { id, tenant, attempts } = dryRun;
    const mayPass = !(thrown instanceof CicloError) || thrown.retryable || thrown.code === 'conflict';
    log.warn({ dryRun: id, tenant, error: messageOf(thrown) }, 'A dry run could not go on.');
    if (mayPass && attempts < attemptsMax) {
      const due = clock.systemTime() + 1000 * 2 ** attempts;
      await store.progress({ dryRun, progress: { attempts: attempts + 1 }, due });
      return;
    }
    const failure = messageOf(thrown).slice(0, 300);
    const progress = { state: 'failed', failure, endedAt: clock.now(tenant) } as const;
    await store.progress({ dryRun, progress, due: undefined });
  };

  const carry = async (dryRun: TakenDryRun): Promise<void> => {
    const { progress, isOver } = await whileHeld({
      leaseMs,
      systemTime: clock.systemTime,
      renew: async (due) => ((await store.progress({ dryRun, progress: {}, due })) ? 'renewed' : 'lost'),
      work: () => playPart(deps, dryRun),
    });
    await store.progress({ dryRun, progress, due: isOver ? undefined : clock.systemTime() });
  };

  return {
    sweep: async () => {
      const systemTime = clock.systemTime();
      const dryRun = await store.takeDue({ systemTime, lease: systemTime + leaseMs });
      if (dryRun === undefined) return false;
      await carry(dryRun).catch((thrown: unknown) => fail(dryRun, thrown));
      return true;
    },
  };
};
