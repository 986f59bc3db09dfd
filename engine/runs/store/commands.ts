import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { CommandStore } from '../ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type CommandDoc, commandSchema } from './command-schema.ts';

/** Commands of operators to runs; the same id again is the same command. */
export const createCommandStore = (deps: { collections: Collections }): CommandStore => {
  const commands = deps.collections.of<CommandDoc>(commandSchema);
  return guarded<CommandStore>({
    add: async ({ tenant, id, run, command, at }) => {
      const fresh = { tenant, run, command, at };
      await commands.updateOne({ _id: keyOf(tenant, id) }, { $setOnInsert: fresh }, { upsert: true });
    },
    get: async ({ tenant, id }) => {
      const doc = await commands.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : { run: doc.run, command: doc.command };
    },
  });
};
