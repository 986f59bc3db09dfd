import type { CommandDefinition } from './command.ts';
import { advanceCommand } from './commands/advance.ts';
import { apiCommand } from './commands/api.ts';
import { auditCommand } from './commands/audit.ts';
import { channelCommand } from './commands/channel.ts';
import { deliveriesCommand } from './commands/deliveries.ts';
import { demoCommand } from './commands/demo.ts';
import { devCommand } from './commands/dev.ts';
import { doctorCommand } from './commands/doctor.ts';
import { dryRunCommand } from './commands/dry-run.ts';
import { enrolCommand } from './commands/enrol.ts';
import { eventsCommand } from './commands/events.ts';
import { excludedCommand } from './commands/excluded.ts';
import { initCommand } from './commands/init.ts';
import { jobsCommand } from './commands/jobs.ts';
import { journeyCommand } from './commands/journey.ts';
import { keysCommand } from './commands/keys.ts';
import { previewCommand } from './commands/preview.ts';
import { profilesCommand } from './commands/profiles.ts';
import { publishCommand } from './commands/publish.ts';
import { replayCommand } from './commands/replay.ts';
import { resultsCommand } from './commands/results.ts';
import { runsCommand } from './commands/runs.ts';
import { simulateCommand } from './commands/simulate.ts';
import { startCommand } from './commands/start.ts';
import { tasksCommand } from './commands/tasks.ts';
import { testCommand } from './commands/test.ts';
import { validateCommand } from './commands/validate.ts';
import { whoCommand } from './commands/who.ts';
import { whyCommand } from './commands/why.ts';
import { workerCommand } from './commands/worker.ts';

/** Every command, in the order in which help lists them. Help, the page docs/cli.md and the command itself go through this list. */
export const commands: readonly CommandDefinition[] = [
  startCommand,
  devCommand,
  apiCommand,
  workerCommand,
  demoCommand,
  initCommand,
  validateCommand,
  publishCommand,
  previewCommand,
  testCommand,
  simulateCommand,
  dryRunCommand,
  replayCommand,
  advanceCommand,
  journeyCommand,
  runsCommand,
  jobsCommand,
  enrolCommand,
  resultsCommand,
  whyCommand,
  whoCommand,
  excludedCommand,
  tasksCommand,
  profilesCommand,
  doctorCommand,
  channelCommand,
  deliveriesCommand,
  eventsCommand,
  keysCommand,
  auditCommand,
];
