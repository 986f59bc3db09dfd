import type { CommandDefinition } from '../../command.ts';
import { pluginCheckCommand } from './plugin-check.ts';
import { pluginNewCommand } from './plugin-new.ts';

/** `ciclo plugin`. */
export const pluginCommand: CommandDefinition = {
  usage: 'plugin',
  summary: 'plugins of your own: write one, check one',
  group: 'Workspace',
  examples: ['ciclo plugin new my-crm', 'ciclo plugin check plugins/my-crm'],
  parts: [pluginNewCommand, pluginCheckCommand],
};
