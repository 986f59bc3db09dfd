import { Temporal } from 'temporal-polyfill';

import { journeyKeyOf } from '../../domain/broadcasts/journey-of.ts';
import { campaignFacts, type CampaignTotal, campaignTotals } from '../../domain/campaigns/campaign-totals.ts';
import { toMinor } from '../../domain/money.ts';
import type { Money } from '../../domain/objects/fields/money.ts';
import type { CrmRecord } from '../../domain/records/record.ts';
import { instantOfLocal } from '../../domain/time/local.ts';
import type { Clock } from '../clock/clock.ts';
import type { BroadcastStore } from '../broadcasts/ports.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { createKeptCounts } from '../overview/kept-counts.ts';
import type { PlacementRow, PlacementStore, PostRow, PostStore } from '../posts/ports.ts';
import type { CampaignReads, SourceSums } from './ports.ts';

/** A journey or broadcast of a campaign, with what it did. */
export type CampaignSource = SourceSums & {
  readonly kind: 'journey' | 'broadcast';
  /** The key of the journey, or the id of the broadcast. */
  readonly id: string;
  readonly name: string;
};

export type CampaignResults = {
  /** When its runs and messages were counted, in the tenant's time (epoch milliseconds). */
  readonly countedAt: number;
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly people: number;
  readonly totals: readonly CampaignTotal[];
  readonly sources: readonly CampaignSource[];
  readonly posts: readonly { readonly post: PostRow; readonly placements: readonly PlacementRow[] }[];
};

type Deps = {
  readonly campaignReads: CampaignReads;
  readonly broadcasts: Pick<BroadcastStore, 'list'>;
  readonly posts: Pick<PostStore, 'list'>;
  readonly placements: Pick<PlacementStore, 'of'>;
  readonly live: LiveWorkspaces;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
};

/** So many broadcasts and posts of one campaign are looked at, the newest. */
export const sourcesMost = 200;

/** When a local day of a zone begins, in epoch milliseconds; `days` later. */
const startOf = (input: { day: string; zone: string; days: number }): number =>
  instantOfLocal({
    local: Temporal.PlainDate.from(input.day).add({ days: input.days }).toPlainDateTime(),
    zone: input.zone,
  });

const sendingCost = (input: {
  sources: readonly SourceSums[];
  costs: Readonly<Record<string, number>>;
  currency: string;
}): Money => {
  const { sources, currency } = input;
  const costs = new Map(Object.entries(input.costs));
  const amount = sources
    .flatMap(({ messages }) => messages)
    .reduce((sum, { channel, sent }) => sum + sent * (costs.get(channel) ?? 0), 0);
  return { currency, minor: toMinor({ amount: amount.toFixed(6), currency }) ?? 0 };
};

type Sums = Awaited<ReturnType<CampaignReads['sums']>>;

/** Runs and messages, of which the sums are made. */
const documentsOf = ({ sources }: Sums): number =>
  sources.reduce(
    (sum, { entered, messages }) => messages.reduce((all, { sent }) => all + sent, sum + entered),
    0,
  );

/**
 * Makes the results of campaigns: the journeys that a record names, in its time, and the broadcasts and posts that name it. Revenue is
 * what the goals of journeys and broadcasts are worth, each order once and without what was given back; posts are not credited, since a network says nothing of who saw them.
 * Large sums are those of a short while ago.
 */
export const createCampaignResults = (deps: Deps) => {
  const kept = createKeptCounts<Sums>({ systemTime: deps.clock.systemTime, documentsOf });
  return async (record: Pick<CrmRecord, 'tenant' | 'id' | 'data'>): Promise<CampaignResults> => {
    const { tenant, id } = record;
    const facts = campaignFacts(record.data);
    const page = { limit: sourcesMost, campaign: id };
    const [live, broadcasts, posts] = await Promise.all([
      deps.live.of(tenant),
      deps.broadcasts.list({ tenant, ...page }),
      deps.posts.list({ tenant, ...page }),
    ]);
    const { timezone: zone, currency, messageCosts = {} } = live.published.settings;
    const { startsOn, endsOn } = facts;
    const from = startsOn === undefined ? undefined : startOf({ day: startsOn, zone, days: 0 });
    const until = endsOn === undefined ? undefined : startOf({ day: endsOn, zone, days: 1 });
    const named = new Map(live.published.journeys.map(({ key, definition }) => [key, definition.name]));
    const wanted = [
      ...facts.journeys.map((key) => ({
        kind: 'journey' as const,
        id: key,
        name: named.get(key) ?? key,
        journey: key,
      })),
      ...broadcasts.map(({ id: broadcast, plan }) => ({
        kind: 'broadcast' as const,
        id: broadcast,
        name: plan.name,
        journey: journeyKeyOf(broadcast),
      })),
    ];
    const journeys = wanted.map(({ journey }) => journey);
    const [{ value: sums, countedAt }, placements] = await Promise.all([
      kept({
        key: JSON.stringify([tenant, journeys, from, until]),
        now: deps.clock.now(tenant),
        count: () => deps.campaignReads.sums({ tenant, journeys, from, until }),
      }),
      deps.placements.of({ tenant, posts: posts.map((post) => post.id) }),
    ]);
    const { sources, people, revenue, refunded } = sums;
    const sending = sendingCost({ sources, costs: messageCosts, currency });
    return {
      countedAt,
      from,
      until,
      people,
      totals: campaignTotals({ budget: facts.budget, costs: facts.costs, sending, revenue, refunded }),
      sources: wanted.flatMap((one) => {
        const found = sources.find(({ journey }) => journey === one.journey);
        return found === undefined ? [] : [{ ...found, ...one }];
      }),
      posts: posts.map((post) => ({ post, placements: placements.filter((one) => one.post === post.id) })),
    };
  };
};

export type ReadCampaign = ReturnType<typeof createCampaignResults>;
