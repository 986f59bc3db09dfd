import type { CommandDefinition } from '../../command.ts';
import { rehearsal } from '../../simulate/rehearsal-options.ts';

/** `ciclo dry-run`. */
export const dryRunCommand: CommandDefinition = {
  usage: 'dry-run <journey>',
  summary: 'what a journey would do with the people of the running engine; sends nothing',
  group: 'Try',
  examples: ['ciclo dry-run cart-recovery', 'ciclo dry-run cart-recovery --workspace my-shop --days 14'],
  build: rehearsal({ what: 'dry-run', days: 7 }),
};
