import type { CommandDefinition } from '../../command.ts';
import { dryRunOptions } from '../../simulate/dry-run-options.ts';

/** `ciclo dry-run`. */
export const dryRunCommand: CommandDefinition = {
  usage: 'dry-run <journey>',
  summary: 'what a journey would do with the people of the running engine; sends nothing',
  group: 'Try',
  examples: ['ciclo dry-run cart-recovery', 'ciclo dry-run cart-recovery --workspace my-shop --days 14'],
  build: dryRunOptions({ what: 'dry-run', days: 7 }),
};
