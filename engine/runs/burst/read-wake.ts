import type { Command } from '../../../domain/journey/reduce/commands.ts';
import { withSeen } from '../../../domain/journey/reduce/run-state.ts';
import type { ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import type { BurstDeps } from './go-on.ts';
import { hear } from './hear.ts';
import { refusesResume } from './hold.ts';
import { readTask } from './read-task.ts';
import type { Session } from './session.ts';

/** Finds an operator's command by its id. */
export type CommandOf = (id: string) => Promise<Command | undefined>;

/** What a wake-up says: an event, a command, a finished task, or that traits changed. */
export const readWake = async (input: {
  deps: BurstDeps;
  session: Session;
  id: string;
  commandOf: CommandOf;
}): Promise<ReduceInput | undefined> => {
  const { deps, session, id } = input;
  const { tenant } = session;
  const rest = id.slice(2);
  switch (id.slice(0, 2)) {
    case 'e:': {
      const row = await deps.events.get({ tenant, id: rest });
      return row === undefined ? undefined : hear({ session, events: deps.events, row });
    }
    case 'c:': {
      const command = await input.commandOf(rest);
      if (command === undefined || session.run.state.seen.includes(id)) return undefined;
      const state = withSeen({ state: session.run.state, id });
      session.run = { ...session.run, state };
      return (await refusesResume({ deps, session, command })) ? undefined : { kind: 'command', command };
    }
    case 't:':
      return readTask({ deps, session, id: rest });
    case 'h:':
      return { kind: 'released' };
    case 'p:':
      return { kind: 'retime' };
    default:
      return undefined;
  }
};
