import { CicloError } from '../../domain/errors.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { reduce } from '../../domain/journey/reduce.ts';
import type { Next, ReduceInput } from '../../domain/journey/transitions.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Performed } from '../effects/perform.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventStore } from '../ports/events.ts';
import type { ProfileStore } from '../ports/profiles.ts';
import type { CommandStore, EffectStore, LedgerStore, Run, RunStore, TaskStore } from '../ports/runs.ts';
import type { BurstOutcome } from './burst-activities.ts';
import { commit } from './commit.ts';
import { hear, lookBack } from './hear.ts';
import { note, reduceFacts, type Session } from './session.ts';
import { switchVersion } from './switch-version.ts';

export type BurstDeps = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly events: EventStore;
  readonly runs: RunStore;
  readonly ledger: LedgerStore;
  readonly effects: EffectStore;
  readonly commands: CommandStore;
  readonly tasks: TaskStore;
  /** Does an effect now, or says that it has to be done later. */
  readonly perform: (input: { session: Session; effect: Effect }) => Promise<Performed>;
  readonly wall: () => number;
  /** The task queue on which effects are done that could not be done at once. */
  readonly effectsQueue: string;
};

export type Burst = {
  /** The first burst of a run that is not in the store yet; the entry that claims it first carries it on. */
  readonly begin: (input: {
    run: Run;
    live: LiveWorkspace;
    profile: Profile;
    now: number;
  }) => Promise<BurstOutcome>;
  /** A later burst: by a timer, an event, a command, or the end of an effect. */
  readonly resume: (input: {
    tenant: string;
    run: string;
    now: number;
    inbox: readonly string[];
  }) => Promise<BurstOutcome>;
};

const transitionsMax = 1000;
/** A look for exits is good for this long, in real milliseconds. */
const lookGoodFor = 100;

/** Effects that leave a trace outside the run; before one of them the run is written if it could come out otherwise. */
const isTraced = (effect: Effect): boolean => effect.kind !== 'decide' && effect.kind !== 'recommend';

type Done =
  | { readonly kind: 'next'; readonly next: Next }
  | { readonly kind: 'outcome'; readonly outcome: BurstOutcome };

