import type { WarehouseTable } from './define-table.ts';
import { consentsTable } from './tables/consents.ts';
import { couponsTable } from './tables/coupons.ts';
import { decisionsTable } from './tables/decisions.ts';
import { eventsTable } from './tables/events.ts';
import { exposuresTable } from './tables/exposures.ts';
import { messagesTable } from './tables/messages.ts';
import { orderLinesTable } from './tables/order-lines.ts';
import { ordersTable } from './tables/orders.ts';
import { pointsTable } from './tables/points.ts';
import { productsTable } from './tables/products.ts';
import { aliasesTable, profilesTable } from './tables/profiles.ts';
import { recordsTable } from './tables/records.ts';
import { redemptionsTable } from './tables/redemptions.ts';
import { referralsTable } from './tables/referrals.ts';
import { stageChangesTable } from './tables/stage-changes.ts';

/** The tables of the warehouse: what happened first, then what it is about. This list is the only one. */
export const warehouseTables: readonly WarehouseTable[] = [
  eventsTable,
  ordersTable,
  orderLinesTable,
  messagesTable,
  decisionsTable,
  exposuresTable,
  redemptionsTable,
  couponsTable,
  pointsTable,
  consentsTable,
  referralsTable,
  recordsTable,
  stageChangesTable,
  profilesTable,
  aliasesTable,
  productsTable,
];
