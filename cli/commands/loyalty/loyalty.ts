import type { CommandDefinition } from '../../command.ts';
import { changePointsCommands } from './change-points.ts';
import { checkPointsCommand } from './check-points.ts';
import { liabilityCommand } from './liability.ts';
import { membershipCommands } from './memberships.ts';
import { rewardCommands } from './rewards.ts';
import { showPointsCommand } from './show-points.ts';

/** `ciclo loyalty`. */
export const loyaltyCommand: CommandDefinition = {
  usage: 'loyalty',
  summary: 'points of loyalty programmes',
  group: 'People',
  examples: [
    'ciclo loyalty points ana@example.com',
    'ciclo loyalty award ana@example.com 50 --program club',
    'ciclo loyalty check',
  ],
  parts: [
    showPointsCommand,
    ...changePointsCommands,
    ...rewardCommands,
    ...membershipCommands,
    checkPointsCommand,
    liabilityCommand,
  ],
};
