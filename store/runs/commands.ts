import type { Connection } from 'mongoose';

import type { CommandStore } from '../../activities/ports/runs.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { type CommandDoc, commandSchema } from '../schemas/command.ts';

/** Commands of operators to runs; the same id again is the same command. */
export const createCommandStore = (deps: { connection: Connection }): CommandStore => {
  const commands = deps.connection.model<CommandDoc>('Command', commandSchema);
  return guarded<CommandStore>({
    add: async ({ tenant, id, run, command, at }) => {
      const fresh = { tenant, run, command, at };
      await commands.updateOne({ _id: keyOf(tenant, id) }, { $setOnInsert: fresh }, { upsert: true });
    },
    get: async ({ tenant, id }) => {
      const doc = await commands.findById(keyOf(tenant, id)).lean();
      return doc === null ? undefined : { run: doc.run, command: doc.command };
    },
  });
};
