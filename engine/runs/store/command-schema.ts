import type { Command } from '../../../domain/journey/reduce/commands.ts';
import { rowsOfRuns } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** What an operator told a run to do. `_id` is tenant and command id. */
export type CommandDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly run: string;
  readonly command: Command;
  readonly at: number;
};

export const commandSchema = defineSchema<CommandDoc>({
  collection: 'commands',
  sharding: byId,
  person: rowsOfRuns(),
  fields: { tenant: String, run: String, command: anyJson, at: Number },
  indexes: [{ name: 'run', key: { tenant: 1, run: 1 } }],
});
