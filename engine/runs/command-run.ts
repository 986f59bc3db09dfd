import type { RunWorkflowStarter } from './workflow-starter.ts';
import type { Clock } from '../clock/clock.ts';
import type { CommandStore, RunStore } from './ports.ts';
import type { Command } from '../../domain/journey/reduce/commands.ts';

/** Gives an operator's command to a run; undefined when there is no such run. Its answer is in the ledger. */
export type CommandRun = (input: {
  tenant: string;
  run: string;
  command: Command;
  /** The same id again is the same command. */
  id: string;
}) => Promise<{ readonly id: string } | undefined>;

type Needs = {
  readonly runs: Pick<RunStore, 'get'>;
  readonly commands: Pick<CommandStore, 'add'>;
  readonly workflowStarter: Pick<RunWorkflowStarter, 'wake'>;
  readonly clock: Clock;
};

/** A command of an operator: written first, then the run is woken to look at it. */
export const createCommandRun =
  ({ runs, commands, workflowStarter, clock }: Needs): CommandRun =>
  async ({ tenant, run: id, command, id: commandId }) => {
    const run = await runs.get({ tenant, run: id });
    if (run === undefined) return undefined;
    await commands.add({ tenant, id: commandId, run: id, command, at: clock.now(tenant) });
    if (run.status === 'active') await workflowStarter.wake({ run, id: `c:${commandId}` });
    return { id: commandId };
  };
