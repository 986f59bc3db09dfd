import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import { type MessageDoc, messageSchema } from '../../messages/store/message-schema.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import type { CampaignReads, SourceSums } from '../ports.ts';
import { createRefundsOfGoals, type GoalWorth } from './refunds-of-goals.ts';

type Asked = Parameters<CampaignReads['sums']>[0];
type Money = SourceSums['revenue'][number];
type SumRow = {
  readonly _id: { readonly journey: string; readonly currency: string | null };
} & Record<'entered' | 'converted' | 'minor', number>;
type MessageRow = { readonly _id: { readonly journey: string; readonly channel: string } } & Record<
  'sent' | 'opened' | 'clicked' | 'unsubscribed',
  number
>;

const one = { $sum: 1 } as const;
const noted = (field: string) => ({ $sum: { $cond: [{ $gt: [`$${field}`, null] }, 1, 0] } });
const isBroadcast = { journey: { $gte: 'broadcast:', $lt: 'broadcast;' } };

/** Documents of the journeys of a campaign in its time; the first stage is on an index. */
const within = (asked: Asked, field: 'enteredAt' | 'plannedAt'): mongo.Document[] => {
  const { tenant, journeys, from, until } = asked;
  const time = {
    ...(from === undefined ? {} : { $gte: from }),
    ...(until === undefined ? {} : { $lt: until }),
  };
  const isAnyTime = from === undefined && until === undefined;
  return [
    { $match: { tenant, journey: { $in: [...journeys] } } },
    ...(isAnyTime ? [] : [{ $match: { $or: [{ [field]: time }, isBroadcast] } }]),
  ];
};

const takesPart = { $match: { outcome: { $ne: 'held-out' } } };
const reached = { $match: { outcome: { $ne: 'held-out' }, convertedAt: { $gt: 0 } } };

const moneyOf = (rows: readonly { currency: string | null; minor: number }[]): readonly Money[] =>
  rows
    .flatMap(({ currency, minor }) => (currency === null ? [] : [{ currency, minor }]))
    .toSorted((a, b) => a.currency.localeCompare(b.currency));

const sourceOf = (journey: string, sums: readonly SumRow[], messages: readonly MessageRow[]): SourceSums => {
  const own = sums.filter(({ _id }) => _id.journey === journey);
  return {
    journey,
    entered: own.reduce((sum, { entered }) => sum + entered, 0),
    converted: own.reduce((sum, { converted }) => sum + converted, 0),
    revenue: moneyOf(own.map(({ _id, minor }) => ({ currency: _id.currency, minor }))),
    messages: messages
      .filter(({ _id }) => _id.journey === journey)
      .map(({ _id, sent, opened, clicked, unsubscribed }) => ({
        channel: _id.channel,
        sent,
        opened,
        clicked,
        unsubscribed,
      })),
  };
};

type Stages = readonly mongo.Document[];

/** Runs and what they reached, by journey and currency. */
const sumStages = (ofRuns: Stages): mongo.Document[] => [
  ...ofRuns,
  takesPart,
  {
    $group: {
      _id: { journey: '$journey', currency: { $ifNull: ['$goalCurrency', null] } },
      entered: one,
      converted: noted('convertedAt'),
      minor: { $sum: '$goalMinor' },
    },
  },
];

/** Messages that were accepted and what came of them, by journey and channel. */
const messageStages = (asked: Asked): mongo.Document[] => [
  ...within(asked, 'plannedAt'),
  { $match: { status: 'accepted' } },
  {
    $group: {
      _id: { journey: '$journey', channel: '$channel' },
      sent: one,
      opened: noted('openedAt'),
      clicked: noted('clickedAt'),
      unsubscribed: noted('unsubscribedAt'),
    },
  },
];

const peopleStages = (ofRuns: Stages): mongo.Document[] => [
  ...ofRuns,
  reached,
  { $group: { _id: '$profileId' } },
  { $count: 'people' },
];

/** What goals were worth. One event of a person has one instant: it counts once. */
const worthStages = (ofRuns: Stages): mongo.Document[] => [
  ...ofRuns,
  reached,
  { $match: { goalCurrency: { $exists: true } } },
  {
    $group: {
      _id: { profileId: '$profileId', at: '$convertedAt', currency: '$goalCurrency' },
      minor: { $max: '$goalMinor' },
    },
  },
  {
    $project: {
      _id: 0,
      profileId: '$_id.profileId',
      at: '$_id.at',
      currency: '$_id.currency',
      minor: 1,
    },
  },
];

const sumOf = (worths: readonly Money[]): readonly Money[] => {
  const sums = new Map<string, number>();
  for (const { currency, minor } of worths) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return moneyOf([...sums].map(([currency, minor]) => ({ currency, minor })));
};

/** What came of the journeys and broadcasts of a campaign, summed by the database. */
export const createCampaignReads = (deps: { collections: Collections }): CampaignReads => {
  const runs = deps.collections.of<RunDoc>(runSchema);
  const messages = deps.collections.of<MessageDoc>(messageSchema);
  const refundsOf = createRefundsOfGoals(deps.collections);
  const options = { ...longRead, allowDiskUse: true };
  return guarded<CampaignReads>({
    sums: async (asked) => {
      const { journeys } = asked;
      if (journeys.length === 0) return { sources: [], people: 0, revenue: [], refunded: [] };
      const ofRuns = within(asked, 'enteredAt');
      const [sums, mails, people, worths] = await Promise.all([
        runs.aggregate<SumRow>(sumStages(ofRuns), options).toArray(),
        messages.aggregate<MessageRow>(messageStages(asked), options).toArray(),
        runs.aggregate<{ people: number }>(peopleStages(ofRuns), options).toArray(),
        runs.aggregate<GoalWorth>(worthStages(ofRuns), options).toArray(),
      ]);
      return {
        sources: journeys.map((journey) => sourceOf(journey, sums, mails)),
        people: people[0]?.people ?? 0,
        revenue: sumOf(worths),
        refunded: await refundsOf(asked.tenant, worths),
      };
    },
  });
};
