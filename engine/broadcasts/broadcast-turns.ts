import { randomUUID } from 'node:crypto';

import { journeyKeyOf } from '../../domain/broadcasts/journey-of.ts';
import { pickWinner } from '../../domain/broadcasts/pick-winner.ts';
import { messageOf } from '../../domain/errors.ts';
import { durationEnd } from '../../domain/journey/reduce/plan-wait.ts';
import type { Clock } from '../clock/clock.ts';
import type { StartJob } from '../jobs/start-job.ts';
import type { Selections } from '../jobs/selections.ts';
import type { JobAction } from '../../domain/jobs/job-request.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';
import { whileHeld } from '../messages/send/lease.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { Results } from '../experiments/read-results.ts';
import { planOfAudience } from './audience-plan.ts';
import { keepPart } from './begin.ts';
import { planProblems } from './check-plan.ts';
import { countTried } from './count-tried.ts';
import type { BroadcastControl, BroadcastStore, MessageOutcomes, TakenBroadcast } from './ports.ts';
import { createSendPage, type PageDeps } from './send-page.ts';

type Deps = PageDeps & {
  readonly broadcasts: BroadcastStore;
  readonly workspaces: Pick<WorkspaceStore, 'keepVersion'>;
  readonly startJob: StartJob;
  readonly selections: Selections;
  readonly results: Results;
  readonly messageOutcomes: MessageOutcomes;
  readonly plugins: Pick<Plugins, 'channels'>;
  readonly clock: Clock;
  /** Another process goes on with a broadcast whose lease was not renewed for so long (real time). */
  readonly jobLeaseMs: number;
};

type Written = Omit<Parameters<BroadcastStore['progress']>[0], 'taken'>;

