import type { Command } from 'commander';

import { repeated } from '../repeated.ts';
import { toNumber } from '../to-count.ts';

/** How something that the engine keeps is published: an approval, a former revision. */
export type PublishOptions = {
  readonly dryRun?: boolean;
  readonly plan: readonly string[];
  readonly map: readonly string[];
  readonly expect?: number;
  readonly note?: string;
};

/** The command with the options of publishing. */
export const withPublishOptions = (command: Command): Command =>
  command
    .option('--dry-run', 'only say what would change')
    .option('--plan <journey=what>', 'what becomes of the people inside, as for publish', repeated, [])
    .option('--map <step=step>', 'where people on a step go, if it has another name', repeated, [])
    .option('--expect <people>', 'how many people enter at once, if the launch guard asks', toNumber)
    .option('--note <text>', 'why, for the history of publications');
