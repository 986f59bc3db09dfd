import { toMinor } from '../money.ts';
import { localDay } from '../time/local.ts';
import { partsOfPoint, type Rate } from './posting.ts';
import type { Campaign, EarningRule } from './program-schema.ts';

/** Whether a campaign runs at an instant: from its first day to the end of its last, in `zone`. */
export const runsAt = (input: { campaign: Campaign; at: number; zone: string }): boolean => {
  const { campaign, at, zone } = input;
  const day = localDay({ at, zone });
  return campaign.from <= day && day <= campaign.until;
};

/** What a rule gives, multiplied by the highest of the campaigns that are for it. `currency` is that of the shop. */
export const rateOf = (input: {
  rule: EarningRule;
  campaigns: readonly Campaign[];
  currency: string;
  /** What a tier multiplies by; 1 by default. */
  times?: number;
}): Rate => {
  const { rule, currency, times = 1 } = input;
  const own = input.campaigns.filter(({ rules }) => rules?.includes(rule.key) ?? true);
  const multiply = Math.max(1, ...own.map((campaign) => campaign.multiply));
  const per = rule.perAmount === undefined ? 1 : (toMinor({ amount: rule.perAmount, currency }) ?? 1);
  return { parts: Math.round(rule.points * multiply * times * partsOfPoint), per };
};
