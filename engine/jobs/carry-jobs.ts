import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import { whileHeld } from '../messages/send/lease.ts';
import type { Job, JobProgress, JobStore, JobTrouble, TakenJob } from './ports.ts';
import type { Selections } from './selections.ts';
import type { Worked } from './work-on-run.ts';

export type CarryJobs = {
  /** Takes over jobs whose time has come and carries each on for a while; how many. */
  readonly sweep: () => Promise<number>;
  /** Takes nothing more; what is being dealt with ends first. */
  readonly stop: () => void;
};

type Deps = {
  readonly jobs: JobStore;
  readonly selections: Selections;
  readonly work: (input: { job: Job; run: string }) => Promise<Worked>;
  readonly clock: Clock;
  readonly log: Log;
  readonly pause: (ms: number) => Promise<void>;
  /** After so long (real time) a job is taken for left behind. */
  readonly leaseMs: number;
};

const pageMax = 50;
const sideBySide = 10;
const jobsAtOnce = 4;
/** A process gives a job back after so long, so that others get their turn. */
const turnMs = 5_000;
/** People who came in by a process that had not heard yet are there after so long. */
const lookAgainAfterMs = 3_000;
const attemptsMax = 5;

type Counts = Required<Pick<JobProgress, 'done' | 'passed' | 'failed' | 'troubles'>>;

/** Deals with the runs of a page, several at once. A fault that may pass ends it, unless it did so too often. */
const workThrough = async (input: { deps: Deps; job: TakenJob }): Promise<Counts> => {
  const { deps, job } = input;
  const count = { done: 0, passed: 0, failed: 0 };
  const troubles: JobTrouble[] = [];
  const left = job.page[Symbol.iterator]();
  const workOn = async (run: string): Promise<Worked> => {
    try {
      return await deps.work({ job, run });
    } catch (thrown) {
      const mayPass = !(thrown instanceof CicloError) || thrown.retryable || thrown.code === 'conflict';
      if (mayPass && job.attempts < attemptsMax) throw thrown;
      return { kind: 'failed', message: messageOf(thrown).slice(0, 300) };
    }
  };
  const lane = async (): Promise<void> => {
    for (const run of left) {
      const worked = await workOn(run);
      count[worked.kind] += 1;
      if (worked.kind === 'failed') troubles.push({ run, message: worked.message });
    }
  };
  // All lanes come to rest before the page is given up: none may go on beside the next attempt.
  const ends = await Promise.allSettled(Array.from({ length: sideBySide }, lane));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return { ...count, troubles };
};

type Onward = { readonly progress: JobProgress; readonly due: number | undefined; readonly rests: boolean };

/** What comes after a page: the next one, another look from the start, or the end. */
const goOn = async (input: { deps: Deps; job: TakenJob }): Promise<Onward> => {
  const { deps, job } = input;
  const systemTime = deps.clock.systemTime();
  if (job.next === 'end') {
    const looks = job.looks + 1;
    if (job.twice && looks === 1) {
      const due = Math.max(systemTime, job.createdWall + lookAgainAfterMs);
      return { progress: { page: [], next: 'start', looks, attempts: 0 }, due, rests: true };
    }
    const endedAt = deps.clock.now(job.tenant);
    return {
      progress: { page: [], looks, attempts: 0, state: 'done', endedAt },
      due: undefined,
      rests: true,
    };
  }
  const limit = Math.max(1, Math.min(pageMax, Math.ceil(job.rate)));
  const after = job.next === 'start' ? undefined : job.next;
  const { runs, last } = await deps.selections.page({ selection: job, after, limit });
  const page = runs.map((run) => run.id);
  const progress = { page, next: last ?? 'end', attempts: 0, state: 'running' } as const;
  return { progress, due: systemTime + deps.leaseMs, rests: false };
};

/**
 * Makes the carrying of jobs by a process. Before the runs of a page are touched the page is written; what became
 * of them and the next page are one write. So after a crash the process that takes the job over repeats one page, whose runs
 * know what they were told, and every run is counted once.
 */
export const createCarryJobs = (deps: Deps): CarryJobs => {
  let isStopped = false;

  /** Deals with one page and goes on to the next; undefined when the job is over, waits, or was taken away. */
  const turn = async (job: TakenJob): Promise<TakenJob | undefined> => {
    const began = deps.clock.systemTime();
    const { leaseMs, clock, jobs } = deps;
    const counts = await whileHeld({
      leaseMs,
      systemTime: clock.systemTime,
      renew: async (due) =>
        (await jobs.progress({ job, progress: {}, due })) === undefined ? 'lost' : 'renewed',
      work: () => workThrough({ deps, job }),
    });
    const { progress, due, rests } = await goOn({ deps, job });
    const after = await deps.jobs.progress({ job, progress: { ...progress, ...counts }, due });
    const restMs = began + (job.page.length / job.rate) * 1000 - deps.clock.systemTime();
    if (restMs > 0 && !rests) await deps.pause(restMs);
    return rests ? undefined : after;
  };

  const carry = async (taken: TakenJob): Promise<void> => {
    const end = deps.clock.systemTime() + turnMs;
    let job: TakenJob | undefined = taken;
    try {
      while (job !== undefined && deps.clock.systemTime() < end && !isStopped) job = await turn(job);
      if (job !== undefined) await deps.jobs.progress({ job, progress: {}, due: deps.clock.systemTime() });
    } catch (thrown) {
      const { id, tenant, attempts } = job ?? taken;
      deps.log.warn({ job: id, tenant, error: messageOf(thrown) }, 'A bulk operation could not go on yet.');
      const due = deps.clock.systemTime() + 1000 * 2 ** attempts;
      await deps.jobs.progress({ job: job ?? taken, progress: { attempts: attempts + 1 }, due });
    }
  };

  return {
    sweep: async () => {
      if (isStopped) return 0;
      const systemTime = deps.clock.systemTime();
      const jobs = await deps.jobs.takeDue({
        systemTime,
        lease: systemTime + deps.leaseMs,
        limit: jobsAtOnce,
      });
      await Promise.all(jobs.map(carry));
      return jobs.length;
    },
    stop: () => {
      isStopped = true;
    },
  };
};
