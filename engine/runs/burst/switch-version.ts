import { crossing } from '../../../domain/journey/crossing.ts';
import type { Next, ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { note, type Session } from './session.ts';

/**
 * Takes the run to another version, if the step it would stand on exists there; otherwise it stays on the
 * version it has and the ledger says so.
 */
export const switchVersion = async (input: {
  deps: { live: LiveWorkspaces };
  session: Session;
  to: Extract<Next, { kind: 'switch' }>;
}): Promise<ReduceInput> => {
  const { session, to } = input;
  const { run } = session;
  const journey = await input.deps.live.journey({
    tenant: session.tenant,
    journey: run.journey,
    version: to.version,
  });
  const crossed = crossing({ to, state: run.state, graph: journey.graph });
  if (crossed.kind === 'crosses') {
    session.journey = journey;
    session.run = { ...run, version: to.version };
  } else note({ session, decisions: [crossed.decision] });
  return crossed.input;
};
