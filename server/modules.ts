import { accessModule } from '../engine/access/module.ts';
import { approvalsModule } from '../engine/approvals/module.ts';
import { broadcastsModule } from '../engine/broadcasts/module.ts';
import { campaignsModule } from '../engine/campaigns/module.ts';
import { catalogModule } from '../engine/catalog/module.ts';
import { channelsModule } from '../engine/channels/module.ts';
import { clockModule } from '../engine/clock/module.ts';
import { devMailModule } from '../engine/dev-mail/module.ts';
import { connectionsModule } from '../engine/connections/module.ts';
import { consentsModule } from '../engine/consents/module.ts';
import { conversationsModule } from '../engine/conversations/module.ts';
import { draftsModule } from '../engine/drafts/module.ts';
import { publicationsModule } from '../engine/publications/module.ts';
import { entriesModule } from '../engine/entries/module.ts';
import { eventsModule } from '../engine/events/module.ts';
import { experimentsModule } from '../engine/experiments/module.ts';
import { formsModule } from '../engine/forms/module.ts';
import { guardsModule } from '../engine/guards/module.ts';
import { feedsModule } from '../engine/feeds/module.ts';
import { exportsModule } from '../engine/exports/module.ts';
import { importsModule } from '../engine/imports/module.ts';
import { jobsModule } from '../engine/jobs/module.ts';
import { journeysModule } from '../engine/journeys/module.ts';
import { giftCardsModule } from '../engine/gift-cards/module.ts';
import { loyaltyModule } from '../engine/loyalty/module.ts';
import { messagesModule } from '../engine/messages/module.ts';
import { offersModule } from '../engine/offers/module.ts';
import { operationsModule } from '../engine/operations/module.ts';
import { ordersModule } from '../engine/orders/module.ts';
import { overviewModule } from '../engine/overview/module.ts';
import { peopleModule } from '../engine/people/module.ts';
import { webhookSetUpsModule } from '../engine/webhook-set-ups/module.ts';
import { pluginsModule } from '../engine/plugins/module.ts';
import { pollingModule } from '../engine/polling/module.ts';
import { postsModule } from '../engine/posts/module.ts';
import { privacyModule } from '../engine/privacy/module.ts';
import { recommendationsModule } from '../engine/recommendations/module.ts';
import { recordsModule } from '../engine/records/module.ts';
import { referralsModule } from '../engine/referrals/module.ts';
import { registrationsModule } from '../engine/registrations/module.ts';
import { dryRunsModule } from '../engine/dry-runs/module.ts';
import { runsModule } from '../engine/runs/module.ts';
import { salesModule } from '../engine/sales/module.ts';
import { searchModule } from '../engine/search/module.ts';
import { segmentsModule } from '../engine/segments/module.ts';
import { selfServiceModule } from '../engine/self-service/module.ts';
import { serviceModule } from '../engine/service/module.ts';
import { syncModule } from '../engine/sync/module.ts';
import { tasksModule } from '../engine/tasks/module.ts';
import { teamModule } from '../engine/team/module.ts';
import { templatesModule } from '../engine/templates/module.ts';
import { valueModule } from '../engine/value/module.ts';
import { workModule } from '../engine/work/module.ts';
import { reportsModule } from '../engine/reports/module.ts';
import { warehouseModule } from '../engine/warehouse/module.ts';
import { webhooksModule } from '../engine/webhooks/module.ts';

/** The capabilities of the engine. A new one is a folder in `engine/` and a line here. */
export const modules = [
  clockModule,
  devMailModule,
  peopleModule,
  catalogModule,
  recommendationsModule,
  ordersModule,
  consentsModule,
  formsModule,
  privacyModule,
  eventsModule,
  webhooksModule,
  segmentsModule,
  entriesModule,
  runsModule,
  tasksModule,
  journeysModule,
  draftsModule,
  approvalsModule,
  publicationsModule,
  broadcastsModule,
  messagesModule,
  templatesModule,
  channelsModule,
  connectionsModule,
  pluginsModule,
  webhookSetUpsModule,
  postsModule,
  offersModule,
  referralsModule,
  loyaltyModule,
  giftCardsModule,
  experimentsModule,
  guardsModule,
  valueModule,
  jobsModule,
  recordsModule,
  campaignsModule,
  salesModule,
  registrationsModule,
  searchModule,
  serviceModule,
  selfServiceModule,
  conversationsModule,
  workModule,
  overviewModule,
  importsModule,
  exportsModule,
  pollingModule,
  warehouseModule,
  reportsModule,
  syncModule,
  feedsModule,
  dryRunsModule,
  operationsModule,
  teamModule,
  accessModule,
] as const;