export type BroadcastTurns = {
  /** Does one piece of what is due; `more` when there may be more to do at once. */
  readonly turn: (tenant: string) => Promise<'more' | 'elsewhere' | 'nothing'>;
  /** When the next of it is due, on the tenant's clock. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** People a second that a bulk operation deals with: standing still costs one write. */
const controlRate = 500;

const actions: Readonly<Record<BroadcastControl['kind'], JobAction>> = {
  freeze: { kind: 'freeze' },
  resume: { kind: 'resume', policy: 'catch-up' },
  exit: { kind: 'exit', outcome: 'cancelled', cancel: true },
};

type At = { readonly deps: Deps; readonly taken: TakenBroadcast; readonly now: number };

/** Nothing is begun that cannot be sent any more: it pauses by itself and says why. */
const begin = async ({ deps, taken, now }: At): Promise<Written> => {
  const { tenant, plan } = taken;
  const live = await deps.live.fresh(tenant);
  const channels = deps.plugins.channels(live);
  const problems = planProblems({ plan, live, channels, now: 0 });
  const [problem] = problems;
  if (problem !== undefined) {
    const stop = { state: 'paused', pausedFrom: 'scheduled', problem: problem.message } as const;
    return { set: stop, due: null };
  }
  await keepPart({ workspaces: deps.workspaces, broadcast: taken, part: { kind: 'lot' }, now });
  const asked = planOfAudience({ audience: plan.audience, live, store: deps.audience, now });
  const matched = await deps.audience.size({ tenant, plan: asked });
  const phase = plan.test === undefined ? 'all' : 'test';
  return { set: { state: 'sending', phase, matched, startedAt: now }, due: now };
};

/** What comes after the last page of a pass: those whose time comes later, the test, or the end. */
const afterPass = (input: At & { nextAt: number | undefined; passAt: number }): Written => {
  const { taken, now, nextAt, passAt } = input;
  const { plan, phase } = taken;
  const again = { unset: ['cursor', 'nextAt'] } as const;
  if (nextAt !== undefined) return { set: { doneUpTo: passAt }, ...again, due: nextAt };
  if (taken.doneUpTo !== undefined) {
    // Anyone who moved to another zone meanwhile, or came late, is found by going through everybody once more.
    return { set: {}, unset: ['cursor', 'nextAt', 'doneUpTo'], due: now };
  }
  if (phase !== 'test' || plan.test === undefined) return { set: { isThrough: true }, ...again, due: now };
  const testUntil = durationEnd({ from: now, text: plan.test.after, zone: 'UTC' });
  const due = plan.test.by === 'hand' ? null : testUntil;
  return { set: { state: 'testing', testUntil }, ...again, due };
};

const page = async (at: At & { sendPage: ReturnType<typeof createSendPage> }): Promise<Written> => {
  const { taken, now, sendPage } = at;
  const passAt = taken.cursor === undefined ? now : (taken.passAt ?? now);
  const done = await sendPage({ broadcast: taken, now, passAt });
  const { entered, last } = done;
  const laters = [taken.nextAt, done.nextAt].filter((one) => one !== undefined);
  const nextAt = laters.length === 0 ? undefined : Math.min(...laters);
  const { perMinute } = taken.plan;
  const restMs = perMinute === undefined ? 0 : Math.ceil((entered / perMinute) * minuteMs);
  if (last === undefined) {
    const after = afterPass({ ...at, nextAt, passAt });
    return { ...after, set: { ...after.set, attempts: 0 } };
  }
  const set = { cursor: last, passAt, attempts: 0, ...(nextAt === undefined ? {} : { nextAt }) };
  return { set, due: now + restMs };
};

/** Anyone who waits still, for quiet hours or a cap, keeps it open; looked for less and less often. */
const finish = async ({ deps, taken, now }: At): Promise<Written> => {
  const { tenant, id, looks } = taken;
  const selection = { tenant, who: { journey: journeyKeyOf(id) }, action: { kind: 'skip' } } as const;
  const standing = await deps.selections.standing({ selection });
  if (standing.length === 0) return { set: { state: 'sent', endedAt: now }, due: null };
  return { set: { looks: looks + 1 }, due: now + Math.min(hourMs, minuteMs * 2 ** Math.min(looks, 10)) };
};

const decide = async ({ deps, taken, now }: At): Promise<Written> => {
  const [first, ...others] = await countTried({ deps, broadcast: taken });
  const winner =
    taken.winner ??
    (first === undefined
      ? undefined
      : ({ variant: pickWinner([first, ...others]), by: 'rate', at: now } as const));
  if (winner === undefined) return { set: {}, due: null };
  await keepPart({
    workspaces: deps.workspaces,
    broadcast: taken,
    part: { kind: 'winner', variant: winner.variant },
    now,
  });
  return { set: { winner, phase: 'winner', state: 'sending' }, unset: ['cursor'], due: now };
};

const control = async (input: At & { what: BroadcastControl }): Promise<Written> => {
  const { deps, taken, now, what } = input;
  const { tenant, id, state } = taken;
  const who = { journey: journeyKeyOf(id) };
  const action = actions[what.kind];
  await deps.startJob.start({
    tenant,
    id: what.id,
    who,
    action,
    rate: controlRate,
    twice: what.kind !== 'resume',
  });
  const isChosen = taken.plan.test?.by !== 'hand' || taken.winner !== undefined;
  const goesOn = state === 'sending' || (state === 'testing' && isChosen);
  const due = state === 'testing' && taken.winner === undefined ? Math.max(now, taken.testUntil ?? now) : now;
  return { set: {}, unset: ['control'], due: goesOn ? due : null };
};

/**
 * Makes the work on broadcasts. Each is one document with a cursor: a page is done, then the cursor moves, so that a process
 * that dies leaves a page at most to be done again by whichever comes first. Nobody gets it twice, since a person comes into
 * the journey of a broadcast once, and what a run sends has the same id each time.
 */
export const createBroadcastTurns = (deps: Deps): BroadcastTurns => {
  const { broadcasts, clock } = deps;
  const sendPage = createSendPage(deps);

  const workOn = (at: At): Promise<Written> => {
    const { state, isThrough, control: what } = at.taken;
    if (what !== undefined) return control({ ...at, what });
    switch (state) {
      case 'scheduled':
        return begin(at);
      case 'sending':
        return isThrough ? finish(at) : page({ ...at, sendPage });
      case 'testing':
        return decide(at);
      default:
        return Promise.resolve({ set: {}, due: null });
    }
  };

  const carry = async (taken: TakenBroadcast): Promise<void> => {
    const { tenant, id, attempts } = taken;
    const now = clock.now(tenant);
    try {
      const written = await whileHeld({
        leaseMs: deps.jobLeaseMs,
        systemTime: clock.systemTime,
        renew: (leaseUntil) => broadcasts.renew({ taken, leaseUntil }),
        work: () => workOn({ deps, taken, now }),
      });
      await broadcasts.progress({ taken, ...written });
    } catch (thrown) {
      deps.log.warn({ tenant, broadcast: id, error: messageOf(thrown) }, 'A broadcast could not go on yet.');
      const due = now + 1000 * 2 ** Math.min(attempts, 9);
      await broadcasts.progress({ taken, set: { attempts: attempts + 1 }, due });
    }
  };

  return {
    next: broadcasts.next,
    turn: async (tenant) => {
      const now = clock.now(tenant);
      const systemTime = clock.systemTime();
      const leaseUntil = systemTime + deps.jobLeaseMs;
      const taken = await broadcasts.take({ tenant, now, systemTime, leaseUntil, claim: randomUUID() });
      if (taken === undefined) {
        const due = await broadcasts.next(tenant);
        return due !== undefined && due <= now ? 'elsewhere' : 'nothing';
      }
      await carry(taken);
      return 'more';
    },
  };
};
