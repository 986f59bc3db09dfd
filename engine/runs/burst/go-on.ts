import { CicloError } from '../../../domain/errors.ts';
import type { Effect, EffectResult } from '../../../domain/journey/effects.ts';
import { reduce } from '../../../domain/journey/reduce/reduce.ts';
import type { Next, ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import type { Performed } from '../effects/perform.ts';
import { nodeOf } from '../effects/step-of.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { EventStore } from '../../events/ports.ts';
import type { ExposureStore } from '../../experiments/ports.ts';
import type { PeopleStore } from '../../privacy/people-port.ts';
import type { ChangeProfile } from '../../people/change-profile.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { ReadRecord } from '../../records/journeys/read-record.ts';
import type { CommandStore, EffectStore, LedgerStore, RunStore } from '../ports.ts';
import type { TaskStore } from '../../tasks/ports.ts';
import type { BurstOutcome } from '../../../activities/burst-activities.ts';
import { commit } from './commit.ts';
import { lookBack } from './hear.ts';
import { holdIfFrozen } from './hold.ts';
import { readTask } from './read-task.ts';
import { isAhead, note, recordOfRun, reduceFacts, type Session } from './session.ts';
import { switchVersion } from './switch-version.ts';
import { exitHolding, keepWatch } from './watch.ts';

export type BurstDeps = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly people: Pick<PeopleStore, 'merge'>;
  readonly events: EventStore;
  readonly runs: RunStore;
  readonly ledger: LedgerStore;
  readonly exposures: ExposureStore;
  readonly effects: EffectStore;
  readonly commands: CommandStore;
  readonly tasks: TaskStore;
  readonly changeProfile: ChangeProfile;
  readonly readRecord: ReadRecord;
  /** Does an effect now, or says that it has to be done later. */
  readonly perform: (input: { session: Session; effect: Effect }) => Promise<Performed>;
  readonly systemTime: () => number;
  /** The task queue on which effects are done that could not be done at once. */
  readonly effectsQueue: string;
};

const transitionsMax = 1000;
/** A look for exits is good for this long, in real milliseconds. */
const lookGoodFor = 100;

type At = { readonly deps: BurstDeps; readonly session: Session };

/** Effects that leave a trace outside the run; before one of them the run is written, so that one of several bursts does it. */
const isTraced = (input: { session: Session; effect: Effect }): boolean =>
  nodeOf(input).stepType.traceless !== true;

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

/** Writes the run as it comes to rest, and has it watched from then on. */
const rest = async (at: At): Promise<void> => {
  await commit(at);
  await keepWatch(at);
};

/** Looks back for an event that ends or wakes the run, noting when it looked. */
export const look = async (at: At): Promise<ReduceInput | undefined> => {
  const { deps, session } = at;
  session.lookedAt = deps.systemTime();
  return (await lookBack({ session, events: deps.events })) ?? doneTask(at);
};

const knownResult = async (input: At & { effect: Effect }): Promise<EffectResult | undefined> => {
  const { deps, session, effect } = input;
  if (!session.run.parked) return undefined;
  return deps.effects.result({ tenant: session.tenant, run: session.run.id, effect });
};

/** What ends or wakes the run before a message leaves: an event nobody could tell it of yet, or the condition of an exit. */
const beforeSend = async (at: At): Promise<ReduceInput | undefined> => {
  const { deps, session } = at;
  session.record = await recordOfRun({
    readRecord: deps.readRecord,
    journey: session.journey,
    run: session.run,
  });
  const isStale = deps.systemTime() - session.lookedAt > lookGoodFor;
  const heard = isStale ? await look(at) : undefined;
  return heard ?? exitHolding({ session, events: deps.events });
};

const doEffect = async (input: At & { effect: Effect }): Promise<Done> => {
  const { deps, session, effect } = input;
  if (effect.kind === 'send') {
    const heard = await beforeSend({ deps, session });
    if (heard !== undefined) return { kind: 'next', next: takeStep({ session, input: heard }) };
  }
  if (isTraced({ session, effect }) && isAhead(session)) await commit({ deps, session });
  const known = await knownResult(input);
  const performed: Performed =
    known === undefined ? await deps.perform({ session, effect }) : { kind: 'result', result: known };
  if (performed.kind === 'pending') {
    await rest({ deps, session });
    return { kind: 'outcome', outcome: { kind: 'pending', effect, queue: deps.effectsQueue } };
  }
  const result: ReduceInput = { kind: 'result', result: performed.result };
  const noted = session.rows.length;
  const next = takeStep({ session, input: result });
  // The first row is what became of the effect, those behind it are what was decided then.
  if (isTraced({ session, effect }))
    session.facts = [...session.facts, ...session.rows.slice(noted, noted + 1)];
  return { kind: 'next', next };
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
    await rest({ deps, session });
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
