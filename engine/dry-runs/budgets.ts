import type { Counts } from '../../domain/dry-run/tally.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { DryRunReads } from './ports.ts';
import type { Stage } from './stage.ts';

/** What the people who were played need of an offer, and what is left of it; null: without a limit. */
export type Budget = { readonly offer: string; readonly needed: number; readonly left: number | null };

const leftOf = (input: { offer: OfferDefinition; count: number; spent: number }): number | null => {
  const { offer, count, spent } = input;
  const { total, totalValue } = offer.limits;
  const worth = offer.worth ?? 0;
  const ends = [
    ...(total === undefined ? [] : [total - count]),
    ...(totalValue === undefined || worth === 0 ? [] : [Math.floor((totalValue - spent) / worth)]),
    ...('pool' in offer.code ? [offer.code.pool.length - count] : []),
  ];
  return ends.length === 0 ? null : Math.max(0, Math.min(...ends));
};

/** The budgets of the offers a journey gives coupons of. */
export const budgetsOf = (input: {
  setting: {
    readonly deps: { readonly dryRunReads: DryRunReads };
    readonly stage: Stage;
    /** As published, with the limits of its offers. */
    readonly live: LiveWorkspace;
  };
  coupons: Counts;
}): Promise<readonly Budget[]> => {
  const { stage, live, deps } = input.setting;
  const { tenant } = stage.settings;
  const keys = [...stage.journey.graph.nodes.values()].flatMap(({ step }) =>
    step.type === 'offer' ? step.offer : [],
  );
  const offers = [...new Set(keys)].flatMap((key) => live.offers.get(key) ?? []);
  return Promise.all(
    offers.map(async (offer) => {
      const { count, worth: spent } = await deps.dryRunReads.spent({ tenant, offer: offer.key });
      return {
        offer: offer.key,
        needed: input.coupons[offer.key] ?? 0,
        left: leftOf({ offer, count, spent }),
      };
    }),
  );
};
