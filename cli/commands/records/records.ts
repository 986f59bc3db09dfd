import type { CommandDefinition } from '../../command.ts';
import { convertCommand } from './convert-record.ts';
import { deleteCommand, restoreCommand } from './delete-record.ts';
import { getCommand } from './get-record.ts';
import { listCommand } from './list-records.ts';
import { purgeCommand } from './purge-field.ts';
import { historyCommand } from './record-history.ts';
import { registerCommand } from './register-person.ts';
import { changeCommand, createCommand } from './write-record.ts';

/** `ciclo records`. */
export const recordsCommand: CommandDefinition = {
  usage: 'records',
  summary: 'deals, cases, quotes and records of every other object',
  group: 'Records',
  examples: ['ciclo records list deal', `ciclo records create deal --set 'name=Roof for Ana'`],
  parts: [
    listCommand,
    getCommand,
    createCommand,
    changeCommand,
    deleteCommand,
    restoreCommand,
    historyCommand,
    convertCommand,
    registerCommand,
    purgeCommand,
  ],
};
