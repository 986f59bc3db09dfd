import type { Performed } from '../../runs/effects/perform.ts';
import type { MessageStore } from '../ports.ts';
import type { RunStore } from '../../runs/ports.ts';
import type { Bookings } from './booking.ts';
import { settled } from './gate.ts';
import type { Attempt } from './send-message.ts';

type Deps = {
  readonly messages: Pick<MessageStore, 'settle'>;
  readonly bookings: Bookings;
  readonly runs: Pick<RunStore, 'get'>;
};

/**
 * Looks once more, after the claim, whether the run still wants its message: an attempt of its own may have
 * waited long, and somebody may have stopped, frozen or moved the run meanwhile.
 */
export const unwantedNow = async (input: {
  deps: Deps;
  job: Attempt;
  claim: string;
}): Promise<Performed | undefined> => {
  const { deps, job, claim } = input;
  const { tenant, now } = job.session;
  const run = await deps.runs.get({ tenant, run: job.session.run.id });
  const effect = run?.state.waiting?.kind === 'effect' ? run.state.waiting.effect : undefined;
  const isThere = effect?.step === job.effect.step && effect.visit === job.effect.visit;
  if (isThere && run?.state.frozen === null) return undefined;
  const { messageId: id } = job.passage;
  await deps.messages.settle({
    tenant,
    id,
    claim,
    status: isThere ? 'retrying' : 'cancelled',
    at: now,
    ...(isThere ? {} : { reason: 'run-moved-on' }),
  });
  if (isThere) return { kind: 'pending' };
  await deps.bookings.release({ passage: settled(job.passage), hashed: job.hashed });
  return { kind: 'result', result: { kind: 'skipped', reason: 'cancelled' } };
};