/** Makes the one function that does the work of runs; see DESIGN: bursts. */
export const createBurst = (deps: BurstDeps): Burst => {
  const step = (session: Session, input: ReduceInput): Next => {
    const reduced = reduce({
      definition: session.journey.definition,
      graph: session.journey.graph,
      facts: reduceFacts(session),
      now: session.now,
      state: session.run.state,
      input,
    });
    session.run = { ...session.run, state: reduced.state };
    note({ session, decisions: reduced.decisions });
    return reduced.next;
  };

  const look = async (session: Session): Promise<ReduceInput | undefined> => {
    session.lookedAt = deps.wall();
    return lookBack({ session, events: deps.events });
  };

  const doEffect = async (session: Session, effect: Effect): Promise<Done> => {
    if (effect.kind === 'send' && deps.wall() - session.lookedAt > lookGoodFor) {
      const heard = await look(session);
      if (heard !== undefined) return { kind: 'next', next: step(session, heard) };
    }
    if (isTraced(effect) && (session.isForked || !session.isStored)) await commit({ deps, session });
    const known = await knownResult(session, effect);
    const performed: Performed =
      known === undefined ? await deps.perform({ session, effect }) : { kind: 'result', result: known };
    if (performed.kind === 'pending') {
      await commit({ deps, session });
      return { kind: 'outcome', outcome: { kind: 'pending', effect, queue: deps.effectsQueue } };
    }
    if (performed.result.kind === 'decided') session.isForked = true;
    return { kind: 'next', next: step(session, { kind: 'result', result: performed.result }) };
  };

  const knownResult = async (session: Session, effect: Effect): Promise<EffectResult | undefined> =>
    session.run.parked
      ? deps.effects.result({ tenant: session.tenant, run: session.run.id, effect })
      : undefined;

  /** Goes on until the run is done or has to wait. */
  const goOn = async (session: Session, first: Next): Promise<BurstOutcome> => {
    let next: Next = first;
    for (let count = 0; count < transitionsMax; count += 1) {
      if (next.kind === 'effect') {
        const done = await doEffect(session, next.effect);
        if (done.kind === 'outcome') return done.outcome;
        next = done.next;
        continue;
      }
      if (next.kind === 'switch') {
        next = step(session, await switchVersion({ deps, session, to: next }));
        continue;
      }
      await commit({ deps, session });
      if (next.kind === 'done') return { kind: 'done' };
      const heard = session.run.state.frozen === null ? await look(session) : undefined;
      if (heard === undefined) return { kind: 'wait', until: next.until };
      next = step(session, heard);
    }
    throw new CicloError({
      code: 'broken-definition',
      message: `Run ${session.run.id} made ${transitionsMax} transitions without coming to rest.`,
    });
  };

  return {
    begin: async ({ run, live, profile, now }) => {
      const journey = await deps.live.journey({
        tenant: run.tenant,
        journey: run.journey,
        version: run.version,
      });
      const session: Session = {
        tenant: run.tenant,
        now,
        live,
        profile,
        journey,
        run,
        isStored: false,
        isForked: false,
        lookedAt: 0,
        rows: [],
        noted: 0,
      };
      const bought = await look(session);
      return goOn(session, bought === undefined ? step(session, { kind: 'start' }) : step(session, bought));
    },
    resume: async ({ tenant, run: id, now, inbox }) => {
      const run = await deps.runs.get({ tenant, run: id });
      if (run === undefined || run.status === 'ended') return { kind: 'done' };
      const profile = await deps.profiles.get({ tenant, profileId: run.profileId });
      if (profile === undefined) return { kind: 'done' };
      const live = await deps.live.of(tenant);
      const journey = await deps.live.journey({ tenant, journey: run.journey, version: run.version });
      const session: Session = {
        tenant,
        now,
        live,
        profile,
        journey,
        run: { ...run, parked: true },
        isStored: true,
        isForked: false,
        lookedAt: 0,
        rows: [],
        noted: 0,
      };
      return resumeWith({ deps, session, inbox, step, goOn });
    },
  };
};

const resumeWith = async (input: {
  deps: BurstDeps;
  session: Session;
  inbox: readonly string[];
  step: (session: Session, input: ReduceInput) => Next;
  goOn: (session: Session, first: Next) => Promise<BurstOutcome>;
}): Promise<BurstOutcome> => {
  const { deps, session, step, goOn } = input;
  let outcome: BurstOutcome | undefined;
  for (const id of input.inbox) {
    const heard = await readWake({ deps, session, id });
    if (heard === undefined) continue;
    outcome = await goOn(session, step(session, heard));
    if (outcome.kind === 'done') return outcome;
  }
  const { waiting, frozen } = session.run.state;
  const isDue = waiting !== null && waiting.until !== null && waiting.until <= session.now && frozen === null;
  if (isDue || outcome === undefined) return goOn(session, step(session, { kind: 'time' }));
  return outcome;
};

/** What a wake-up says: an event, a command, a finished task, or that traits changed. */
const readWake = async (input: {
  deps: BurstDeps;
  session: Session;
  id: string;
}): Promise<ReduceInput | undefined> => {
  const { deps, session, id } = input;
  const { tenant } = session;
  const rest = id.slice(2);
  switch (id.slice(0, 2)) {
    case 'e:': {
      const row = await deps.events.get({ tenant, messageId: rest });
      return row === undefined ? undefined : hear({ session, events: deps.events, row });
    }
    case 'c:': {
      const found = await deps.commands.get({ tenant, id: rest });
      if (found === undefined || session.run.state.seen.includes(id)) return undefined;
      session.run = {
        ...session.run,
        state: { ...session.run.state, seen: [...session.run.state.seen, id] },
      };
      return { kind: 'command', command: found.command };
    }
    case 't:': {
      const task = await deps.tasks.get({ tenant, id: rest });
      return task?.doneAt === undefined
        ? undefined
        : { kind: 'task-done', taskId: task.id, output: task.output ?? null };
    }
    case 'p:':
      return { kind: 'retime' };
    default:
      return undefined;
  }
};
