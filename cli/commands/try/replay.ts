import type { CommandDefinition } from '../../command.ts';
import { dryRunOptions } from '../../simulate/dry-run-options.ts';

/** `ciclo replay`. */
export const replayCommand: CommandDefinition = {
  usage: 'replay <journey>',
  summary: 'what a journey would have done with the events of the last days; sends nothing',
  group: 'Try',
  examples: ['ciclo replay cart-recovery', 'ciclo replay cart-recovery --days 7 --sample 200 --json'],
  build: dryRunOptions({ what: 'replay', days: 30 }),
};
