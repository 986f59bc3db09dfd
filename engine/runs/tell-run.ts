import { CicloError } from '../../domain/errors.ts';
import type { Command } from '../../domain/journey/reduce/commands.ts';
import type { Burst, Told } from './burst/burst.ts';
import type { Clock } from '../clock/clock.ts';
import type { WorkflowStarter } from '../entries/enter-journey.ts';

export type TellRun = (input: {
  tenant: string;
  run: string;
  /** Without one the run only looks how things stand. */
  command?: { readonly id: string; readonly command: Command };
}) => Promise<Told>;

const conflictTries = 10;

/**
 * Whether the workflow of a run has to hear of what was done without it. One that sleeps until the same instant as
 * the run, or an earlier one, finds out by itself; one that carries an effect, sleeps for longer, or ought to end
 * does not. A repeat may come after a crash before the workflow was told.
 */
const mustWake = (told: Extract<Told, { kind: 'told' }>): boolean => {
  const { found, outcome, isRepeat } = told;
  if (isRepeat || outcome.kind !== 'wait' || found.state.waiting?.kind === 'effect') return true;
  if (outcome.until === null) return false;
  return found.wakeAt === undefined || outcome.until < found.wakeAt;
};

/**
 * Makes the telling of one run: the command is carried out here and now, by the same function that every worker
 * uses, and has been when this settles; its workflow is woken only where it would not find out in time.
 */
export const createTellRun = (deps: {
  burst: Pick<Burst, 'tell'>;
  workflowStarter: Pick<WorkflowStarter, 'wake'>;
  clock: Clock;
}): TellRun => {
  const tell = async (input: Parameters<TellRun>[0]): Promise<Told> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await deps.burst.tell({ ...input, now: deps.clock.now(input.tenant) });
      } catch (thrown) {
        const isConflict = thrown instanceof CicloError && thrown.code === 'conflict';
        if (!isConflict || tries >= conflictTries) throw thrown;
      }
    }
  };
  return async (input) => {
    const told = await tell(input);
    if (told.kind === 'told' && mustWake(told)) {
      await deps.workflowStarter.wake({ run: told.run, id: `c:${input.command?.id ?? ''}` });
    }
    return told;
  };
};
