import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import { matchOf } from '../../records/store/record-lists.ts';
import { type RecordDoc, recordSchema } from '../../records/store/record-schema.ts';
import { dealKind, type DealReads, type DealRow } from '../ports.ts';

/** What reports read of a deal. */
const projection = {
  id: 1,
  tenant: 1,
  kind: 1,
  revision: 1,
  'data.amount': 1,
  'data.closeOn': 1,
  stage: 1,
  stageAt: 1,
  owner: 1,
  team: 1,
  createdAt: 1,
  updatedAt: 1,
  pending: 1,
} as const;

type DealDoc = Pick<
  RecordDoc,
  | '_id'
  | 'id'
  | 'tenant'
  | 'kind'
  | 'revision'
  | 'data'
  | 'stage'
  | 'stageAt'
  | 'owner'
  | 'team'
  | 'createdAt'
  | 'updatedAt'
  | 'pending'
>;

const toDealRow = (doc: DealDoc): DealRow => {
  const { id, tenant, kind, revision, data, stage, owner, team, stageAt, pending } = doc;
  return {
    id,
    tenant,
    kind,
    revision,
    data,
    ...(stage === undefined ? {} : { stage }),
    ...(owner === undefined ? {} : { owner }),
    ...(team === undefined ? {} : { team }),
    ...(stageAt === undefined ? {} : { stageAt: Date.parse(stageAt) }),
    createdAt: Date.parse(doc.createdAt),
    updatedAt: Date.parse(doc.updatedAt),
    notes: pending ?? [],
  };
};

type Group = {
  readonly _id: {
    readonly stage?: string | null;
    readonly owner?: string | null;
    readonly team?: string | null;
    readonly currency: string | null;
    readonly month: string | null;
    readonly isOver: boolean;
  };
  readonly deals: number;
  readonly minor: number;
};

const isText = (path: string) => ({ $eq: [{ $type: path }, 'string'] });
const isNumber = (path: string) => ({ $in: [{ $type: path }, ['int', 'long', 'double']] });
const amount = '$data.amount.minor';
const currency = '$data.amount.currency';
const closeOn = '$data.closeOn';
const hasAmount = { $and: [isText(currency), isNumber(amount)] };

/** Deals that count alike in a forecast, of a local day. */
const sumStages = (match: mongo.Document, today: string): mongo.Document[] => [
  { $match: match },
  {
    $group: {
      _id: {
        stage: '$stage',
        owner: '$owner',
        team: '$team',
        currency: { $cond: [hasAmount, currency, null] },
        month: { $cond: [isText(closeOn), { $substrBytes: [closeOn, 0, 7] }, null] },
        isOver: { $cond: [{ $and: [isText(closeOn), { $lt: [closeOn, today] }] }, true, false] },
      },
      deals: { $sum: 1 },
      minor: { $sum: { $cond: [hasAmount, amount, 0] } },
    },
  },
];

/** Reads deals for reports: all that fit in one request each, and no more of a deal than a report needs. */
export const createDealReads = (deps: { collections: Collections }): DealReads => {
  const records = deps.collections.of<RecordDoc>(recordSchema);
  const matching = (input: Pick<Parameters<DealReads['sums']>[0], 'tenant' | 'filter'>) =>
    matchOf({ ...input, kind: dealKind, isDeleted: false });
  return guarded<DealReads>({
    sums: async ({ tenant, filter, today }) => {
      const groups = await records
        .aggregate<Group>(sumStages(matching({ tenant, filter }), today), longRead)
        .toArray();
      return groups.map(({ _id, deals, minor }) => ({
        stage: _id.stage ?? '',
        owner: _id.owner ?? undefined,
        team: _id.team ?? undefined,
        month: _id.month ?? undefined,
        isOver: _id.isOver,
        deals,
        amount: _id.currency === null ? undefined : { currency: _id.currency, minor },
      }));
    },
    newest: async ({ tenant, filter, limit }) => {
      const docs = await records
        .find<DealDoc>(matching({ tenant, filter }), { ...longRead, projection })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit)
        .toArray();
      return docs.map(toDealRow);
    },
  });
};
