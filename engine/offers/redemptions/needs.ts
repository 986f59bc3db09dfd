import type { Redeemer } from '../../../domain/offers/redemptions/decide-redemption.ts';

/** What has to be read for an act: the redemption it is about, those of its coupons and its order, and what the person used. */
export type Needs = {
  readonly redemption: string;
  readonly coupons: readonly string[];
  readonly orderId: string | undefined;
  readonly person: Redeemer | undefined;
};
