import type { Figure } from './figures/figure.ts';
import { advocates } from './figures/loyalty/advocates.ts';
import { loyaltyLiability } from './figures/loyalty/liability.ts';
import { attribution } from './figures/messages/attribution.ts';
import { channelMix, deliverability, sendTimes } from './figures/messages/delivery.ts';
import { holdoutLift } from './figures/messages/holdout-lift.ts';
import { journeyFunnel } from './figures/messages/journey-funnel.ts';
import { journeyReturn } from './figures/messages/journey-return.ts';
import { listGrowth } from './figures/messages/list-growth.ts';
import { baskets } from './figures/sales/baskets.ts';
import { profitByCustomer, profitByProduct, profitBySegment } from './figures/sales/profit.ts';
import { retention } from './figures/sales/retention.ts';
import { revenueByDay } from './figures/sales/revenue-by-day.ts';
import { rfmGrid, rfmMovement } from './figures/sales/rfm.ts';
import { valueByGroup } from './figures/sales/value-by-group.ts';
import { service } from './figures/service/cases.ts';
import { deals } from './figures/service/deals.ts';

/** Every figure, in the order in which lists show them. This list is the only one. */
export const figures: readonly Figure[] = [
  revenueByDay,
  journeyReturn,
  holdoutLift,
  attribution,
  journeyFunnel,
  retention,
  rfmGrid,
  rfmMovement,
  valueByGroup,
  profitByCustomer,
  profitBySegment,
  profitByProduct,
  baskets,
  listGrowth,
  deliverability,
  channelMix,
  sendTimes,
  deals,
  service,
  advocates,
  loyaltyLiability,
];
