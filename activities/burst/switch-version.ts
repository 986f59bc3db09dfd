import type { Next, ReduceInput } from '../../domain/journey/transitions.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
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
  const exists = to.step === null || journey.graph.nodes.has(to.step);
  if (exists) {
    session.journey = journey;
    session.isForked = true;
    session.run = { ...run, version: to.version };
  } else {
    const decision = {
      kind: 'refused',
      step: to.step,
      visit: run.state.visit,
      reason: 'step-not-in-version',
      detail: { version: to.version },
    } as const;
    note({ session, decisions: [decision] });
  }
  if (to.how === 'enter') return { kind: 'enter', step: to.step, since: session.run.state.since };
  return exists ? { kind: 'adopt', step: to.step } : { kind: 'time' };
};
