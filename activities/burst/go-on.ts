import { CicloError } from '../../domain/errors.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { reduce } from '../../domain/journey/reduce.ts';
import type { Next, ReduceInput } from '../../domain/journey/transitions.ts';
import type { Performed } from '../effects/perform.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventStore } from '../ports/events.ts';
import type { ExposureStore } from '../ports/experiments.ts';
import type { ProfileStore } from '../ports/profiles.ts';
import type { CommandStore, EffectStore, LedgerStore, RunStore, TaskStore } from '../ports/runs.ts';
import type { BurstOutcome } from './burst-activities.ts';
import { commit } from './commit.ts';
import { lookBack } from './hear.ts';
import { holdIfFrozen } from './hold.ts';
import { readTask } from './read-task.ts';
import { note, reduceFacts, type Session } from './session.ts';
import { switchVersion } from './switch-version.ts';

export type BurstDeps = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly events: EventStore;
  readonly runs: RunStore;
  readonly ledger: LedgerStore;
  readonly exposures: ExposureStore;
  readonly effects: EffectStore;
  readonly commands: CommandStore;
  readonly tasks: TaskStore;
  /** Does an effect now, or says that it has to be done later. */
  readonly perform: (input: { session: Session; effect: Effect }) => Promise<Performed>;
  readonly wall: () => number;
  /** The task queue on which effects are done that could not be done at once. */
  readonly effectsQueue: string;
};

const transitionsMax = 1000;
/** A look for exits is good for this long, in real milliseconds. */
const lookGoodFor = 100;

type At = { readonly deps: BurstDeps; readonly session: Session };

/** Effects that leave a trace outside the run; before one of them the run is written if it could come out otherwise. */
const isTraced = (effect: Effect): boolean => effect.kind !== 'decide' && effect.kind !== 'recommend';

type Done =
  | { readonly kind: 'next'; readonly next: Next }
  | { readonly kind: 'outcome'; readonly outcome: BurstOutcome };

/** One transition of the pure reducer, kept in the session. */
export const takeStep = (input: { session: Session; input: ReduceInput }): Next => {
  const { session } = input;
  const reduced = reduce({
    definition: session.journey.definition,
    graph: session.journey.graph,
    facts: reduceFacts(session),
    now: session.now,
    state: session.run.state,
    input: input.input,
  });
  session.run = { ...session.run, state: reduced.state };
  note({ session, decisions: reduced.decisions });
  return reduced.next;
};

/** What came of the task the run waits for, when it was done before the run was known to wait. */
const doneTask = async ({ deps, session }: At): Promise<ReduceInput | undefined> => {
  const { waiting } = session.run.state;
  if (waiting?.kind !== 'task') return undefined;
  return readTask({ deps, session, id: waiting.taskId });
};

/** Looks back for an event that ends or wakes the run, noting when it looked. */
export const look = async (at: At): Promise<ReduceInput | undefined> => {
  const { deps, session } = at;
  session.lookedAt = deps.wall();
  return (await lookBack({ session, events: deps.events })) ?? doneTask(at);
};

const knownResult = async (input: At & { effect: Effect }): Promise<EffectResult | undefined> => {
  const { deps, session, effect } = input;
  if (!session.run.parked) return undefined;
  return deps.effects.result({ tenant: session.tenant, run: session.run.id, effect });
};

const doEffect = async (input: At & { effect: Effect }): Promise<Done> => {
  const { deps, session, effect } = input;
  if (effect.kind === 'send' && deps.wall() - session.lookedAt > lookGoodFor) {
    const heard = await look({ deps, session });
    if (heard !== undefined) return { kind: 'next', next: takeStep({ session, input: heard }) };
  }
  if (isTraced(effect) && (session.isForked || !session.isStored)) await commit({ deps, session });
  const known = await knownResult(input);
  const performed: Performed =
    known === undefined ? await deps.perform({ session, effect }) : { kind: 'result', result: known };
  if (performed.kind === 'pending') {
    await commit({ deps, session });
    return { kind: 'outcome', outcome: { kind: 'pending', effect, queue: deps.effectsQueue } };
  }
  if (performed.result.kind === 'decided') session.isForked = true;
  const result: ReduceInput = { kind: 'result', result: performed.result };
  return { kind: 'next', next: takeStep({ session, input: result }) };
};

/**
 * Goes on until the run is done or has to wait. Throws `broken-definition` when it never comes to rest.
 */
export const goOn = async (input: At & { first: Next }): Promise<BurstOutcome> => {
  const { deps, session } = input;
  let next: Next = input.first;
  for (let count = 0; count < transitionsMax; count += 1) {
    next = await holdIfFrozen({ deps, session, next, takeStep });
    if (next.kind === 'effect') {
      const done = await doEffect({ deps, session, effect: next.effect });
      if (done.kind === 'outcome') return done.outcome;
      next = done.next;
      continue;
    }
    if (next.kind === 'switch') {
      next = takeStep({ session, input: await switchVersion({ deps, session, to: next }) });
      continue;
    }
    await commit({ deps, session });
    if (next.kind === 'done') return { kind: 'done' };
    const heard = session.run.state.frozen === null ? await look({ deps, session }) : undefined;
    if (heard === undefined) return { kind: 'wait', until: next.until };
    next = takeStep({ session, input: heard });
  }
  throw new CicloError({
    code: 'broken-definition',
    message: `Run ${session.run.id} made ${transitionsMax} transitions without coming to rest.`,
  });
};
