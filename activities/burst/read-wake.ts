import type { ReduceInput } from '../../domain/journey/transitions.ts';
import type { BurstDeps } from './go-on.ts';
import { hear } from './hear.ts';
import type { Session } from './session.ts';

/** What a wake-up says: an event, a command, a finished task, or that traits changed. */
export const readWake = async (input: {
  deps: BurstDeps;
  session: Session;
  id: string;
}): Promise<ReduceInput | undefined> => {
  const { deps, session, id } = input;
  const { tenant } = session;
  const rest = id.slice(2);
  switch (id.slice(0, 2)) {
    case 'e:': {
      const row = await deps.events.get({ tenant, messageId: rest });
      return row === undefined ? undefined : hear({ session, events: deps.events, row });
    }
    case 'c:': {
      const found = await deps.commands.get({ tenant, id: rest });
      if (found === undefined || session.run.state.seen.includes(id)) return undefined;
      session.run = {
        ...session.run,
        state: { ...session.run.state, seen: [...session.run.state.seen, id] },
      };
      return { kind: 'command', command: found.command };
    }
    case 't:': {
      const task = await deps.tasks.get({ tenant, id: rest });
      return task?.doneAt === undefined
        ? undefined
        : { kind: 'task-done', taskId: task.id, output: task.output ?? null };
    }
    case 'p:':
      return { kind: 'retime' };
    default:
      return undefined;
  }
};
