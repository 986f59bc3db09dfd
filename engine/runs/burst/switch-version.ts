import { crossing } from '../../../domain/journey/crossing.ts';
import type { Next, ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { ReadRecord } from '../../records/journeys/read-record.ts';
import { note, recordOfRun, type Session } from './session.ts';

/**
 * Takes the run to another version, if the step it would stand on exists there; otherwise it stays on the
 * version it has and the ledger says so.
 */
export const switchVersion = async (input: {
  deps: { live: LiveWorkspaces; readRecord: ReadRecord };
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
    session.record = await recordOfRun({ readRecord: input.deps.readRecord, journey, run });
  } else note({ session, decisions: [crossed.decision] });
  return crossed.input;
};
