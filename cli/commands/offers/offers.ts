import type { CommandDefinition } from '../../command.ts';
import { codesCommand } from './codes.ts';
import { checkCommand, listCommand, showCommand } from './look.ts';
import { redeemCommand, rollbackCommand, validateCommand } from './use.ts';

/** `ciclo offers`. */
export const offersCommand: CommandDefinition = {
  usage: 'offers',
  summary: 'what is used of offers; validate, redeem and roll back; make codes',
  group: 'Operate',
  examples: ['ciclo offers list', 'ciclo offers check ten-percent'],
  parts: [
    listCommand,
    showCommand,
    validateCommand,
    redeemCommand,
    rollbackCommand,
    checkCommand,
    codesCommand,
  ],
};
