import type { CommandDefinition } from './command.ts';
import { advanceCommand } from './commands/try/advance.ts';
import { apiCommand } from './commands/run/api.ts';
import { auditCommand } from './commands/operate/audit.ts';
import { broadcastsCommand } from './commands/broadcasts/broadcasts.ts';
import { channelCommand } from './commands/operate/channel.ts';
import { connectorsCommand } from './commands/operate/connectors.ts';
import { conversationsCommand } from './commands/conversations/conversations.ts';
import { deliveriesCommand } from './commands/operate/deliveries.ts';
import { demoCommand } from './commands/run/demo.ts';
import { devCommand } from './commands/run/dev.ts';
import { doctorCommand } from './commands/operate/doctor.ts';
import { dryRunCommand } from './commands/try/dry-run.ts';
import { enrolCommand } from './commands/journeys/enrol.ts';
import { eventsCommand } from './commands/operate/events.ts';
import { excludedCommand } from './commands/people/excluded.ts';
import { formsCommand } from './commands/forms/forms.ts';
import { initCommand } from './commands/workspace/init.ts';
import { exportCommand } from './commands/transfer/export.ts';
import { importCommand } from './commands/transfer/import-file.ts';
import { importsCommand } from './commands/transfer/imports.ts';
import { jobsCommand } from './commands/journeys/jobs.ts';
import { journeyCommand } from './commands/journeys/journey.ts';
import { keysCommand } from './commands/operate/keys.ts';
import { pluginCommand } from './commands/plugins/plugin.ts';
import { storeCreditCommand } from './commands/store-credit/store-credit.ts';
import { giftCardsCommand } from './commands/gift-cards/gift-cards.ts';
import { loyaltyCommand } from './commands/loyalty/loyalty.ts';
import { offersCommand } from './commands/offers/offers.ts';
import { postsCommand } from './commands/posts/posts.ts';
import { previewCommand } from './commands/workspace/preview.ts';
import { productsCommand } from './commands/catalog/products.ts';
import { profilesCommand } from './commands/people/profiles.ts';
import { approvalsCommand } from './commands/workspace/approvals.ts';
import { publicationsCommand } from './commands/workspace/publications.ts';
import { publishCommand } from './commands/workspace/publish.ts';
import { pullCommand } from './commands/workspace/pull.ts';
import { recommendationsCommand } from './commands/catalog/recommendations.ts';
import { recordsCommand } from './commands/records/records.ts';
import { referralsCommand } from './commands/people/referrals.ts';
import { replayCommand } from './commands/try/replay.ts';
import { resultsCommand } from './commands/journeys/results.ts';
import { runsCommand } from './commands/journeys/runs.ts';
import { salesCommand } from './commands/sales/sales.ts';
import { searchCommand } from './commands/records/search.ts';
import { simulateCommand } from './commands/try/simulate.ts';
import { startCommand } from './commands/run/start.ts';
import { syncCommand } from './commands/syncs/sync.ts';
import { tasksCommand } from './commands/people/tasks.ts';
import { teamsCommand } from './commands/team/teams.ts';
import { workCommand } from './commands/team/work.ts';
import { testCommand } from './commands/workspace/test.ts';
import { usersCommand } from './commands/team/users.ts';
import { validateCommand } from './commands/workspace/validate.ts';
import { whoCommand } from './commands/people/who.ts';
import { whyCommand } from './commands/people/why.ts';
import { feedsCommand } from './commands/feeds/feeds.ts';
import { figuresCommand } from './commands/warehouse/figures.ts';
import { reportsCommand } from './commands/warehouse/reports.ts';
import { warehouseCommand } from './commands/warehouse/warehouse.ts';
import { workerCommand } from './commands/run/worker.ts';

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
  pullCommand,
  approvalsCommand,
  publicationsCommand,
  previewCommand,
  pluginCommand,
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
  broadcastsCommand,
  whyCommand,
  whoCommand,
  excludedCommand,
  tasksCommand,
  referralsCommand,
  formsCommand,
  conversationsCommand,
  postsCommand,
  profilesCommand,
  loyaltyCommand,
  giftCardsCommand,
  storeCreditCommand,
  recordsCommand,
  importCommand,
  importsCommand,
  exportCommand,
  searchCommand,
  productsCommand,
  recommendationsCommand,
  salesCommand,
  usersCommand,
  teamsCommand,
  workCommand,
  offersCommand,
  doctorCommand,
  channelCommand,
  connectorsCommand,
  syncCommand,
  feedsCommand,
  deliveriesCommand,
  eventsCommand,
  keysCommand,
  figuresCommand,
  reportsCommand,
  warehouseCommand,
  auditCommand,
];
