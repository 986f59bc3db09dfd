import type { Command } from '../../../domain/journey/reduce/commands.ts';
import type { Next, ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { EventStore } from '../../events/ports.ts';
import type { JourneyFreeze } from '../../journeys/ports.ts';
import { lookBack } from './hear.ts';
import { note, type Session } from './session.ts';

const freezeOf = (session: Session): JourneyFreeze | undefined =>
  session.live.journeys.get(session.run.journey)?.frozen;

/**
 * The freeze of the run's journey, if it stands still. The end of a freeze may be news to this process, so it is
 * looked up before anybody is stopped whom nobody would start again.
 */
const freezeNow = async (input: {
  deps: { live: LiveWorkspaces };
  session: Session;
}): Promise<JourneyFreeze | undefined> => {
  const { deps, session } = input;
  if (freezeOf(session) === undefined) return undefined;
  session.live = await deps.live.fresh(session.tenant);
  return freezeOf(session);
};

/**
 * Keeps a run where it is while its whole journey stands still, whatever brought it there: a timer, an entry, a
 * move by an operator.
 */
export const holdIfFrozen = async (input: {
  deps: { live: LiveWorkspaces };
  session: Session;
  next: Next;
  takeStep: (input: { session: Session; input: ReduceInput }) => Next;
}): Promise<Next> => {
  const { session, next } = input;
  const rests = next.kind === 'effect' || next.kind === 'wait';
  if (!rests || session.run.state.frozen !== null) return next;
  const freeze = await freezeNow(input);
  return freeze === undefined ? next : input.takeStep({ session, input: { kind: 'hold', at: freeze.at } });
};

/**
 * What happened while a run stood still and ends it: on resume it is heard before anything else is done. The run is no longer
 * frozen then, and the ledger says so.
 */
export const missedExit = async (input: {
  deps: { events: EventStore };
  session: Session;
  told: ReduceInput;
}): Promise<ReduceInput | undefined> => {
  const { deps, session, told } = input;
  const { state } = session.run;
  if (told.kind !== 'command' || told.command.kind !== 'resume' || state.frozen === null) return undefined;
  const run = { ...session.run, state: { ...state, frozen: null } };
  const missed = await lookBack({ session: { ...session, run }, events: deps.events, exitsOnly: true });
  if (missed === undefined) return undefined;
  const { at: step, visit } = state;
  note({ session, decisions: [{ kind: 'resumed', step, visit, reason: told.command.policy }] });
  session.run = run;
  return missed;
};

/** Refuses to let one run go on whose whole journey stands still; the ledger says so. */
export const refusesResume = async (input: {
  deps: { live: LiveWorkspaces };
  session: Session;
  command: Command;
}): Promise<boolean> => {
  const { session, command } = input;
  if (command.kind !== 'resume' || (await freezeNow(input)) === undefined) return false;
  const { at: step, visit } = session.run.state;
  note({ session, decisions: [{ kind: 'refused', step, visit, reason: 'journey-frozen' }] });
  return true;
};
