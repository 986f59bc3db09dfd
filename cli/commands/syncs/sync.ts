import type { CommandDefinition } from '../../command.ts';
import { issuesCommand, retryCommand } from './issues.ts';
import { listCommand, pauseCommand, previewCommand, resumeCommand, runCommand } from './steer.ts';

/** `ciclo sync`. */
export const syncCommand: CommandDefinition = {
  usage: 'sync',
  summary: 'what is kept the same in other systems, how it goes, and what went wrong',
  group: 'Operate',
  examples: ['ciclo sync', 'ciclo sync preview people', 'ciclo sync issues people'],
  parts: [listCommand, previewCommand, runCommand, pauseCommand, resumeCommand, issuesCommand, retryCommand],
};
