import { toEventFact } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import { own } from '../../domain/json.ts';
import { rateOf, runsAt } from '../../domain/loyalty/rate.ts';
import type { Rate } from '../../domain/loyalty/posting.ts';
import type { EarningRule } from '../../domain/loyalty/program-schema.ts';
import type { ReadyProgram } from '../../domain/loyalty/ready-program.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Decider } from '../../domain/rules/decide/decider.ts';
import type { EventRow, EventStore } from '../events/ports.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { profileFacts } from '../people/profile-facts.ts';

/** An event that may earn points, and whom it is about. */
export type EarningEvent = {
  readonly row: EventRow;
  readonly live: LiveWorkspace;
  readonly profile: Profile;
  readonly now: number;
};

/** A rule that holds for the event, and what it gives now. */
export type HoldingRule = { readonly rule: EarningRule; readonly rate: Rate };

/** What the tier or the membership of a person multiplies by: the higher of both. */
const timesOf = (input: { program: ReadyProgram; profile: Profile }): number => {
  const { program, profile } = input;
  const { tier, membership } = profile.loyalty?.[program.key] ?? {};
  const { tiers, memberships } = program.definition;
  const times = [
    tiers?.levels.find(({ key }) => key === tier)?.multiply,
    memberships?.find(({ key }) => key === membership)?.multiply,
  ];
  return Math.max(1, ...times.map((one) => one ?? 1));
};

/** The rules of a programme that look at the event and hold, with the campaigns that run. */
export const holdingRules = async (
  input: EarningEvent & { program: ReadyProgram; events: Pick<EventStore, 'summarise' | 'summariseRecords'> },
): Promise<readonly HoldingRule[]> => {
  const { row, live, program } = input;
  const rules = program.rulesOn.get(row.name) ?? [];
  if (rules.length === 0) return [];
  const { currency, timezone: zone } = live.published.settings;
  const facts = { ...profileFacts(input), event: toEventFact(row) };
  const holds = async (decider: Decider | undefined): Promise<boolean> =>
    decider === undefined || (await decider.decide({ facts })).matched !== null;
  const campaigns = [];
  for (const campaign of program.campaigns) {
    if (runsAt({ campaign, at: row.timestamp, zone }) && (await holds(campaign.decider))) {
      campaigns.push(campaign);
    }
  }
  const holding: HoldingRule[] = [];
  const times = timesOf({ program, profile: input.profile });
  for (const rule of rules) {
    if (await holds(rule.decider)) holding.push({ rule, rate: rateOf({ rule, campaigns, currency, times }) });
  }
  return holding;
};

/** The value of the property once for which a rule gives its points; undefined where the event has none. */
export const onceValue = (row: EventRow, rule: EarningRule): string | undefined => {
  if (rule.oncePer === undefined) return undefined;
  const value = own(row.properties, rule.oncePer.slice('properties.'.length));
  return typeof value === 'string' || typeof value === 'number' ? hashId(value) : undefined;
};
