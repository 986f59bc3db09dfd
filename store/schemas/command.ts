import type { Command } from '../../domain/journey/commands.ts';
import { anyJson, defineSchema } from './define.ts';

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
  fields: { tenant: String, run: String, command: anyJson, at: Number },
  indexes: [{ name: 'run', key: { tenant: 1, run: 1 } }],
});
